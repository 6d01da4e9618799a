"""Secrets at rest: AES-256-GCM, bound to their row, under a list of keys of which the first one writes.

A sealed value moved to another row does not open. Several keys let an administrator change them without a stop.
"""

import hashlib
import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes, the size that GCM wants


class WrongKey(Exception):
    """None of the keys in BEFFROI_KEYS opens this value, or it was moved here from another row."""


def seal(secret: Mapping[str, str], *, row: str) -> bytes:
    """`secret` sealed for `row`, a name such as "directory.connection:<id>:secret"."""
    nonce = os.urandom(NONCE)
    return nonce + _ciphers()[0].encrypt(nonce, json.dumps(dict(secret)).encode(), row.encode())


def unseal(sealed: bytes, *, row: str) -> dict[str, str]:
    """The secret of `row`. Raises WrongKey."""
    for cipher in _ciphers():
        try:
            opened: dict[str, str] = json.loads(cipher.decrypt(sealed[:NONCE], sealed[NONCE:], row.encode()))
        except InvalidTag:
            continue
        return opened
    raise WrongKey(row)


def _ciphers() -> list[AESGCM]:
    return [AESGCM(hashlib.sha256(key.encode()).digest()) for key in settings.ENCRYPTION_KEYS]
