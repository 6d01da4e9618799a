"""Record keys of posts (TIDs): 13 characters that sort by time."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000  # microseconds
CLOCKS = 1024


def new_key(now: datetime, below: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh TID of the second before `now`.

    A TID is 53 bits of microseconds and 10 bits that tell clocks apart. The microsecond is drawn too, because several
    posts may be prepared at the same `now`, and one that got another's key would take its place: a chance of one in
    2^30. `below(n)` gives a whole number from 0 to n - 1. Source: https://atproto.com/specs/tid.
    """
    moment = (now - EPOCH) // timedelta(microseconds=1) - below(SECOND)
    number = moment * CLOCKS + below(CLOCKS)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))
