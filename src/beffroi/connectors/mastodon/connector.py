"""The connector to Mastodon and to every server that offers the same interface."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property

from beffroi import outbound
from beffroi.connectors.contract import (
    Capabilities,
    Credentials,
    Keep,
    Measure,
    Refused,
    StreamEvent,
    TryLater,
    nothing_sent_yet,
)
from beffroi.connectors.mastodon import (
    conversations,
    finding,
    limits,
    mentions,
    moderation,
    searching,
    stream,
    surfaces,
    troubles,
)
from beffroi.connectors.mastodon.sending import (
    Pause,
    changed_status,
    kept_or_uploaded,
    new_status,
    uploaded,
)
from beffroi.connectors.mastodon.server import Server, path_of
from beffroi.connectors.mastodon.statuses import Malformed, profile_of
from beffroi.connectors.values import Json, at, identifier, web_address
from beffroi.vocabulary import Outgoing, Post, Profile, Receipt, Sentence

PROFILES_A_CALL = 20


def connect(
    credentials: Credentials, keep: Keep, *, over: outbound.Transport | None = None, pause: Pause = time.sleep
) -> "MastodonConnector":
    """A connector for these credentials. Asks the network nothing yet, never calls `keep`: an access token stays as it
    is. `over` stands in for the network in tests, `pause` for the waiting."""
    policy = outbound.Policy.from_environment()
    transport = outbound.transport(policy, over=over) if over else shared_transport(policy)
    return MastodonConnector(Server(credentials, policy, transport), pause)


@cache
def shared_transport(policy: outbound.Policy) -> outbound.Transport:
    """One pool of connections for all accounts."""
    return outbound.transport(policy)


class MastodonConnector:
    def __init__(self, server: Server, pause: Pause) -> None:
        self._server = server
        self._pause = pause

    def __repr__(self) -> str:
        return f"<MastodonConnector on {self._server.name}>"

    @cached_property
    def capabilities(self) -> Capabilities:
        return limits.capabilities_of(limits.document(self._server))

    def whoami(self) -> Profile:
        return self._profile(self._server.get("/api/v1/accounts/verify_credentials").object)

    def publish(self, outgoing: Outgoing) -> Receipt:
        with nothing_sent_yet():
            media_ids = [uploaded(self._server, media, self._pause) for media in outgoing.media]
        body = new_status(outgoing, media_ids)
        answer = self._server.write("POST", "/api/v1/statuses", body, outgoing.key)
        return replace(self._receipt(answer.object), sent=body)

    def edit(self, native_id: str, outgoing: Outgoing) -> Receipt:
        place = path_of("statuses", native_id)
        try:
            with nothing_sent_yet():
                standing = self._server.get(place).object if outgoing.media else {}
                media_ids = kept_or_uploaded(self._server, standing, outgoing.media, self._pause)
            body = changed_status(outgoing, media_ids)
            answer = self._server.write("PUT", place, body)
        except troubles.NotThere as trouble:
            raise Refused(self._why_not(place)) from trouble
        return replace(self._receipt(answer.object), sent=body)

    def find(self, outgoing: Outgoing) -> Receipt | None:
        status = finding.found(self._server, self._account, outgoing)
        return self._receipt(status) if status else None

    def delete(self, native_id: str) -> None:
        place = path_of("statuses", native_id)
        try:
            self._server.delete(place)
        except troubles.NotThere:  # gone, or not ours: servers say the same of both
            if self._is_there(place):
                raise Refused(troubles.NOT_OURS) from None

    def block(self, measure: Measure) -> None:
        moderation.block(self._server, measure)

    def unblock(self, measure: Measure) -> None:
        moderation.unblock(self._server, measure)

    def report(self, measure: Measure) -> str:
        return moderation.report(self._server, measure)

    def mentions(self, cursor: str) -> tuple[Sequence[Post], str]:
        return mentions.read(self._server, cursor)

    def past_mentions(self, place: str, since: datetime) -> tuple[Sequence[Post], str]:
        return mentions.read_back(self._server, place, since)

    def own_posts(self, place: str, since: datetime) -> tuple[Sequence[tuple[Post, int]], str]:
        return conversations.own_posts(self._server, self._account, place, since)

    def answers(self, native_id: str) -> Iterator[Sequence[Post]]:
        return conversations.answers(self._server, self._account, native_id)

    def search(self, words: str, since: datetime, limit: int) -> Sequence[Post]:
        return searching.read(self._server, words, since, limit)

    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        found: list[Json] = []
        for start in range(0, len(native_ids), PROFILES_A_CALL):
            found += self._accounts(native_ids[start : start + PROFILES_A_CALL])
        return [self._profile(account) for account in found if not at(account, "suspended")]

    def latest(self, native_id: str, limit: int) -> Sequence[Post]:
        return surfaces.latest(self._server, native_id, limit)

    def activity(self, native_id: str, limit: int) -> Sequence[Post]:
        return surfaces.activity(self._server, native_id, limit)

    def card(self, native_id: str) -> Profile:
        return surfaces.card(self._server, native_id)

    def people(self, words: str, limit: int) -> Sequence[Profile]:
        return surfaces.people(self._server, words, limit)

    def stream(self, cursor: str) -> Iterator[StreamEvent]:
        return stream.read(self._server, cursor, self._pause)

    @cached_property
    def _account(self) -> str:
        return self.whoami().native_id

    def _accounts(self, native_ids: Sequence[str]) -> list[Json]:
        try:
            return list(self._server.get("/api/v1/accounts", *(("id[]", one) for one in native_ids)).list)
        except Refused:  # an older server, or another make
            return [account for one in native_ids if (account := self._account_of(one)) is not None]

    def _account_of(self, native_id: str) -> Json | None:
        try:
            return self._server.get(path_of("accounts", native_id)).object
        except troubles.NotThere:
            return None

    def _is_there(self, place: str) -> bool:
        try:
            self._server.get(place)
        except troubles.NotThere:
            return False
        return True

    def _why_not(self, place: str) -> str | Sentence:
        return troubles.NOT_OURS if self._is_there(place) else troubles.said(troubles.GONE, self._server.name)

    def _profile(self, account: Json) -> Profile:
        try:
            return profile_of(account, self._server.name)
        except Malformed as error:
            raise TryLater(troubles.said(troubles.NOT_UNDERSTOOD, self._server.name)) from error

    def _receipt(self, status: Json) -> Receipt:
        native_id = identifier(status, "id")
        if not native_id:
            raise TryLater(troubles.said(troubles.NOT_UNDERSTOOD, self._server.name))
        return Receipt(native_id, web_address(status, "url") or web_address(status, "uri"))
