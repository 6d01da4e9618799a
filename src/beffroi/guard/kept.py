"""What is kept of signs from outside, and whose accounts are watched."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.guard.models import CitizenReport, Peer, PlatformMail
from beffroi.keeping.kinds import Kind, Part, Person, delete, shown

_BASIS = _("Security of the processing (GDPR, art. 32)")


def _reports(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[CitizenReport]":
    return CitizenReport.objects.filter(account__organisation=organisation, at__lte=now - timedelta(days=days))


def _mails(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[PlatformMail]":
    return PlatformMail.objects.filter(account__organisation=organisation, at__lte=now - timedelta(days=days))


def _peers(organisation: Organisation, person: Person) -> "models.QuerySet[Peer]":
    theirs = person.authored(number="native_id", handle="handle")
    return Peer.objects.filter(theirs, organisation=organisation).order_by("pk")


def _of_peer(peer: Peer) -> dict[str, Any]:
    return {"network": peer.network, "handle": peer.handle, "name": peer.name, "since": shown(peer.added_at)}


def _leave(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    peers = list(rows)
    for peer in peers:
        peer.leave(by=by, now=now)
    return len(peers)


KINDS = [
    Kind(
        "guard.reports",
        name=_("What citizens said of our accounts, without who said it"),
        why=_("To hear that an account was taken."),
        basis=_BASIS,
        days=365,
        going=_reports,
        erase=delete,
        example=lambda report: report.seen,
    ),
    Kind(
        "guard.mails",
        name=_("That a network wrote about our accounts"),
        why=_("To hear that an account was taken."),
        basis=_BASIS,
        days=365,
        going=_mails,
        erase=delete,
        example=lambda mail: f"{mail.sender}, {mail.kind}",
    ),
]
PARTS = [
    Part(
        "guard.peers",
        name=_("Accounts of others that are watched"),
        find=_peers,
        said=_of_peer,
        fate="erased",
        because=_("It is not watched any more."),
        erase=_leave,
    ),
]
