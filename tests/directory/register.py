"""A town in the register, its site on loopback, and the names by which the web knows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

from beffroi.access.models import Organisation
from beffroi.directory.models import Body, OfficialAccount, Proof
from beffroi.engines.likeness.lookalike import skeleton
from tests.cast import NOW
from tests.network.name_server import NameServer, name_server
from tests.network.press import Press, press

HTML = "text/html; charset=utf-8"


@dataclass
class Web:
    """The town's site and the DNS."""

    press: Press
    names: NameServer

    def address(self, host: str, path: str = "/") -> str:
        return self.press.url.replace("127.0.0.1", host) + path

    def links(self, *addresses: str, path: str = "/", rel: str = "") -> None:
        """The page has these links, and no other."""
        said = f' rel="{rel}"' if rel else ""
        anchors = "".join(f'<p><a href="{escape(address)}"{said}>Suivez-nous</a></p>' for address in addresses)
        self.press.shows(path, f"<!doctype html><html><body>{anchors}</body></html>", HTML)


@contextmanager
def web(monkeypatch: Any, *hosts: str) -> Iterator[Web]:
    """`hosts` stand on this machine; nothing else of the web is there."""
    with press() as paper, name_server() as names:
        names.hosts = {"localhost", *hosts}
        monkeypatch.setenv("BEFFROI_NAME_SERVER", names.address)
        monkeypatch.setenv("BEFFROI_ALLOW_ADDRESSES", ",".join(sorted(names.hosts)))
        yield Web(paper, names)


def body(name: str = "Feurs", site: str = "", organisation: Organisation | None = None, **said: Any) -> Body:
    known = {"kind": "commune", "code": f"c{Body.objects.count()}", "population": 8_000, **said}
    return Body.objects.create(name=name, site=site, organisation=organisation, changed_at=NOW, **known)


def account(of: Body, handle: str, network: str = "bluesky", *, proven: bool = False, **said: Any) -> OfficialAccount:
    made = OfficialAccount.objects.create(
        body=of, network=network, handle=handle, looks=skeleton(handle), changed_at=NOW, **said
    )
    if proven:
        Proof.objects.create(account=made, kind="site", proven_at=NOW, checked_at=NOW, added_at=NOW)
    return made


def proof(of: OfficialAccount, kind: str, **said: Any) -> Proof:
    return Proof.objects.create(account=of, kind=kind, added_at=NOW, due_at=NOW, **said)
