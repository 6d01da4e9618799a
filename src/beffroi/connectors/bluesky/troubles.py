"""What goes wrong on Bluesky, in the contract's three errors and in plain words."""

from collections.abc import Mapping

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.outbound import OutboundError
from beffroi.vocabulary import Sentence, said_at

ASKS_TO_WAIT = "Bluesky asks us to wait before the next request."
OVERLOADED = "Bluesky has a problem of its own and could not answer."
NOT_UNDERSTOOD = "This server did not answer as a Bluesky server does."
TOO_LONG = "Bluesky takes at most 300 characters and 3,000 bytes; this text is longer."
IMAGE_TOO_LARGE = "Bluesky takes images of at most 2 MB; one of these is larger."
REFUSED = "Bluesky refuses this: {message}"
ACCESS_ENDED = "Bluesky no longer accepts our access to {account}: the account must be connected again."
SUSPENDED = "Bluesky has suspended or closed the account {account}."
NO_SUCH_ACCOUNT = "Bluesky knows no account called {account}."
WRONG_PASSWORD = "Bluesky does not accept this app password for {account}."  # noqa: S105  # a sentence, not a secret
MAIN_PASSWORD = "This is the main password of {account}: Bluesky wants an app password here."  # noqa: S105  # as above
NO_PUBLIC_VIEW = "This server has no public view: mentions cannot be read there."
NO_SEARCH = "This server has no public view: what was said before cannot be searched there."
NO_PEOPLE = "This server has no public view: accounts cannot be searched there."
NO_PAGE = "This server has no public page of the account."
KEY_TAKEN = "Another post stands where this one was to go."
NOT_OURS = "This post belongs to somebody else."
NOT_BELOW_OURS = "Bluesky hides only what stands below a post of our own."
TOO_MANY_HIDDEN = "Bluesky hides at most 300 answers below one post."
GATE_CHANGED = "Somebody else has just changed what is hidden below this post."
NO_STREAM = "No stream is set for this account."
NOT_A_STREAM = "The stream sends nothing that can be read."
BROKEN_LINE = "A line of the stream was not JSON."
BROKEN_POST = "A post of the stream could not be read."
BROKEN_EVENT = "An event of the stream could not be read."
UNPROVEN = "A post of the stream did not prove that its author wrote it."
NO_DIRECTORY = "The directory of identities could not answer."
STREAM_ENDED = "The stream ended."
PLACE_LOST = "The server no longer had what was said since we had last read."
WENT_BACK = "The clock of the stream was set back: what it says again is kept once."

ENDED = ("ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired")
CLOSED = ("AccountTakedown", "AccountDeactivated", "AccountSuspended")
ABSENT = ("RecordNotFound", "RepoNotFound", "RepoTakendown", "RepoSuspended", "RepoDeactivated", "NotFound")


class Closed(AccessLost):
    """The account itself is shut: logging in again would not help."""


class NotThere(Refused):
    """What was asked for does not exist."""


class AlreadyThere(Refused):
    """A record stands at the key already."""


def not_reached(error: OutboundError) -> TryLater:
    return TryLater(error.reason, delivered=False if error.sent is False else None)


def answered(status: int, code: str, message: str, headers: Mapping[str, str], *, account: str) -> NetworkTrouble:
    """The error behind an answer other than success. `code` is Bluesky's name of it, `headers` are in lower case."""
    if status == 429:
        return TryLater(ASKS_TO_WAIT, seconds=seconds_to_wait(headers), delivered=False)
    if status >= 500:
        return TryLater(OVERLOADED)
    if code in CLOSED:
        return closed(account)
    if status == 401 or code in ENDED:
        return AccessLost(Sentence(ACCESS_ENDED, {"account": account}))
    return refusal(status, code, message)


def closed(account: str) -> Closed:
    return Closed(Sentence(SUSPENDED, {"account": account}))


def refusal(status: int, code: str, message: str) -> Refused:
    refused = NotThere if code in ABSENT else AlreadyThere if code == "InvalidSwap" else Refused
    if "grapheme" in message or message.endswith("record.text"):
        return refused(TOO_LONG)
    if status == 413 or "blob too big" in message:
        return refused(IMAGE_TOO_LARGE)
    return refused(Sentence(REFUSED, {"message": message or code or str(status)}))


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """What the server asks for, counted by the server's own clock; None when it does not say."""
    after = headers.get("retry-after", "")
    if after.isascii() and after.isdecimal():
        return float(after)
    reset, now = headers.get("ratelimit-reset", ""), said_at(headers.get("date", ""))
    if now and reset.isascii() and reset.isdecimal():
        return max(0.0, float(reset) - now.timestamp())
    until = said_at(after)
    return max(0.0, (until - now).total_seconds()) if until and now else None
