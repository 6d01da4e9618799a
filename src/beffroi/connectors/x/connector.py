"""The connector to X (API v2, OAuth 2.0 with a user's token). Every call of it costs money: see the prices."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from beffroi import outbound
from beffroi.connectors import reading_back
from beffroi.connectors.contract import Credentials, Keep, TryLater, nothing_sent_yet
from beffroi.connectors.reading_back import CLOCKS_DIFFER, Seen
from beffroi.connectors.values import Json, at, items, words
from beffroi.connectors.x import CAPABILITIES, troubles
from beffroi.connectors.x.media import upload
from beffroi.connectors.x.posts import (
    POST,
    POST_AND_AUTHOR,
    USER_FIELDS,
    address,
    pictures_in,
    posts_of,
    profile_of,
    referenced,
    text_of,
)
from beffroi.connectors.x.session import XSession
from beffroi.vocabulary import Outgoing, Post, Profile, Receipt, said_at

PAGE = 100
PAGES = 50  # more than X keeps: a server that never ends its list is no X
PROFILES_A_CALL = 100


def connect(credentials: Credentials, keep: Keep, *, over: outbound.Transport | None = None) -> "XConnector":
    """A connector for these credentials. Asks the network nothing yet. `over` stands in for the network in tests."""
    policy = outbound.Policy.from_environment()
    http = outbound.client(policy, over=over or shared_transport(policy))
    return XConnector(XSession(credentials, keep, http))


@cache
def shared_transport(policy: outbound.Policy) -> outbound.Transport:
    """One pool of connections for all accounts."""
    return outbound.transport(policy)


class XConnector:
    capabilities = CAPABILITIES

    def __init__(self, session: XSession) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<XConnector of {self._session.account}>"

    def whoami(self) -> Profile:
        answer = self._session.call("GET", "/2/users/me", params={"user.fields": USER_FIELDS})
        try:
            profile = profile_of(at(answer, "data"))
        except ValueError as error:
            raise TryLater(troubles.NOT_UNDERSTOOD) from error
        self._session.is_account(profile.native_id, profile.handle)
        return profile

    def publish(self, outgoing: Outgoing) -> Receipt:
        """Sends one post ($0.015, or $0.200 with a link in it; $0.005 more for each described image)."""
        with nothing_sent_yet():
            self._me()
            body = self._body(outgoing)
        try:
            created = self._session.call("POST", "/2/tweets", json=body)
        except troubles.Duplicate:  # perhaps our own first try, of which we never heard
            receipt = self.find(outgoing)
            if receipt is None:
                raise
            return receipt
        native_id = words(created, "data", "id")
        if not native_id:
            raise TryLater(troubles.NOT_UNDERSTOOD)
        return self._receipt(native_id, sent=json.dumps(body, ensure_ascii=False))

    def find(self, outgoing: Outgoing) -> Receipt | None:
        """Reads our own posts since the first try ($0.001 for each that is shown, $0.005 in an app of others)."""
        since = outgoing.created_at - CLOCKS_DIFFER
        asked = {**POST, "start_time": since.strftime("%Y-%m-%dT%H:%M:%SZ")}
        ours: list[Seen] = []
        answered_at: datetime | None = None
        for page, said in self._pages(f"/2/users/{quote(self._me(), safe='')}/tweets", asked):
            answered_at = said
            ours += [self._seen(tweet) for tweet in items(at(page, "data")) if self._could_be(tweet, outgoing)]
        return reading_back.which(as_shown(outgoing), ours, answered_at=answered_at)

    def delete(self, native_id: str) -> None:
        try:
            self._session.call("DELETE", f"/2/tweets/{quote(native_id, safe='')}")
        except troubles.NotThere:
            return

    def mentions(self, cursor: str) -> tuple[Sequence[Post], str]:
        """Who spoke to us since the post `cursor`; at the first reading the latest hundred only.

        $0.001 for each post ($0.005 in an app of others), and perhaps $0.010 for each author, once a day.
        """
        asked = {**POST_AND_AUTHOR, "since_id": cursor} if cursor else POST_AND_AUTHOR
        me = self._me()
        newest = ""
        found: list[Post] = []
        for page, _ in self._pages(f"/2/users/{quote(me, safe='')}/mentions", asked):
            newest = newest or words(page, "meta", "newest_id") or next(ids_in(page), "")
            found += posts_of(page)
            if not cursor:
                break
        others = [post for post in found if post.author.native_id != me]
        return list(reversed(others)), newest or cursor

    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        found: list[Profile] = []
        for start in range(0, len(native_ids), PROFILES_A_CALL):
            some = ",".join(native_ids[start : start + PROFILES_A_CALL])
            answer = self._session.call("GET", "/2/users", params={"ids": some, "user.fields": USER_FIELDS})
            found += [profile_of(user) for user in items(at(answer, "data")) if words(user, "id")]
        return found

    def _me(self) -> str:
        """Our own id: asked once, then kept with the credentials."""
        return self._session.user_id or self.whoami().native_id

    def _body(self, outgoing: Outgoing) -> dict[str, Any]:
        body: dict[str, Any] = {"text": outgoing.text} if outgoing.text else {}
        if outgoing.media:
            body["media"] = {"media_ids": [upload(self._session, media) for media in outgoing.media]}
        if outgoing.reply_to:
            body["reply"] = {"in_reply_to_tweet_id": outgoing.reply_to.native_id}
        return body

    def _pages(self, path: str, asked: dict[str, str]) -> Iterator[tuple[Json, datetime | None]]:
        """Newest first, until X says that there is no more; with X's own clock."""
        token = ""
        for _ in range(PAGES):
            place = {"pagination_token": token} if token else {}
            page, headers = self._session.answer("GET", path, params={**asked, "max_results": PAGE, **place})
            yield page, said_at(headers.get("date", ""))
            following = words(page, "meta", "next_token")
            if not following:
                return
            if following == token:
                break
            token = following
        raise TryLater(troubles.NOT_UNDERSTOOD)

    def _could_be(self, tweet: Json, outgoing: Outgoing) -> bool:
        answers = outgoing.reply_to.native_id if outgoing.reply_to else ""
        return referenced(tweet, "replied_to") == answers and not referenced(tweet, "retweeted")

    def _seen(self, tweet: Json) -> Seen:
        text = without_leading_names(text_of(tweet)) if referenced(tweet, "replied_to") else text_of(tweet)
        return Seen(self._receipt(words(tweet, "id")), text, pictures_in(tweet))

    def _receipt(self, native_id: str, sent: str = "") -> Receipt:
        return Receipt(native_id, address(self._session.account, native_id), sent=sent)


def as_shown(outgoing: Outgoing) -> Outgoing:
    """X writes the names of those who are answered in front of the text: they are not compared."""
    return replace(outgoing, text=without_leading_names(outgoing.text)) if outgoing.reply_to else outgoing


def without_leading_names(text: str) -> str:
    while text.startswith("@"):
        _, _, text = text.partition(" ")
    return text


def ids_in(page: Json) -> Iterator[str]:
    return (native_id for tweet in items(at(page, "data")) if (native_id := words(tweet, "id")))
