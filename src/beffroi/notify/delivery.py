"""Sends one message: claim (committed), network call (outside any transaction), settle."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from beffroi.access.sealing import WrongKey
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated
from beffroi.notify.channels import CHANNELS
from beffroi.notify.channels.contract import Later, Notice, Refused
from beffroi.notify.digest import make_ready, subject_of, text_of
from beffroi.notify.kinds import KINDS
from beffroi.notify.models import Message
from beffroi.notify.telling import UNREACHED, call_the_others, page_of
from beffroi.vocabulary import Sentence
from beffroi.work.duty import retry_after

log = logging.getLogger("beffroi.notify")

NO_KEY = Sentence(gettext_noop("The key that opens what this message holds is missing on this machine."))

Clock = Callable[[], datetime]


def deliver(message: Message, clock: Clock) -> bool:
    """Sends one due message; says whether anything was done.

    At least once: who dies between the sending and the settling leaves a row that is sent again when its lease passes.
    """
    try:
        if message.is_digest:
            make_ready(message, clock())
        if not message.claim(now=clock()):
            if message.state == "failed":  # it came too late
                call_the_others(message, clock())
            return message.due_at is None
        _send(message, clock)
    except NotAllowed as moved:
        log.info("%s: another worker has it", moved)
        return False
    return True


def _send(message: Message, clock: Clock) -> None:
    try:
        CHANNELS[message.channel].send(notice_of(message))
    except WrongKey:
        message.settle_failed(NO_KEY, now=clock())
        call_the_others(message, clock())
    except Later as trouble:
        now = clock()
        message.settle_again(trouble.reason, at=_next_try(message, trouble, now), now=now)
        call_the_others(message, now)
    except Refused as trouble:
        message.settle_failed(trouble.reason, now=clock())
        call_the_others(message, clock())
    except Exception:  # a fault of ours, which the worker logs: it comes due again, and nobody sleeps through it
        call_the_others(message, clock(), is_broken=True)
        raise
    else:
        message.settle_sent(now=clock())


def _next_try(message: Message, trouble: Later, now: datetime) -> datetime:
    """As the far side asks; what is urgent is tried, whatever it asks, when the others are not to wait any longer."""
    at, last = now + retry_after(message.attempts, trouble.seconds), message.written_at + UNREACHED
    return min(at, last) if message.is_urgent and now < last else at


def notice_of(message: Message) -> Notice:
    """What leaves, in the reader's language. Raises WrongKey."""
    secrets = message.opened()
    link, address = secrets.pop("link"), secrets.pop("address", "") or message.address
    with override(message.lang):
        return Notice(
            key=str(message.pk),
            address=address,
            name=message.name,
            subject=subject_of(message) if message.is_digest else translated(message.subject),
            text=text_of(message) if message.is_digest else translated(_with(message.body, secrets)),
            link=link,
            foot=_foot(message),
        )


def _with(body: dict[str, Any], secrets: dict[str, str]) -> dict[str, Any]:
    return {**body, "values": {**body.get("values", {}), **secrets}} if secrets else body


def _foot(message: Message) -> str:
    """How to be told less; only for what one chose."""
    page = page_of("notifications")
    is_chosen = message.kind in KINDS or message.is_digest
    return " ".join([_("You choose what you are told:"), page]) if is_chosen and page else ""
