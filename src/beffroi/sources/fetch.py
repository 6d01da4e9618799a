"""One question to one source."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from beffroi import outbound
from beffroi.outbound.headers import conditions, retry_after
from beffroi.sources.contract import (
    NotModified,
    NotPublishedYet,
    Parameters,
    Reading,
    Refused,
    Source,
    SourceTrouble,
    TryLater,
    Validators,
)
from beffroi.vocabulary import Sentence

HANDED_IN = "This source is not fetched: somebody hands it in."
NOT_PUBLISHED = "Nothing is published at this address yet."
NOTHING_SENT = "The server sent nothing: nothing is published at this address yet."
GONE = "The server says that what was at this address is gone for good."
NOT_OPEN = "The server does not let us read this address (status {status})."
ASKS_TO_WAIT = "The server asks us to wait before the next request."
OVERLOADED = "The server has a problem of its own and could not answer (status {status})."
NOT_UNDERSTOOD = "The server answered something that is no reading (status {status})."
NOT_SECURE = (
    "The server's certificate could not be checked, so that nobody knows whose answer this is: it is not read. Its"
    " administrator, or yours, must complete the chain of certificates; checking is never turned off."
)
TOO_LARGE = "The answer is larger than this source ever is: it is not read."


def fetch(
    source: Source, parameters: Parameters, *, client: outbound.Client, now: datetime, since: Validators | None = None
) -> Reading | NotModified:
    """Asks once and never again by itself: how long to wait after TryLater is the caller's to choose.

    `since` is the `validators` of the last reading; NotModified says that it still holds, and may only be answered
    when `since` was given. Raises SourceTrouble and BadParameters. How large an answer may be at all is the client's
    policy; `source.max_bytes` may be less.
    """
    if source.address is None:
        raise Refused(HANDED_IN)
    if source.plays is not None:
        return source.plays(parameters, now)
    url = source.address(parameters)
    asked = conditions(etag=since.etag, last_modified=since.last_modified) if since else {}
    try:
        with client.stream("GET", url, headers=asked) as answer:
            trouble = trouble_of(answer.status_code, answer.headers, asked_since=since is not None)
            body = b"" if trouble or answer.status_code == 304 else _whole(answer, source.max_bytes)
    except outbound.OutboundError as error:
        raise not_reached(error) from error
    if trouble:
        raise trouble
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status_code == 304:
        return NotModified(source.kind, url, now, headers)
    if not body.strip():  # what the Sénat serves before it publishes
        raise NotPublishedYet(NOTHING_SENT)
    digest = hashlib.sha256(body).hexdigest()
    return Reading(source.kind, str(answer.url), now, answer.status_code, headers, body, digest)


def trouble_of(status: int, headers: Mapping[str, str], *, asked_since: bool) -> SourceTrouble | None:
    """What is wrong with an answer, None for one that can be read. `headers` ignore case."""
    if status == 200 or (status == 304 and asked_since):
        return None
    said = {"status": status}
    if status == 404:
        return NotPublishedYet(NOT_PUBLISHED)
    if status == 410:
        return Refused(GONE)
    if status == 429 or (status == 503 and retry_after(headers) is not None):
        return TryLater(ASKS_TO_WAIT, seconds=retry_after(headers))
    if status >= 500 or status in (408, 425):
        return TryLater(Sentence(OVERLOADED, said))
    return Refused(Sentence(NOT_OPEN if 400 <= status < 500 else NOT_UNDERSTOOD, said))


def not_reached(error: outbound.OutboundError) -> SourceTrouble:
    if error.reason == outbound.Reason.CERTIFICATE:
        return TryLater(NOT_SECURE)
    if isinstance(error, outbound.Blocked):
        return Refused(str(error.reason))
    if isinstance(error, outbound.TooLarge):
        return Refused(TOO_LARGE)
    return TryLater(str(error.reason))


def _whole(answer: outbound.Response, most: int) -> bytes:
    pieces, size = [], 0
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > most:
            raise Refused(TOO_LARGE)
        pieces.append(piece)
    return b"".join(pieces)
