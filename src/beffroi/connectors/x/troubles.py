"""What goes wrong on X, in the contract's three errors and in plain words."""

import re
from collections.abc import Mapping
from typing import Any

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.outbound import OutboundError
from beffroi.vocabulary import Sentence, said_at

ASKS_TO_WAIT = "X asks us to wait before the next request."
OVERLOADED = "X has a problem of its own and could not answer."
NOT_UNDERSTOOD = "This server did not answer as X does."
STILL_WORKING = "X is still working on an image."
IMAGE_FAILED = "X could not work with one of the images."
NO_CREDIT = "There is no credit left at X, or the ceiling set there is reached: somebody must pay or raise it at X."
DUPLICATE = "X refuses the same text twice."
TOO_LONG = "X takes at most 280 characters; this text is longer."
IMAGE_TOO_LARGE = "X takes images of at most 5 MB; one of these is larger."
REFUSED = "X refuses this: {message}"
ACCESS_ENDED = "X no longer accepts our access to {account}: the account must be connected again."
ACCESS_WRONG = "X does not accept these tokens."
SUSPENDED = "X has suspended or locked the account {account}."

SHUT = re.compile(r"\b(?:your|this) account is (?:\w+ )?(?:suspended|locked)")
LONGEST = 300  # characters of a message of theirs: it is shown to a person

Json = Any


class NotThere(Refused):
    """What was asked for does not exist."""


class TooOld(AccessLost):
    """The access token has had its time, or never opened anything: a renewal may help."""


class Duplicate(Refused):
    """X has this text of ours already."""


def not_reached(error: OutboundError) -> TryLater:
    return TryLater(error.reason, delivered=False if error.sent is False else None)


def answered(status: int, body: Json, headers: Mapping[str, str], *, account: str) -> NetworkTrouble:
    """The error behind an answer other than success; `body` is what came as JSON, or None."""
    if is_unpaid(status, body):
        return Refused(NO_CREDIT)
    if status == 429:
        return TryLater(ASKS_TO_WAIT, seconds=seconds_to_wait(headers), delivered=False)
    if status == 408 or status >= 500:
        return TryLater(OVERLOADED)
    if status == 401:
        return access_ended(account)
    return refusal(status, message_in(body) or str(status), account)


def access_ended(account: str) -> AccessLost:
    return TooOld(Sentence(ACCESS_ENDED, {"account": f"@{account}"}) if account else ACCESS_WRONG)


def is_unpaid(status: int, body: Json) -> bool:
    kind = str(body.get("type", "")) if isinstance(body, dict) else ""
    return status == 402 or kind.endswith(("/usage-capped", "/credits"))


def refusal(status: int, message: str, account: str) -> NetworkTrouble:
    said = message.lower()
    if "duplicate" in said:
        return Duplicate(DUPLICATE)
    if status == 403 and SHUT.search(said):
        return AccessLost(Sentence(SUSPENDED, {"account": f"@{account}"}))
    if "too long" in said:
        return Refused(TOO_LONG)
    if status == 413:
        return Refused(IMAGE_TOO_LARGE)
    kind = NotThere if status == 404 else Refused
    return kind(Sentence(REFUSED, {"message": message}))


def message_in(body: Json) -> str:
    """X's own words for what is wrong, as a person may read them."""
    if not isinstance(body, dict):
        return ""
    errors = [error for error in body.get("errors") or () if isinstance(error, dict)]
    said = (source.get(name) for source in (*errors, body) for name in ("message", "detail", "title"))
    return next((words[:LONGEST] for words in said if isinstance(words, str) and words.strip()), "")


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Until the limit starts again, counted by X's own clock; None when it does not say."""
    reset, now = headers.get("x-rate-limit-reset", ""), said_at(headers.get("date", ""))
    if now and reset.isascii() and reset.isdecimal():
        return max(0.0, float(reset) - now.timestamp())
    after = headers.get("retry-after", "")
    return float(after) if after.isascii() and after.isdecimal() else None
