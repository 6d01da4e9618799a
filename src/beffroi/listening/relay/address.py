"""Where the relay is, as the settings say it. Knows neither NATS nor a setting: they read it first of all."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.vocabulary import gettext_noop

SCHEMES = ("nats", "tls")
PART = re.compile(r"-----BEGIN ([A-Z ]+)-----\s*(\S+)\s*-+END [A-Z ]+-+")

NOT_READ = gettext_noop("this file cannot be read")
NO_PASS = gettext_noop("this is no credentials file of NATS")
SEED = slice(2, 34)  # of a decoded nkey: two bytes say what it is, two after it check it


@dataclass(frozen=True)
class Pass:
    """What a `.creds` file holds: the token that names us, and the seed that proves it."""

    token: str
    seed: str = field(repr=False)

    @classmethod
    def read(cls, file: Path) -> "Pass":
        """Raises ValueError in words that tell no secret."""
        try:
            parts = dict(PART.findall(file.read_text(encoding="ascii")))
        except (OSError, ValueError):
            raise ValueError(f"{file}: {NOT_READ}") from None
        try:
            found = cls(parts["NATS USER JWT"], parts["USER NKEY SEED"])
            found.sign("")
        except (KeyError, ValueError, binascii.Error):
            raise ValueError(f"{file}: {NO_PASS}") from None
        return found

    def sign(self, nonce: str) -> bytes:
        """The signature that the server asks for, in base64."""
        seed = base64.b32decode(self.seed + "=" * (-len(self.seed) % 8))[SEED]
        return base64.b64encode(Ed25519PrivateKey.from_private_bytes(seed).sign(nonce.encode()))


@dataclass(frozen=True)
class Address:
    """The servers of one NATS, and how we are let in."""

    servers: tuple[str, ...] = field(repr=False)  # a password may stand in them
    let_in: Pass | None = None

    @classmethod
    def parse(cls, said: str, credentials: str = "") -> "Address":
        """Raises ValueError in words that tell no secret."""
        servers = tuple(part.strip() for part in said.split(",") if part.strip())
        if not servers or not all(map(is_server, servers)):
            raise ValueError(gettext_noop("write nats://host:4222 or tls://host:4222; several are separated by commas"))
        return cls(servers, Pass.read(Path(credentials)) if credentials else None)

    @property
    def is_sealed(self) -> bool:
        return any(server.startswith("tls:") for server in self.servers)

    def __str__(self) -> str:
        return ", ".join(urlsplit(server).netloc.rpartition("@")[2] for server in self.servers)


def is_server(said: str) -> bool:
    try:
        parts = urlsplit(said)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
