"""An example connector: a town's notice board with a small HTTP interface.

PUT    /notices/<key>  {"text", "at"} -> {"id", "url"}   the same key again changes nothing
GET    /notices/<key>  DELETE /notices/<id>  GET /me  GET /boards/<id>         404 when it is not there
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from beffroi import outbound
from beffroi.connectors.contract import AccessLost, Capabilities, Credentials, Field, Keep, Network, Refused, TryLater
from beffroi.vocabulary import Outgoing, Profile, Receipt, Sentence

CAPABILITIES = Capabilities(max_length=300, max_images=0, max_image_bytes=0, idempotent=True)


def connect(credentials: Credentials, keep: Keep) -> "Noticeboard":
    """A connector for these credentials. Asks the network nothing yet."""
    return Noticeboard(credentials)


def new_key(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"


class Noticeboard:
    capabilities = CAPABILITIES

    def __init__(self, credentials: Credentials) -> None:
        self._handle = credentials["handle"]
        self._http = outbound.client(
            outbound.Policy.from_environment(),
            base_url=credentials["server"],
            headers={"Authorization": f"Bearer {credentials['token']}", "X-Board": self._handle},
        )

    def whoami(self) -> Profile:
        return profile(self._ask("GET", "/me"))

    def publish(self, outgoing: Outgoing) -> Receipt:
        notice = {"text": outgoing.text, "at": outgoing.created_at.isoformat()}
        body = json.dumps(notice, ensure_ascii=False)
        put = self._ask("PUT", f"/notices/{outgoing.key}", content=body.encode())
        return Receipt(put["id"], put["url"], sent=body)

    def find(self, outgoing: Outgoing) -> Receipt | None:
        found = self._ask("GET", f"/notices/{outgoing.key}", or_nothing=True)
        return Receipt(found["id"], found["url"]) if found else None

    def delete(self, native_id: str) -> None:
        self._ask("DELETE", f"/notices/{native_id}", or_nothing=True)

    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        shown = [self._ask("GET", f"/boards/{native_id}", or_nothing=True) for native_id in native_ids]
        return [profile(board) for board in shown if board]

    def _ask(self, method: str, path: str, *, or_nothing: bool = False, content: bytes | None = None) -> Any:
        """The answer's JSON; None for a 404 that is no error. Everything else is one of the contract's three."""
        with troubles_told():
            answer = self._http.request(method, path, content=content)
        match answer.status_code:
            case 200:
                return said(answer)
            case 404 if or_nothing:
                return None
            case 401 | 404:
                words = "The notice board does not accept our access for {handle}."
                raise AccessLost(Sentence(words, {"handle": self._handle}))
            case 429:
                wait = float(answer.headers.get("Retry-After", 60))
                raise TryLater("The notice board asks to wait.", seconds=wait, delivered=False)
            case status if status < 500:
                raise Refused(str(said(answer).get("why", "The notice board refused.")))
        raise TryLater("The notice board is out of order.")


def profile(board: Any) -> Profile:
    return Profile("noticeboard", board["id"], board["handle"], board["name"])


def said(answer: outbound.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise TryLater("The notice board gave an answer that cannot be read.") from error


@contextmanager
def troubles_told() -> Iterator[None]:
    """Only what certainly never left is certainly without effect."""
    try:
        yield
    except outbound.OutboundError as error:
        raise TryLater(error.reason, delivered=error.sent) from error


NETWORK = Network(
    name="noticeboard",
    label="Notice board",
    fields=(Field("handle", "Board"), Field("server", "Server"), Field("token", "Token", secret=True)),
    connect=connect,
    capabilities=CAPABILITIES,
    new_key=new_key,
    stream=lambda credentials: "",
)
