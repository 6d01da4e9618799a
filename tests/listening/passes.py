"""What an operator of NATS hands out: an operator, an account and a user, each signed by the one before."""

import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

OPERATOR, ACCOUNT, USER, SEED = 14 << 3, 0, 20 << 3, 18 << 3  # what the first letters of an nkey come from
EVERYTHING = dict.fromkeys(("subs", "data", "payload", "imports", "exports", "conn", "leaf"), -1)
STORES = dict.fromkeys(("mem_storage", "disk_storage", "streams", "consumer"), -1)


class Key:
    def __init__(self, kind: int) -> None:
        self.kind = kind
        self.private = Ed25519PrivateKey.generate()
        self.public = nkey(bytes([kind]), self.private.public_key().public_bytes_raw())

    @property
    def seed(self) -> str:
        return nkey(bytes([SEED | self.kind >> 5, (self.kind & 31) << 3]), self.private.private_bytes_raw())

    def names(self, other: "Key", **says: object) -> str:
        """A token in which this key says who the `other` is."""
        claims = {"jti": other.public, "iat": 1, "iss": self.public, "sub": other.public, "name": "feurs", "nats": says}
        said = f"{part({'typ': 'JWT', 'alg': 'ed25519-nkey'})}.{part(claims)}"
        return f"{said}.{plain(self.private.sign(said.encode()))}"


def nkey(kind: bytes, raw: bytes) -> str:
    body = kind + raw
    return base64.b32encode(body + crc16(body).to_bytes(2, "little")).decode().rstrip("=")


def crc16(body: bytes) -> int:
    crc = 0
    for byte in body:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def part(said: object) -> str:
    return plain(json.dumps(said).encode())


def plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def operated(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """A credentials file, and the settings of a server that lets nobody else in."""
    operator, account, system, user = Key(OPERATOR), Key(ACCOUNT), Key(ACCOUNT), Key(USER)
    limits = {**EVERYTHING, **STORES, "wildcards": True}
    accounts = {
        account.public: operator.names(account, type="account", version=2, limits=limits),
        system.public: operator.names(system, type="account", version=2, limits={**EVERYTHING, "wildcards": True}),
    }
    file = folder / "feurs.creds"
    token = account.names(user, type="user", version=2, pub={}, sub={}, subs=-1, data=-1, payload=-1)
    file.write_text(
        f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{user.seed}\n------END USER NKEY SEED------\n"
    )
    preloaded = "\n".join(f'{name}: "{said}"' for name, said in accounts.items())
    return file, (
        f'operator: "{operator.names(operator, type="operator", version=2)}"',
        f"system_account: {system.public}",
        "resolver: MEMORY",
        f"resolver_preload: {{\n{preloaded}\n}}",
    )
