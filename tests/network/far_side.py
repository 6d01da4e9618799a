"""The other people on the loopback network: a test acts as somebody else, and sees what is really there."""

import secrets
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

import httpx

from beffroi.vocabulary import Ref

POST = "app.bsky.feed.post"
PROFILE = "app.bsky.actor.profile"


@dataclass(frozen=True)
class Network:
    """The addresses of a running network. `appview` is None on one that has none."""

    pds: str
    plc: str
    jetstream: str
    appview: str | None
    pid: int
    start_ms: int
    http: httpx.Client = field(repr=False)

    @classmethod
    @contextmanager
    def at(cls, ready: Mapping[str, Any]) -> Iterator[Self]:
        with httpx.Client(timeout=30) as http:
            yield cls(ready["pds"], ready["plc"], ready["jetstream"], ready["appview"], ready["pid"], ready["ms"], http)

    def create_account(self, name: str) -> "TestAccount":
        """A new account whose handle begins with `name`. Its password and its app password both work."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()[:11]
        handle = f"{plain}-{secrets.token_hex(3)}.test"
        password = secrets.token_urlsafe(12)
        new = {"handle": handle, "email": f"{handle}@example.org", "password": password}
        made = self.call("com.atproto.server.createAccount", new)
        token = str(made["accessJwt"])
        app = self.call("com.atproto.server.createAppPassword", {"name": "beffroi"}, token=token)
        account = TestAccount(self, handle, str(made["did"]), password, str(app["password"]), token)
        self.wait_for_profile(account.did)
        return account

    def sign_in(self, account: "TestAccount") -> "TestAccount":
        """The same account as another client holds it: whoever knows the password, in a session of their own."""
        session = self.call(
            "com.atproto.server.createSession", {"identifier": account.did, "password": account.password}
        )
        return replace(account, token=str(session["accessJwt"]))

    def credentials(self, account: "TestAccount") -> dict[str, str]:
        """What a person would type to connect this account."""
        addresses = {
            "service": self.pds,
            "appview": self.appview or "",
            "jetstream": self.jetstream,
            "directory": self.plc,
        }
        return {**addresses, "handle": account.handle, "app_password": account.app_password}

    def count_posts(self, did: str) -> int:
        return len(self.records(did, POST))

    def records(self, did: str, collection: str) -> list[dict[str, Any]]:
        """Every record of a collection as the PDS holds it: uri, cid, value; newest key first."""
        found: list[dict[str, Any]] = []
        page: dict[str, Any] = {"cursor": ""}
        while "cursor" in page:
            asked = {"repo": did, "collection": collection, "limit": "100", "cursor": page["cursor"]}
            page = self.ask("com.atproto.repo.listRecords", {key: value for key, value in asked.items() if value})
            found += page["records"]
        return found

    def wait_for_post(self, uri: str) -> None:
        """Until the AppView has indexed a post: what points to it earlier never makes a notification."""
        self.wait(lambda: bool(self.view("app.bsky.feed.getPosts", {"uris": uri})["posts"]), f"post {uri}")

    def wait_for_absence(self, uri: str) -> None:
        self.wait(lambda: not self.view("app.bsky.feed.getPosts", {"uris": uri})["posts"], f"that {uri} is gone")

    def wait_for_profile(self, did: str) -> None:
        self.wait(lambda: bool(self.view("app.bsky.actor.getProfiles", {"actors": did})["profiles"]), f"profile {did}")

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        if self.appview is None:
            return
        deadline = time.monotonic() + 15
        while not seen():
            assert time.monotonic() < deadline, f"the AppView never showed {what}"
            time.sleep(0.1)

    def suspend(self, did: str) -> None:
        """What the server's moderators do: the account is taken down."""
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": did}
        body = {"subject": subject, "takedown": {"applied": True, "ref": "1"}}
        moderator = httpx.BasicAuth("admin", "loopback-only")
        answer(self.http.post(f"{self.pds}/xrpc/com.atproto.admin.updateSubjectStatus", json=body, auth=moderator))

    def view(self, method: str, params: Mapping[str, str]) -> dict[str, Any]:
        return answer(self.http.get(f"{self.appview}/xrpc/{method}", params=params))

    def ask(self, method: str, params: Mapping[str, str]) -> dict[str, Any]:
        return answer(self.http.get(f"{self.pds}/xrpc/{method}", params=params))

    def call(self, method: str, body: Mapping[str, Any], *, token: str = "") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return answer(self.http.post(f"{self.pds}/xrpc/{method}", json=body, headers=headers))


def answer(response: httpx.Response) -> dict[str, Any]:
    assert response.is_success, f"{response.request.url} answered {response.status_code}: {response.text[:300]}"
    return dict(response.json()) if response.content else {}


@dataclass(frozen=True)
class TestAccount:
    """Somebody on the network. Every act returns once the AppView, if there is one, shows its effect."""

    __test__ = False  # pytest: not a class of tests

    network: Network = field(repr=False)
    handle: str
    did: str
    password: str = field(repr=False)
    app_password: str = field(repr=False)
    token: str = field(repr=False)

    def post(self, text: str, *, reply_to: Ref | None = None, mention: "TestAccount | None" = None) -> Ref:
        """Says something; a `mention` is put before the text, with the link that makes it count."""
        record: dict[str, Any] = {"$type": POST, "text": text, "createdAt": now_text(), "langs": ["fr"]}
        if mention:
            record |= mention_of(mention, text)
        if reply_to:
            record["reply"] = self.reply_refs(reply_to)
        ref = self.create(record)
        self.network.wait_for_post(ref.native_id)
        return ref

    def create(self, record: Mapping[str, Any]) -> Ref:
        """Writes any post record, without waiting for the AppView."""
        return self.write("createRecord", {"collection": POST, "record": record})

    def rename(self, display_name: str) -> Ref:
        record = {"$type": PROFILE, "displayName": display_name}
        ref = self.write("putRecord", {"collection": PROFILE, "rkey": "self", "record": record})
        self.network.wait(lambda: self.name_in_view() == display_name, f"the name {display_name}")
        return ref

    def delete(self, ref: Ref) -> None:
        key = ref.native_id.rsplit("/", 1)[1]
        self.write("deleteRecord", {"collection": POST, "rkey": key})

    def records(self) -> list[dict[str, Any]]:
        """The posts this account really has: uri, cid, value."""
        return self.network.records(self.did, POST)

    def name_in_view(self) -> str:
        profiles = self.network.view("app.bsky.actor.getProfiles", {"actors": self.did})["profiles"]
        return str(profiles[0].get("displayName", "")) if profiles else ""

    def reply_refs(self, parent: Ref) -> dict[str, Any]:
        did, collection, key = parent.native_id.removeprefix("at://").split("/")
        found = self.network.ask("com.atproto.repo.getRecord", {"repo": did, "collection": collection, "rkey": key})
        here = {"uri": found["uri"], "cid": found["cid"]}
        return {"parent": here, "root": found["value"].get("reply", {}).get("root", here)}

    def write(self, act: str, body: Mapping[str, Any]) -> Ref:
        made = self.network.call(f"com.atproto.repo.{act}", {"repo": self.did, **body}, token=self.token)
        return Ref(str(made.get("uri", "")), str(made.get("cid", "")))


def mention_of(account: TestAccount, text: str) -> dict[str, Any]:
    at = f"@{account.handle}"
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": account.did}
    facet = {"index": {"byteStart": 0, "byteEnd": len(at.encode())}, "features": [feature]}
    return {"text": f"{at} {text}", "facets": [facet]}


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
