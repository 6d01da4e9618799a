"""What the person of a token is told, and how."""

from datetime import datetime, time
from typing import Any

from ninja import Query

from beffroi.access.api import ActRouter, Cursor, Listed, ProgramRequest, Shown, listed
from beffroi.journal.sentences import translated
from beffroi.notify.channels import CHANNELS
from beffroi.notify.models import Choice, Message

router = ActRouter("Notifications")


class ChoiceShown(Shown):
    """One way by which this person is told. `kinds` are what they want to be told of there at once, `digest_kinds` what
    waits for the digest; `on_call`: who is on call is told of everything urgent there."""

    channel: str
    is_set_up: bool
    is_confirmed: bool
    kinds: list[str]
    digest_kinds: list[str]
    digest_at: str
    digest_again_at: str | None
    on_call: bool
    quiet_from: str | None
    quiet_until: str | None


class ToldShown(Shown):
    """An address is never told here."""

    kind: str
    channel: str
    state: str
    subject: str
    written_at: datetime
    sent_at: datetime | None
    trouble: str


@router.read("/notifications/ways", gives=list[ChoiceShown])
def list_ways(request: ProgramRequest) -> Any:
    """How this person is told, channel by channel."""
    return [_choice(request, name) for name in CHANNELS]


@router.read("/notifications", gives=Listed[ToldShown])
def list_notifications(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """What this person was told by mail, the newest first."""
    mine = Message.objects.filter(organisation=request.organisation, channel="mail", address=request.user.email)
    return listed(mine, cursor, by=["-written_at", "-pk"], shown=_told)


def _choice(request: ProgramRequest, name: str) -> ChoiceShown:
    chosen = Choice.of(request.user, request.organisation, name)
    return ChoiceShown(
        channel=name,
        is_set_up=CHANNELS[name].is_set(),
        is_confirmed=chosen.is_confirmed,
        kinds=chosen.kinds,
        digest_kinds=chosen.digest_kinds,
        digest_at=f"{chosen.digest_at:%H:%M}",
        digest_again_at=_hour(chosen.digest_again_at),
        on_call=chosen.on_call,
        quiet_from=_hour(chosen.quiet_from),
        quiet_until=_hour(chosen.quiet_until),
    )


def _hour(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


def _told(row: Message) -> ToldShown:
    same = ("kind", "channel", "state", "written_at", "sent_at")
    said = {name: getattr(row, name) for name in same}
    return ToldShown(subject=translated(row.subject), trouble=translated(row.trouble), **said)
