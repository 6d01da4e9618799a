"""What may leave, and how long and how much we wait for."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from beffroi import __version__
from beffroi.outbound.addresses import Address, is_name, network

NAME_SERVER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]):\d{1,5}")


@dataclass(frozen=True, slots=True)
class Policy:
    """Seconds, and bytes of the unpacked answer.

    `allow` lists host names, addresses and networks that are let through although they are private, on any port.
    `total_seconds` covers the whole exchange: redirects and the last byte of a dripping answer included.
    `name_server` ("192.0.2.53:53") is asked for what a proof rests on; empty: this machine's own.
    Raises ValueError for an entry of `allow` or a user agent that cannot be meant.
    """

    allow: tuple[str, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    connect_seconds: float = 5.0
    total_seconds: float = 30.0
    max_bytes: int = 20 * 2**20
    max_redirects: int = 5
    user_agent: str = f"Beffroi/{__version__}"
    name_server: str = ""

    def __post_init__(self) -> None:
        for entry in self.allow:
            if network(entry) is None and not is_name(entry.lower()):
                raise ValueError(
                    f"BEFFROI_ALLOW_ADDRESSES: {entry!r} is no host name, address or network (10.1.0.0/16)"
                )
        if self.name_server and not NAME_SERVER.fullmatch(self.name_server):
            raise ValueError(f"BEFFROI_NAME_SERVER: {self.name_server!r} is no address and port, as 192.0.2.53:53")
        if not (self.user_agent.isascii() and self.user_agent.isprintable()):
            raise ValueError("BEFFROI_CONTACT is an e-mail or web address in plain ASCII")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Reads BEFFROI_ALLOW_ADDRESSES (comma separated), BEFFROI_CONTACT (in the user agent) and BEFFROI_NAME_SERVER;
        all optional."""
        allow = tuple(entry.strip() for entry in environ.get("BEFFROI_ALLOW_ADDRESSES", "").split(",") if entry.strip())
        contact, asked = environ.get("BEFFROI_CONTACT", "").strip(), environ.get("BEFFROI_NAME_SERVER", "").strip()
        if contact:
            return cls(allow=allow, user_agent=f"Beffroi/{__version__} (+{contact})", name_server=asked)
        return cls(allow=allow, name_server=asked)

    def for_typed_addresses(self) -> Self:
        """For addresses that anybody may type: public ones, and the hosts that were let through by their name."""
        return replace(self, allow=tuple(entry for entry in self.allow if network(entry) is None))

    def lets(self, name: str, address: Address) -> bool:
        """Whether the administrator let this host through, by its name or by its address."""
        return any(_covers(entry, name, address) for entry in self.allow)


def _covers(entry: str, name: str, address: Address) -> bool:
    listed = network(entry)
    return entry.lower() == name if listed is None else address in listed
