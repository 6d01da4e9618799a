"""How a server is asked to carry a message, and what its refusal means."""

from dataclasses import replace
from functools import cache
from typing import Any

from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels.contract import Later, Refused
from beffroi.vocabulary import Sentence

POLICY_SECONDS = 20.0  # of one call; three fit into a lease
NOT_TAKEN = Sentence(gettext_noop("The server refuses this message or this address."))
NO_KEY = Sentence(gettext_noop("The server refuses the key that Beffroi shows."))
BUSY = Sentence(gettext_noop("The server asks to wait."))
TROUBLED = Sentence(gettext_noop("The server has a problem of its own."))


@cache
def client() -> outbound.Client:
    return outbound.client(replace(outbound.Policy.from_environment(), total_seconds=POLICY_SECONDS))


def weigh(answer: outbound.Response) -> None:
    """Raises Later or Refused for an answer that is no success. A refused key may be mended before the message is too
    old, so it is Later."""
    status = answer.status_code
    if 200 <= status < 300:
        return
    if status in (401, 403, 407):
        raise Later(NO_KEY)
    if status == 429:
        raise Later(BUSY, wait(answer))
    if status in (408, 425) or status >= 500:
        raise Later(TROUBLED, wait(answer))
    raise Refused(NOT_TAKEN)


def wait(answer: outbound.Response) -> float | None:
    """Seconds of a Retry-After, or of what a Matrix server says in its place; None for a date or nothing."""
    header = answer.headers.get("Retry-After", "")
    if header.isdecimal():
        return float(header)
    milliseconds = said(answer).get("retry_after_ms")
    return milliseconds / 1000 if isinstance(milliseconds, int) else None


def said(answer: outbound.Response) -> dict[str, Any]:
    """The JSON object of an answer; empty for anything else."""
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
