"""Where a person can open what is on the network: bsky.app for the public network, else the servers connected to."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from beffroi.connectors.bluesky import setting
from beffroi.connectors.contract import Credentials

POST = "app.bsky.feed.post"


@dataclass(frozen=True, slots=True)
class Addresses:
    """`service` and `appview` are base URLs; `appview` may be empty."""

    service: str
    appview: str

    @classmethod
    def of(cls, credentials: Credentials) -> "Addresses":
        return cls(setting(credentials, "service"), setting(credentials, "appview"))

    @property
    def public(self) -> bool:
        hosts = (urlsplit(self.appview).hostname or "", urlsplit(self.service).hostname or "")
        return any(f".{host}".endswith((".bsky.app", ".bsky.social")) for host in hosts)

    def post(self, did: str, key: str) -> str:
        if self.public:
            return f"https://bsky.app/profile/{did}/post/{key}"
        return self._call("com.atproto.repo.getRecord", repo=did, collection=POST, rkey=key)

    def profile(self, did: str) -> str:
        if self.public:
            return f"https://bsky.app/profile/{did}"
        return self._call("com.atproto.repo.describeRepo", repo=did)

    def image(self, did: str, cid: str) -> str:
        if self.public:
            return f"https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"
        if self.appview:
            return f"{self.appview}/img/feed_fullsize/plain/{did}/{cid}@jpeg"
        return self._call("com.atproto.sync.getBlob", did=did, cid=cid)

    def _call(self, method: str, **params: str) -> str:
        return f"{self.service}/xrpc/{method}?{urlencode(params)}"
