"""Secrets at rest: AES-256-GCM, bound to their row, under a list of keys of which the first one writes.

A sealed value moved to another row does not open. Several keys let an administrator change them without a stop.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes, the size that GCM wants


class WrongKey(Exception):
    """None of the keys in BEFFROI_KEYS opens this value, or it was moved here from another row."""


def seal(secret: Mapping[str, str], *, row: str) -> bytes:
    """`secret` sealed for `row`, a name such as "directory.connection:<id>:secret"."""
    return _sealed(json.dumps(dict(secret)).encode(), row)


def unseal(sealed: bytes, *, row: str) -> dict[str, str]:
    """The secret of `row`. Raises WrongKey."""
    opened: dict[str, str] = json.loads(_opened(sealed, row)[1])
    return opened


def seal_again(sealed: bytes, *, row: str) -> bytes | None:
    """The same secret under the first key; None when it stands under that one already. Raises WrongKey."""
    place, secret = _opened(sealed, row)
    return _sealed(secret, row) if place else None


def opens_with(sealed: bytes, *, row: str) -> int:
    """The place in the list of the key that opens it, the first being 0. Raises WrongKey."""
    return _opened(sealed, row)[0]


def fingerprint(key: str) -> str:
    """Eight signs by which a key is named in words and lists, and from which it cannot be found again."""
    return hmac.new(_bytes(key), b"beffroi fingerprint", hashlib.sha256).hexdigest()[:8]


def fingerprints() -> Sequence[str]:
    """Those of the keys that are set, in their order."""
    return [fingerprint(key) for key in settings.ENCRYPTION_KEYS]


def _sealed(secret: bytes, row: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _ciphers()[0].encrypt(nonce, secret, row.encode())


def _opened(sealed: bytes, row: str) -> tuple[int, bytes]:
    for place, cipher in enumerate(_ciphers()):
        try:
            return place, cipher.decrypt(sealed[:NONCE], sealed[NONCE:], row.encode())
        except (InvalidTag, ValueError):  # ValueError: too short to have been sealed by anybody
            continue
    raise WrongKey(row)


def _ciphers() -> list[AESGCM]:
    return [AESGCM(_bytes(key)) for key in settings.ENCRYPTION_KEYS]


def _bytes(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
