"""`beffroi webhook test`: calls the programs of an organisation now, and says what came of it."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from beffroi.site.terminal import complain, language, look
from beffroi.site.terminal import gettext as _

if TYPE_CHECKING:
    from beffroi.notify.models import WebhookDelivery

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add(commands: "Commands", data: Callable[[argparse.ArgumentParser], None], guarded: Callable[..., object]) -> None:
    webhook = commands.add_parser("webhook", help=_("the programs that are called when something happens"))
    acts = webhook.add_subparsers()
    test = acts.add_parser("test", help=_("call them now and say what came of it; 1 when one did not take the call"))
    data(test)
    test.add_argument("--organisation", metavar=_("NAME"), help=_("whose; without it those of all"))
    test.add_argument("--place", metavar=_("HOST"), help=_("only those at this host"))
    test.set_defaults(run=guarded(lambda asked: run(asked.organisation, asked.place, sys.stdout)))


def run(organisation: str | None, place: str | None, out: TextIO) -> int:
    """Prints one line for each; 1 when one was not reached, or when there is none."""
    from django.utils import timezone
    from django.utils.translation import override

    from beffroi.journal.sentences import translated
    from beffroi.notify.calling import call
    from beffroi.notify.models import WebhookEndpoint
    from beffroi.notify.reading_on import write_test

    standing = WebhookEndpoint.objects.filter(removed_at=None, is_active=True, organisation__is_demo=False)
    if organisation is not None:
        standing = standing.filter(organisation__name=organisation)
    chosen = [each for each in standing.select_related("organisation") if place in (None, each.place)]
    well = bool(chosen)
    if not chosen:
        complain(_("no webhook is switched on there; nothing was called"), out=out)
    for endpoint in chosen:
        delivery = write_test(endpoint, timezone.now())
        call(delivery, timezone.now)
        taken = delivery.state == "sent"
        well &= taken
        with override(language()):
            came = _came(delivery) if taken else translated(delivery.trouble)
        look(taken, f"{endpoint.organisation}, {endpoint}: {came}", out)
    return 0 if well else 1


def _came(delivery: "WebhookDelivery") -> str:
    return _("{status} in {took} ms").format(status=delivery.status, took=delivery.took)
