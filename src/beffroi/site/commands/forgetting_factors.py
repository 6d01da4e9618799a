"""`beffroi forget-second-factor`: for somebody whose telephone and recovery codes are both lost."""

import argparse
from collections.abc import Callable
from typing import Any

from beffroi.site.terminal import complain
from beffroi.site.terminal import gettext as _

Act = Callable[[argparse.Namespace], int]


def add(commands: Any, *, data: Callable[[argparse.ArgumentParser], None], guarded: Callable[[Act], Act]) -> None:
    """Adds the command; `data` adds its --data, `guarded` lets an act run only where there is a Beffroi."""
    forget = commands.add_parser(
        "forget-second-factor", help=_("take away all that a person shows beside a password, and sign them out")
    )
    data(forget)
    forget.add_argument("email", metavar=_("EMAIL"), help=_("whose; make sure that it is really them who asks"))
    forget.set_defaults(run=guarded(_forget))


def _forget(asked: argparse.Namespace) -> int:
    from django.utils import timezone

    from beffroi.access.models import User
    from beffroi.door.models import forget_second_factor

    user = User.objects.filter(email__iexact=asked.email).first()
    if user is None:
        complain(_("nothing was done: nobody here has the address {email}").format(email=asked.email))
        return 1
    forget_second_factor(user, now=timezone.now())
    done = _("{name} signs in with the password alone, and is asked for a new second factor.")
    print(done.format(name=user.name))
    return 0
