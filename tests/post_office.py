"""A real SMTP server on loopback that keeps what it takes."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.postgres import free_port

PASSWORD = "opens-the-post-office"


@dataclass
class PostOffice:
    url: str
    letters: list[EmailMessage] = field(default_factory=list)
    on_arrival: Callable[[], object] = lambda: None  # what the far side does before it takes a letter

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address.endswith("@refused.example"):
            return "550 no such person here"
        if address.endswith("@greylisted.example"):
            return "451 try again in some minutes"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        await asyncio.to_thread(self.on_arrival)
        self.letters.append(letter)
        return "250 OK"


@contextmanager
def post_office(*, asks_for_password: bool = False) -> Iterator[PostOffice]:
    """Runs the server in a thread of its own until the end."""
    port = free_port()
    office = PostOffice(f"smtp://127.0.0.1:{port}?tls=off")
    guarded: dict[str, Any] = {
        "authenticator": _knows_the_password,
        "auth_required": True,
        "auth_require_tls": False,
    }
    controller = Controller(office, hostname="127.0.0.1", port=port, **(guarded if asks_for_password else {}))
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def _knows_the_password(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = (given.login, given.password) == (b"beffroi", PASSWORD.encode())
    return AuthResult(success=right, handled=right)
