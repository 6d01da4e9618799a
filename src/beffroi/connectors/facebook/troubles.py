"""What goes wrong on Facebook, in the contract's three errors and in plain words.

Facebook answers most troubles with status 400 and a number of its own:
https://developers.facebook.com/docs/graph-api/guides/error-handling
"""

from collections.abc import Mapping
from typing import Any

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.outbound import OutboundError
from beffroi.vocabulary import Sentence

ASKS_TO_WAIT = "Facebook asks us to wait before the next request."
OVERLOADED = "Facebook has a problem of its own and could not answer."
NOT_UNDERSTOOD = "This server did not answer as Facebook does."
TOO_LONG = "Facebook takes at most 63,206 characters; this text is longer."
DUPLICATE = "Facebook refuses the same text twice."
BLOCKED = "Facebook holds this act back for a while, because it takes it for spam or against its rules."
ONE_IMAGE = "Facebook takes one image at most in an answer."
IMAGE_TOO_LARGE = "Facebook takes images of at most 4 MB; one of these is larger."
REFUSED = "Facebook refuses this: {message}"
ACCESS_ENDED = "Facebook does not accept our access to the Page {account}: connect it with a token that it accepts."
ANOTHER_PAGE = "This access token opens {found}, not the Page {account}: Facebook wants the Page's own token here."

ENDED = (102, 190)
PASSING = (1, 2)
TOO_MANY = (4, 17, 32, 613)
TOO_MANY_OF_A_BUSINESS = range(80_000, 80_015)
SPAM = 368
SAME_AGAIN = 506
NO_SUCH_OBJECT = 33  # a sub-code of 100, and also what somebody without the right is told

LONGEST = 300  # characters of a message of theirs: it is shown to a person

Json = Any


class NotThere(Refused):
    """What was asked for does not exist, or is not shown to us."""


class Duplicate(Refused):
    """Facebook has this text of ours already."""


def not_reached(error: OutboundError) -> TryLater:
    return TryLater(error.reason, delivered=False if error.sent is False else None)


def answered(status: int, body: Json, headers: Mapping[str, str], *, account: str) -> NetworkTrouble:
    """The error behind an answer other than success; `body` is what came as JSON, or None."""
    error = body.get("error") if isinstance(body, dict) else None
    error = error if isinstance(error, dict) else {}
    code = error.get("code")
    if status == 429 or code in TOO_MANY or code in TOO_MANY_OF_A_BUSINESS:
        return TryLater(ASKS_TO_WAIT, seconds=seconds_to_wait(error, headers), delivered=False)
    if code in ENDED or (status == 401 and code is None):
        return AccessLost(Sentence(ACCESS_ENDED, {"account": account}))
    if code in PASSING or status in (408,) or status >= 500:
        return TryLater(OVERLOADED)
    return refusal(status, error, code)


def refusal(status: int, error: dict[str, Any], code: Json) -> Refused:
    if code == SAME_AGAIN:
        return Duplicate(DUPLICATE)
    if code == SPAM:
        return Refused(BLOCKED)
    if status == 413:
        return Refused(IMAGE_TOO_LARGE)
    is_absent = code == 803 or (code == 100 and error.get("error_subcode") == NO_SUCH_OBJECT)
    kind = NotThere if is_absent or (status == 404 and code is None) else Refused
    return kind(Sentence(REFUSED, {"message": message_in(error) or str(code or status)}))


def message_in(error: dict[str, Any]) -> str:
    """Facebook's own words, those for people first."""
    said = (error.get(name) for name in ("error_user_msg", "message"))
    return next((words[:LONGEST] for words in said if isinstance(words, str) and words.strip()), "")


def seconds_to_wait(error: dict[str, Any], headers: Mapping[str, str]) -> float | None:
    """Facebook tells how long to wait only for some limits, in minutes; None when nothing does."""
    minutes, after = error.get("estimated_time_to_regain_access"), headers.get("retry-after", "")
    if isinstance(minutes, int) and minutes > 0:
        return float(minutes * 60)
    return float(after) if after.isascii() and after.isdecimal() else None
