"""`beffroi person …`: who works here, from the machine itself, for when nobody can sign in any more."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from beffroi.site.terminal import complain
from beffroi.site.terminal import gettext as _
from beffroi.vocabulary import gettext_noop

if TYPE_CHECKING:
    from beffroi.access.models import Organisation, User

Act = Callable[[argparse.Namespace], int]
Add = Callable[[argparse.ArgumentParser], None]
ROLES = {  # as they are typed, and the same words to be said in another language
    "owner": gettext_noop("owner"),
    "manager": gettext_noop("manager"),
    "editor": gettext_noop("editor"),
    "contributor": gettext_noop("contributor"),
    "approver": gettext_noop("approver"),
    "agent": gettext_noop("agent"),
    "viewer": gettext_noop("viewer"),
}


def add(commands: Any, *, data: Add, guarded: Callable[[Act], Act]) -> None:
    parser = commands.add_parser("person", help=_("who works here, for when nobody can sign in any more"))
    acts = parser.add_subparsers()
    helps = {
        "list": _("who works here, with which role, and who is leaving"),
        "invite": _("print a one-time link for somebody new"),
        "link": _("print a one-time link with which a member chooses a new password"),
        "role": _("give a member another role"),
        "suspend": _("shut a member out now: sessions and tokens are closed"),
        "offboard": _("show what somebody still holds; with --to, hand it over and end their time here"),
    }
    for name, does in helps.items():
        act = acts.add_parser(name, help=does)
        data(act)
        act.add_argument("--organisation", metavar=_("NAME"), help=_("its name; not needed where there is only one"))
        if name != "list":
            act.add_argument("email", metavar=_("EMAIL"), help=_("the address with which they sign in"))
        if name == "invite":
            act.add_argument("--name", required=True, metavar=_("NAME"), help=_("what they are called"))
        if name in ("invite", "role"):
            act.add_argument(
                "--role",
                required=True,
                choices=ROLES,
                metavar=_("ROLE"),
                help=_("what they may do: {roles}").format(roles=_roles()),
            )
        if name == "offboard":
            act.add_argument("--to", metavar=_("EMAIL"), help=_("who takes over"))
        act.set_defaults(run=guarded(_to_the_terminal), act=name)


def _roles() -> str:
    """As they are typed, each with its name on the pages where that is another word."""
    return ", ".join(role if (name := _(words)) == role else f"{role} ({name})" for role, words in ROLES.items())


def _to_the_terminal(asked: argparse.Namespace) -> int:
    return run(asked, sys.stdout, sys.stderr)


class Refused(Exception):
    """Nothing was done; the text says why."""


def run(asked: argparse.Namespace, out: TextIO, errors: TextIO) -> int:
    """0 when it was done, 1 when nothing was."""
    acts: dict[str, Callable[[argparse.Namespace, Organisation, TextIO], None]] = {
        "list": _list,
        "invite": _invite,
        "link": _link,
        "role": _role,
        "suspend": _suspend,
        "offboard": _offboard,
    }
    from beffroi.journal.moves import NotAllowed
    from beffroi.people.models import LastOwner

    try:
        acts[asked.act](asked, _organisation(asked.organisation), out)
    except Refused as why:
        return _nothing_done(str(why), errors)
    except LastOwner:
        return _nothing_done(_("the last owner cannot go; make another one first"), errors)
    except NotAllowed:
        return _nothing_done(_("they are no member here"), errors)
    return 0


def _nothing_done(why: str, errors: TextIO) -> int:
    complain(_("nothing was done: {why}").format(why=why), of="beffroi person", out=errors)
    return 1


def _organisation(name: str | None) -> "Organisation":
    from beffroi.access.models import Organisation

    found = Organisation.objects.filter(is_demo=False)
    found = found.filter(name=name) if name else found
    if found.count() != 1:
        names = ", ".join(Organisation.objects.filter(is_demo=False).order_by("name").values_list("name", flat=True))
        which = _("say which organisation with --organisation: {names}")
        raise Refused(which.format(names=names or _("there is none yet")))
    return found.get()


def _person(email: str) -> "User":
    from beffroi.access.models import User

    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise Refused(_("nobody has the address {email}").format(email=email))
    return found


def _list(asked: argparse.Namespace, organisation: "Organisation", out: TextIO) -> None:
    from beffroi.people.models import Invitation, Leaving

    for member in organisation.memberships.select_related("user").order_by("user__name"):
        print(f"{member.user.email}\t{member.role}\t{member.user.name}", file=out)
    for leaving in Leaving.objects.of(organisation).exclude(suspended_at=None):
        print(f"{leaving.user.email}\tsuspended\t{leaving.user.name}", file=out)
    for invitation in Invitation.objects.of(organisation):
        print(f"{invitation.email}\tinvited\t{invitation.name}", file=out)


def _invite(asked: argparse.Namespace, organisation: "Organisation", out: TextIO) -> None:
    from beffroi.people.models import Invitation

    who = {"email": asked.email, "name": asked.name, "role": asked.role}
    _made, secret = Invitation.invite(organisation, by=None, now=_now(), **who)
    print(_address(secret), file=out)


def _link(asked: argparse.Namespace, organisation: "Organisation", out: TextIO) -> None:
    from beffroi.people.models import Invitation

    _made, secret = Invitation.way_back(organisation, _person(asked.email), now=_now())
    print(_address(secret), file=out)


def _role(asked: argparse.Namespace, organisation: "Organisation", out: TextIO) -> None:
    from beffroi.people.models import change_role

    member = organisation.memberships.filter(user=_person(asked.email)).select_related("user", "organisation").first()
    if member is None:
        said = _("{email} is no member of {organisation}")
        raise Refused(said.format(email=asked.email, organisation=organisation))
    change_role(member, asked.role, by=None, now=_now())
    print(_("{email} is {role} now.").format(email=asked.email, role=_(ROLES[asked.role])), file=out)


def _suspend(asked: argparse.Namespace, organisation: "Organisation", out: TextIO) -> None:
    from beffroi.people.models import Leaving

    Leaving.suspend_now(organisation, _person(asked.email), by=None, now=_now())
    print(_("{email} can do nothing here any more.").format(email=asked.email), file=out)


def _offboard(asked: argparse.Namespace, organisation: "Organisation", out: TextIO) -> None:
    from django.core.exceptions import PermissionDenied
    from django.db import transaction

    from beffroi.people.holding import held_by, settle_all
    from beffroi.people.models import Leaving

    user = _person(asked.email)
    if asked.to is None:
        for held in held_by(user, organisation, _now()):
            for _thing, words in held.named:
                print(f"{held.kind.key}\t{words}", file=out)
        return
    to: Any = _person(asked.to)
    if to.role_in(organisation) is None or to == user:
        said = _("{email} is no member of {organisation} who could take over")
        raise Refused(said.format(email=asked.to, organisation=organisation))
    try:
        with transaction.atomic():
            leaving = Leaving.objects.of(organisation).filter(user=user).first()
            leaving = leaving or Leaving.suspend_now(organisation, user, by=None, now=_now())
            done = settle_all(organisation=organisation, whose=user, to=to, by=to, now=_now())
            leaving.end(by=None, now=_now())
    except PermissionDenied:
        raise Refused(_("the rights of {email} do not reach that far").format(email=asked.to)) from None
    gone = _("{count} things are handed over to {to} or ended; {email} is gone.")
    print(gone.format(count=done, to=asked.to, email=asked.email), file=out)


def _address(secret: str) -> str:
    from django.conf import settings
    from django.urls import reverse

    return f"{settings.PUBLIC_ADDRESS}{reverse('join', args=[secret])}"


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
