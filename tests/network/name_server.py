"""A name server on loopback: the names it is told of stand on this machine, and say of themselves what a test wants."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Texts = Callable[[str], list[str]]


@dataclass
class NameServer:
    """`address` is where it is asked. `texts` are the TXT records by name, `behind` gives more; `hosts` stand
    on 127.0.0.1. While it is `silent` it answers nothing."""

    address: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)
    behind: Texts = field(default=lambda name: [])
    silent: bool = False

    def answer(self, question: dns.message.Message) -> dns.message.Message:
        said = dns.message.make_response(question)
        said.flags |= dns.flags.RA
        asked = question.question[0]
        name = asked.name.to_text(omit_final_dot=True).lower()
        found = self._found(name, asked.rdtype)
        if found:
            said.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", asked.rdtype, found))
        elif name not in self.hosts and not self._texts(name):
            said.set_rcode(dns.rcode.NXDOMAIN)
        return said

    def _found(self, name: str, kind: dns.rdatatype.RdataType) -> list[str]:
        if kind == dns.rdatatype.TXT:
            return [f'"{text}"' for text in self._texts(name)]
        return ["127.0.0.1"] if kind == dns.rdatatype.A and name in self.hosts else []

    def _texts(self, name: str) -> list[str]:
        return [*self.texts.get(name, []), *self.behind(name)]


@contextmanager
def name_server() -> Iterator[NameServer]:
    server = NameServer()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.05)
        server.address = f"127.0.0.1:{listening.getsockname()[1]}"
        stop: list[bool] = []
        thread = Thread(target=_serve, args=(listening, server, stop))
        thread.start()
        try:
            yield server
        finally:
            stop.append(True)
            thread.join()


def _serve(listening: socket.socket, server: NameServer, stop: list[bool]) -> None:
    while not stop:
        try:
            packet, sender = listening.recvfrom(4096)
        except TimeoutError:
            continue
        if not server.silent:
            listening.sendto(server.answer(dns.message.from_wire(packet)).to_wire(), sender)
