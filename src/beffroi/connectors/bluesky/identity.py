"""Who an account of the AT Protocol is, asked of those who decide it: the DNS or the host of its handle, and the
directory of identities. No account of ours is needed, and no view is believed.

https://atproto.com/specs/handle asks for both directions: the handle names the identity, and the identity's document
names the handle. Either alone can be claimed by anybody.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from beffroi import outbound
from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.values import Json, at, items, web_address, words
from beffroi.vocabulary import Sentence

PROFILE = "app.bsky.actor.profile"
SERVICE = "#atproto_pds"
DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{1,250})")
TWO_ANSWERS = "The name {handle} points to several identities at once, so that it proves none."
NOT_ASKED = "Nobody could say at present to whom the name {handle} points."
NO_IDENTITY = "The directory of identities no longer knows this account."
NO_DIRECTORY = "The directory of identities did not answer."
NO_PROFILE = "The server of the account did not answer."
BAD_IDENTITY = "This is no identity that can be looked up."

Texts = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document of `did` says: the handle that it claims, and its server's base URL; each may be empty."""

    did: str
    handle: str
    server: str


class Identities:
    """`texts` gives the TXT records of a name, `directory` is the base URL of PLC."""

    def __init__(self, client: outbound.Client, texts: Texts, directory: str) -> None:
        self._client = client
        self._texts = texts
        self._directory = directory.rstrip("/")

    def behind(self, handle: str) -> str:
        """The identity to which the name points, by the DNS or else by its own host; empty when it points to none.

        Raises TryLater when neither could be asked, Refused when the DNS gives several.
        """
        said = {"handle": handle}
        try:
            records = self._texts(f"_atproto.{handle}")
        except outbound.OutboundError:
            records, asked = [], False
        else:
            asked = True
        named = {record[4:].strip() for record in records if record.startswith("did=")}
        if len(named) > 1:
            raise Refused(Sentence(TWO_ANSWERS, said))
        if named:
            return self._one(named.pop())
        try:
            answer = self._client.get(f"https://{handle}/.well-known/atproto-did")
        except outbound.OutboundError as error:
            if asked and error.reason in (outbound.Reason.UNKNOWN_NAME, outbound.Reason.NOT_PUBLIC):
                return ""
            raise TryLater(Sentence(NOT_ASKED, said), delivered=False) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TryLater(Sentence(NOT_ASKED, said), delivered=False)
        return self._one(answer.text[:300].strip()) if answer.status_code == 200 else ""

    def document(self, did: str) -> Identity:
        """Raises Refused for an identity that is gone or none, TryLater when nobody answers."""
        if not DID.fullmatch(did):
            raise Refused(BAD_IDENTITY)
        method, _, name = did.removeprefix("did:").partition(":")
        address = f"https://{name}/.well-known/did.json" if method == "web" else f"{self._directory}/{quote(did, ':')}"
        said = self._json(address, NO_DIRECTORY, gone=NO_IDENTITY)
        handles = [name for name in items(at(said, "alsoKnownAs")) if isinstance(name, str)]
        handle = next((name[5:].lower() for name in handles if name.startswith("at://")), "")
        services = [one for one in items(at(said, "service")) if words(one, "id").endswith(SERVICE)]
        server = web_address(services[0], "serviceEndpoint").rstrip("/") if services else ""
        return Identity(did, handle, server)

    def profile(self, identity: Identity) -> Json:
        """The profile that the account wrote, as its own server holds it; empty where it has none."""
        if not identity.server:
            raise Refused(NO_IDENTITY)
        query = f"repo={quote(identity.did)}&collection={PROFILE}&rkey=self"
        address = f"{identity.server}/xrpc/com.atproto.repo.getRecord?{query}"
        try:
            return at(self._json(address, NO_PROFILE, gone=NO_IDENTITY), "value") or {}
        except Refused:
            return {}

    def _one(self, said: str) -> str:
        return said if DID.fullmatch(said) else ""

    def _json(self, address: str, silent: str, *, gone: str) -> Json:
        try:
            answer = self._client.get(address)
        except outbound.OutboundError as error:
            raise TryLater(silent, delivered=False) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TryLater(silent, delivered=False)
        if answer.status_code != 200:
            raise Refused(gone)
        try:
            return answer.json()
        except ValueError as error:
            raise TryLater(silent, delivered=False) from error
