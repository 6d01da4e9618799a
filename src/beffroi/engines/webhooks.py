"""Signed calls between programs, in the form of Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: three headers, of which
`webhook-signature` holds "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body", once for each secret.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

PREFIX = "whsec_"
SHORTEST = 24  # bytes of a secret, as the specification asks
TOLERANCE = timedelta(minutes=5)
LONGEST_ID = 64  # signs of an id that is kept to know it again


class Unsigned(Exception):
    """This call cannot be believed; the text says why, and nothing of the secret."""


def secret_of(random: bytes) -> str:
    """A secret as it is given to the other side. Raises ValueError for too few bytes."""
    if len(random) < SHORTEST:
        raise ValueError(f"a secret has at least {SHORTEST} bytes")
    return PREFIX + base64.b64encode(random).decode()


def headers(secrets: Iterable[str], *, key: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a call; `secrets` are two while one takes the place of the other."""
    timestamp = str(int(at.timestamp()))
    signatures = (f"v1,{_signature(secret, key, timestamp, body)}" for secret in secrets)
    return {"webhook-id": key, "webhook-timestamp": timestamp, "webhook-signature": " ".join(signatures)}


def checked(secrets: Iterable[str], said: Mapping[str, str], body: bytes, *, now: datetime) -> str:
    """The id of a call that one of `secrets` signed within five minutes of `now`. Raises Unsigned.

    `said` are the headers, by whatever case. Who keeps the ids knows a call that is played again.
    """
    lower = {name.lower(): value for name, value in said.items()}
    key, timestamp = lower.get("webhook-id", ""), lower.get("webhook-timestamp", "")
    if not key or not lower.get("webhook-signature"):
        raise Unsigned("webhook-id, webhook-timestamp and webhook-signature are needed")
    if len(key) > LONGEST_ID or not (key.isascii() and key.isprintable()):
        raise Unsigned(f"webhook-id has at most {LONGEST_ID} plain signs")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12):
        raise Unsigned("webhook-timestamp is a number of seconds since 1970")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise Unsigned("webhook-timestamp is more than five minutes away from now")
    given = [part.removeprefix("v1,") for part in lower["webhook-signature"].split() if part.startswith("v1,")]
    expected = [_signature(secret, key, timestamp, body) for secret in secrets]
    # Every pair is compared, so that the time it takes tells nothing.
    right = [hmac.compare_digest(one.encode(), other.encode()) for one in given[:8] for other in expected]
    if not any(right):
        raise Unsigned("no signature fits")
    return key


def _signature(secret: str, key: str, timestamp: str, body: bytes) -> str:
    signed = f"{key}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(_bytes(secret), signed, hashlib.sha256).digest()).decode()


def _bytes(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("this is no secret of a webhook") from None
