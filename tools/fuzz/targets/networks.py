"""What the networks answer, through the whole connector: JSON into the vocabulary, or one of the contract's errors.

An input is `{"act": number, "answers": [body, …], "status": 200, "headers": {…}}`: the answers come one after the
other, then from the first again, as a server that never ends its list would. Anything else is the bytes of every
answer.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

import httpx

from beffroi import outbound
from beffroi.connectors.bluesky.connector import connect as connect_bluesky
from beffroi.connectors.bluesky.identity import Identities, Identity
from beffroi.connectors.contract import Measure, NetworkTrouble
from beffroi.connectors.facebook.connector import connect as connect_facebook
from beffroi.connectors.mastodon import public
from beffroi.connectors.mastodon.connector import connect as connect_mastodon
from beffroi.connectors.x.connector import connect as connect_x
from beffroi.vocabulary import Media, Outgoing, Ref
from tools.fuzz.target import ROOT, Target

DID = "did:plc:kbxex5qk6u2mwq3sicuzdd6u"
WHEN = datetime(2026, 11, 20, 18, tzinfo=UTC)
URI = f"at://{DID}/app.bsky.feed.post/3lbfeurs2222a"
PICTURE = Media("image/png", "Le pont", b"\x89PNG\r\n\x1a\n", width=10, height=10)
POST = Outgoing("3lbfeurs2222a", "L’eau coupée rue de l’Orme.", WHEN, lang="fr")
ANSWER = Outgoing("3lbfeurs2222b", "Bonjour @eve", WHEN, reply_to=Ref(URI, "bafy"), root=Ref(URI, "bafy"))
MEASURE = Measure("3lbfeurs2222c", WHEN, URI, "bafy", URI, DID, "spam")
ENOUGH = 400  # answers: whoever asks more often for one act never ends
ACTS: tuple[tuple[str, Callable[[Any], object]], ...] = (
    ("whoami", lambda far: far.whoami()),
    ("mentions", lambda far: far.mentions("")),
    ("profiles", lambda far: far.profiles([DID])),
    ("latest", lambda far: far.latest(DID, 10)),
    ("activity", lambda far: far.activity(DID, 10)),
    ("own_posts", lambda far: far.own_posts("", WHEN)),
    ("answers", lambda far: list(islice(far.answers(URI), 200))),
    ("past_mentions", lambda far: far.past_mentions("", WHEN)),
    ("search", lambda far: far.search("Feurs", WHEN, 10)),
    ("people", lambda far: far.people("Feurs", 10)),
    ("card", lambda far: far.card(DID)),
    ("find", lambda far: far.find(POST)),
    ("publish", lambda far: far.publish(POST)),
    ("publish", lambda far: far.publish(ANSWER)),
    ("publish", lambda far: far.publish(Outgoing("3lbfeurs2222d", "", WHEN, media=(PICTURE,)))),
    ("edit", lambda far: far.edit("12", POST)),
    ("delete", lambda far: far.delete(URI)),
    ("hide", lambda far: far.hide(MEASURE)),
    ("show", lambda far: far.show(MEASURE)),
    ("block", lambda far: far.block(MEASURE)),
    ("unblock", lambda far: far.unblock(MEASURE)),
    ("report", lambda far: far.report(MEASURE)),
    ("capabilities", lambda far: far.capabilities),
)


class Endless(Exception):
    """One act asked more often than any list is long."""


class Far(httpx.BaseTransport):
    """A network that says what it is told to say."""

    def __init__(self, data: bytes) -> None:
        said = parsed(data)
        self.act = number(said.get("act"))
        self.status = number(said.get("status"), 200)
        headers = said.get("headers")
        self.headers = sendable(headers) if isinstance(headers, dict) else {}
        answers = said.get("answers")
        whole = [body_of(answer) for answer in answers] if isinstance(answers, list) and answers else [data]
        self.bodies = cycle(whole)
        self.left = ENOUGH

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.left -= 1
        if self.left < 0:
            raise Endless
        if request.url.path.endswith(("createSession", "refreshSession")):
            return httpx.Response(200, json=SESSION)
        return httpx.Response(self.status, headers=self.headers, content=next(self.bodies))


def parsed(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return {"act": len(data)}
    return said if isinstance(said, dict) else {"act": len(data)}


def number(said: object, otherwise: int = 0) -> int:
    """Of a status only those that HTTP has reach the connector at all."""
    if not isinstance(said, int) or isinstance(said, bool):
        return otherwise
    return said if not otherwise else said if 200 <= said < 600 else otherwise


def sendable(headers: Mapping[object, object]) -> dict[str, str]:
    """What a real server can send: httpx has refused all else before anything of ours sees it."""
    shown = {str(name): str(value) for name, value in headers.items() if isinstance(value, str)}
    return {
        name: value
        for name, value in shown.items()
        if name.lower() in ("link", "date", "retry-after", "ratelimit-reset", "content-type", "x-rate-limit-reset")
        and value.isascii()
        and value.isprintable()
    }


def body_of(answer: object) -> bytes:
    """A text is sent as it is, anything else as JSON."""
    if isinstance(answer, str):
        return answer.encode("utf-8", "replace")
    return json.dumps(answer).encode()


def token() -> str:
    parts = (
        {"alg": "ES256K", "typ": "JWT"},
        {"scope": "x", "sub": DID, "iat": 1, "exp": 4_000_000_000, "aud": "did:web:x"},
    )
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (*parts, "x"))


SESSION = {"accessJwt": token(), "refreshJwt": token(), "handle": "feurs.test", "did": DID, "active": True}


def acting(connect: Callable[[Far], Any]) -> Callable[[bytes], object]:
    def run(data: bytes) -> object:
        far = Far(data)
        connector = connect(far)
        name, act = ACTS[far.act % len(ACTS)]
        return act(connector) if hasattr(type(connector), name) else None

    return run


def forget(_credentials: object) -> None:
    return


def bluesky(far: Far) -> Any:
    told = {
        "handle": "feurs.test",
        "app_password": "aaaa",
        "service": "https://pds.example",
        "appview": "https://view.example",
    }
    return connect_bluesky(told, forget, over=far)


def mastodon(far: Far) -> Any:
    told = {"server": "https://social.example", "access_token": "x"}
    return connect_mastodon(told, forget, over=far, pause=lambda _seconds: None)


def x(far: Far) -> Any:
    told = {"access_token": "x", "user_id": "12", "handle": "feurs", "service": "https://api.x.example"}
    return connect_x(told, forget, over=far)


def facebook(far: Far) -> Any:
    told = {"access_token": "x", "page_id": "12", "app_secret": "x", "service": "https://graph.example"}
    return connect_facebook(told, forget, over=far)


def identity(data: bytes) -> object:
    """Whose an account is, as the directory of identities and its own server say."""
    far = Far(data)
    client = outbound.client(outbound.Policy(), over=far)
    texts = parsed(data).get("texts")
    records = [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
    who = Identities(client, lambda _name: records, "https://plc.example")
    match far.act % 4:
        case 0:
            return who.behind("feurs.example")
        case 1:
            return who.document(DID)
        case 2:
            return who.profile(Identity(DID, "feurs.example", "https://pds.example"))
        case _:
            return public.account("ville@social.example", client=client)


def recorded() -> Mapping[str, bytes]:
    """Recorded answers of Bluesky, as every act may be given them."""
    found: dict[str, bytes] = {}
    for file in sorted((ROOT / "tests/connectors/recorded").glob("*/*.raw.json")):
        one = json.loads(file.read_bytes())
        for act in acts_for(file.parent.name):
            found[f"{file.stem}-{act}"] = written(act, page_of(one))
    return found


def acts_for(folder: str) -> Iterable[int]:
    return {"profiles": (0, 2, 9), "stream": (), "notifications": (1, 7)}.get(folder, (3, 4, 5, 6))


def page_of(one: Any) -> dict[str, Any]:
    """One thing as any of the lists in which Bluesky gives it."""
    lists = ("notifications", "posts", "profiles", "actors", "records")
    whole = one if isinstance(one, dict) else {}
    thread = {"post": one, "replies": [{"post": one}]}
    return {**whole, **{name: [one] for name in lists}, "feed": [{"post": one}], "thread": thread, "cursor": "next"}


def written(act: int, *answers: Any) -> bytes:
    return json.dumps({"act": act, "answers": [*answers, {}], "status": 200, "headers": {}}).encode()


DECLARED = (NetworkTrouble,)
TARGETS = {
    "bluesky": Target(acting(bluesky), DECLARED, json=True, seeds=recorded),
    "mastodon": Target(acting(mastodon), DECLARED, json=True),
    "x": Target(acting(x), DECLARED, json=True),
    "facebook": Target(acting(facebook), DECLARED, json=True),
    "identity": Target(identity, DECLARED, json=True),
}
