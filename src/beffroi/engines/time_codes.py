"""The codes of six digits that an authenticator application shows: TOTP, RFC 6238, over HOTP, RFC 4226."""

import base64
import hashlib
import hmac

SECONDS = 30  # of one step
DIGITS = 6
DRIFT = 1  # steps by which a telephone's clock may be off, either way


def code(secret: bytes, step: int) -> str:
    """The code of `step`, which is the number of 30-second steps since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: bytes, typed: str, seconds: float, *, after: int) -> int | None:
    """The step whose code was typed at `seconds` since 1970, None if none fits.

    Only steps later than `after` count, so that a code that was used, or looked at by somebody else, works once.
    """
    now = int(seconds // SECONDS)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            return step
    return None


def spelled(secret: bytes) -> str:
    """The secret as people type it: base32, without its padding."""
    return base64.b32encode(secret).decode().rstrip("=")
