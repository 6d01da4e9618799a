"""Mail leaves through the administrator's own server, with a time-out; where it asks for TLS there is no way around it.

    server = MailServer.parse("smtp://user:password@mail.example.org:587")
    server.send(message)

The server is the administrator's choice, so it may stand on a private network.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 15.0
PORTS = {"starttls": 587, "implicit": 465, "off": 25}


class MailTrouble(Exception):
    """The mail was not accepted. Its text is one sentence for the person concerned, without a secret.

    `is_final`: the server will not take it later either (RFC 5321, 4.2.1: a 5yz reply about the address).
    """

    def __init__(self, words: str, *, is_final: bool = False) -> None:
        super().__init__(words)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class MailServer:
    """`tls`: "starttls" (the default of smtp://), "implicit" (of smtps://) or "off" (only when asked for)."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises ValueError, whose text quotes no password, for an address that cannot be meant."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("Write smtp://user:password@host:587, smtps://user:password@host:465")
        asked = parse_qs(parts.query)
        tls = (asked.pop("tls", None) or ["implicit" if parts.scheme == "smtps" else "starttls"])[0]
        if asked or tls not in PORTS:
            raise ValueError("After the question mark only tls=starttls, tls=implicit or tls=off can stand")
        try:
            port = parts.port or PORTS[tls]
        except ValueError:
            raise ValueError("The port is not a number that a port can have") from None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, tls, user, password)

    def send(self, message: EmailMessage) -> None:
        """Raises MailTrouble when the server cannot be reached or does not take the mail."""
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPAuthenticationError as error:
            raise MailTrouble("The mail server refuses the user name or the password.") from error
        except smtplib.SMTPRecipientsRefused as error:
            is_final = all(code >= 500 for code, _ in error.recipients.values())  # 4yz: greylisted, or a full box
            raise MailTrouble("The mail server refuses this address.", is_final=is_final) from error
        except (smtplib.SMTPException, ssl.SSLError) as error:
            raise MailTrouble("The mail server did not take the mail.") from error
        except OSError as error:
            raise MailTrouble("The mail server cannot be reached.") from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        if self.tls == "implicit":
            with smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context) as server:
                yield server
            return
        with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
            if self.tls == "starttls":
                server.starttls(context=context)
            yield server
