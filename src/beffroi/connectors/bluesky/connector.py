"""The connector to Bluesky."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from beffroi import outbound
from beffroi.connectors.bluesky import (
    CAPABILITIES,
    conversations,
    mentions,
    moderation,
    searching,
    setting,
    stream,
    surfaces,
    troubles,
)
from beffroi.connectors.bluesky.addresses import POST, Addresses
from beffroi.connectors.bluesky.facets import facets_of
from beffroi.connectors.bluesky.posts import profile_of, profile_of_record
from beffroi.connectors.bluesky.records import Record, post_record, written
from beffroi.connectors.contract import Credentials, Keep, Measure, Refused, StreamEvent, TryLater, nothing_sent_yet
from beffroi.connectors.values import at, items, words
from beffroi.vocabulary import Outgoing, Post, Profile, Receipt

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

PROFILE = "app.bsky.actor.profile"
SIGNED = "com.atproto.sync.subscribeRepos"  # the stream that proves what it says
PROFILES_A_CALL = 25


def connect(credentials: Credentials, keep: Keep, *, over: outbound.Transport | None = None) -> "BlueskyConnector":
    """A connector for these credentials. Asks the network nothing yet. `over` stands in for the network in tests."""
    policy = outbound.Policy.from_environment()
    transport = outbound.transport(policy, over=over) if over else shared_transport(policy)
    return BlueskyConnector(credentials, keep, policy, transport)


@cache
def shared_transport(policy: outbound.Policy) -> outbound.Transport:
    """One pool of connections for all accounts."""
    return outbound.transport(policy)


class BlueskyConnector:
    capabilities = CAPABILITIES

    def __init__(
        self, credentials: Credentials, keep: Keep, policy: outbound.Policy, transport: outbound.Transport
    ) -> None:
        self._credentials = dict(credentials)
        self._keep = keep
        self._policy = policy
        self._transport = transport
        self._addresses = Addresses.of(credentials)

    def __repr__(self) -> str:
        return f"<BlueskyConnector of {self._credentials.get('handle', '')}>"

    def whoami(self) -> Profile:
        try:
            return self._profile_in_repository(self._session.did)
        except troubles.NotThere as error:
            raise troubles.closed(self._session.account) from error

    def publish(self, outgoing: Outgoing) -> Receipt:
        with nothing_sent_yet():
            record = self._record(outgoing)
            place = self._place(outgoing)
        try:
            stored = self._session.procedure(
                "com.atproto.repo.putRecord", {**place, "record": record, "swapRecord": None}
            )
        except troubles.AlreadyThere:  # null: only where nothing stands. The first try arrived.
            return self._own_receipt(outgoing)
        return replace(self._receipt(stored), sent=json.dumps(record, ensure_ascii=False))

    def find(self, outgoing: Outgoing) -> Receipt | None:
        try:
            stored = self._session.query("com.atproto.repo.getRecord", **self._place(outgoing))
        except troubles.NotThere:
            return None
        return self._receipt(stored) if is_record_of(outgoing, stored) else None

    def delete(self, native_id: str) -> None:
        did, _, key = native_id.removeprefix("at://").split("/")
        if did != self._session.did:
            raise Refused(troubles.NOT_OURS)
        self._session.procedure("com.atproto.repo.deleteRecord", {"repo": did, "collection": POST, "rkey": key})

    def hide(self, measure: Measure) -> None:
        moderation.hide(self._session, measure)

    def show(self, measure: Measure) -> None:
        moderation.show(self._session, measure)

    def block(self, measure: Measure) -> None:
        moderation.block(self._session, measure)

    def unblock(self, measure: Measure) -> None:
        moderation.unblock(self._session, measure)

    def report(self, measure: Measure) -> str:
        return moderation.report(self._session, measure)

    def mentions(self, cursor: str) -> tuple[Sequence[Post], str]:
        self._check_view()
        return mentions.read(self._session, self._addresses, cursor)

    def past_mentions(self, place: str, since: datetime) -> tuple[Sequence[Post], str]:
        self._check_view()
        return mentions.read_back(self._session, self._addresses, place, since)

    def own_posts(self, place: str, since: datetime) -> tuple[Sequence[tuple[Post, int]], str]:
        self._check_view()
        return conversations.own_posts(self._session, self._addresses, place, since)

    def answers(self, native_id: str) -> Iterator[Sequence[Post]]:
        self._check_view()
        return conversations.answers(self._session, self._addresses, native_id)

    def search(self, words: str, since: datetime, limit: int) -> Sequence[Post]:
        if not self._addresses.appview:
            raise Refused(troubles.NO_SEARCH)
        return searching.read(self._session, self._addresses, words, since, limit)

    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        if not self._addresses.appview:
            return self._profiles_in_repositories(native_ids)
        found: list[Profile] = []
        for start in range(0, len(native_ids), PROFILES_A_CALL):
            some = list(native_ids[start : start + PROFILES_A_CALL])
            answer = self._session.view("app.bsky.actor.getProfiles", actors=some)
            found += [profile_of(actor, self._addresses) for actor in items(answer.get("profiles"))]
        return found

    def latest(self, native_id: str, limit: int) -> Sequence[Post]:
        return surfaces.latest(self._session, self._addresses, native_id, limit)

    def activity(self, native_id: str, limit: int) -> Sequence[Post]:
        self._check_view()
        return surfaces.activity(self._session, self._addresses, native_id, limit)

    def card(self, native_id: str) -> Profile:
        return surfaces.card(native_id, self._addresses, self._policy, self._transport)

    def people(self, words: str, limit: int) -> Sequence[Profile]:
        return surfaces.people(self._session, self._addresses, words, limit)

    def stream(self, cursor: str) -> Iterator[StreamEvent]:
        address = setting(self._credentials, "jetstream")
        if address.endswith(f"/xrpc/{SIGNED}"):
            from beffroi.connectors.bluesky import firehose, signed  # brings what checks signatures

            keys = signed.Keys(setting(self._credentials, "directory"), self._policy, self._transport)
            return firehose.read(address, cursor, self._addresses, keys, self._policy)
        return stream.read(address, cursor, self._addresses, self._policy)

    @cached_property
    def _session(self) -> "BlueskySession":
        from beffroi.connectors.bluesky.session import (
            BlueskySession,
        )  # the SDK: 1 s and 70 MB a mere listener is spared

        return BlueskySession(self._credentials, self._keep, self._transport)

    def _check_view(self) -> None:
        if not self._addresses.appview:
            raise TryLater(troubles.NO_PUBLIC_VIEW, delivered=False)

    def _record(self, outgoing: Outgoing) -> Record:
        blobs = [self._session.upload(media.content or b"", media.mime) for media in outgoing.media]
        picture = outgoing.card.image if outgoing.card and not blobs else None
        thumb = self._session.upload(picture.content or b"", picture.mime) if picture else None
        return post_record(outgoing, facets_of(outgoing.text, self._did_of), blobs, thumb)

    def _place(self, outgoing: Outgoing) -> dict[str, Any]:
        return {"repo": self._session.did, "collection": POST, "rkey": outgoing.key}

    def _did_of(self, handle: str) -> str | None:
        try:
            return words(self._session.query("com.atproto.identity.resolveHandle", handle=handle), "did")
        except Refused:
            return None

    def _own_receipt(self, outgoing: Outgoing) -> Receipt:
        receipt = self.find(outgoing)
        if receipt is None:
            raise Refused(troubles.KEY_TAKEN)
        return receipt

    def _receipt(self, stored: Record) -> Receipt:
        uri = words(stored, "uri")
        return Receipt(uri, self._addresses.post(self._session.did, uri.rpartition("/")[2]), words(stored, "cid"))

    def _profiles_in_repositories(self, dids: Sequence[str]) -> list[Profile]:
        found = []
        for did in dids:
            try:
                found.append(self._profile_in_repository(did))
            except troubles.NotThere:
                continue
        return found

    def _profile_in_repository(self, did: str) -> Profile:
        handle = words(self._session.query("com.atproto.repo.describeRepo", repo=did), "handle")
        try:
            record = self._session.query("com.atproto.repo.getRecord", repo=did, collection=PROFILE, rkey="self")
        except troubles.NotThere:
            record = {}
        return profile_of_record(did, handle, at(record, "value"), self._addresses)


def is_record_of(outgoing: Outgoing, stored: Record) -> bool:
    """Whether the record at our key is this post, and not what chance put there.

    Our words are enough: a ledger that was put back to an earlier moment no longer knows when it wrote them.
    """
    same_moment = words(stored, "value", "createdAt") == written(outgoing.created_at)
    return same_moment or words(stored, "value", "text") == outgoing.text
