"""The connector to a Facebook Page (Graph API, with the Page's own access token)."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from beffroi import outbound
from beffroi.connectors import reading_back
from beffroi.connectors.contract import AccessLost, Credentials, Keep, Measure, Refused, TryLater, nothing_sent_yet
from beffroi.connectors.facebook import CAPABILITIES, mentions, troubles
from beffroi.connectors.facebook.posts import PAGE_FIELDS, Malformed, address, moment, profile_of
from beffroi.connectors.facebook.session import FacebookSession
from beffroi.connectors.reading_back import CLOCKS_DIFFER, Seen
from beffroi.connectors.values import Json, identifier, words
from beffroi.vocabulary import Media, Outgoing, Post, Profile, Receipt, Sentence


def connect(credentials: Credentials, keep: Keep, *, over: outbound.Transport | None = None) -> "FacebookConnector":
    """A connector for these credentials. Asks the network nothing yet, and never calls `keep`: a Page's token stays.

    `over` stands in for the network in tests.
    """
    policy = outbound.Policy.from_environment()
    http = outbound.client(policy, over=over or shared_transport(policy))
    return FacebookConnector(FacebookSession(credentials, http))


@cache
def shared_transport(policy: outbound.Policy) -> outbound.Transport:
    """One pool of connections for all Pages."""
    return outbound.transport(policy)


class FacebookConnector:
    capabilities = CAPABILITIES

    def __init__(self, session: FacebookSession) -> None:
        self._session = session

    def __repr__(self) -> str:
        return f"<FacebookConnector of {self._session.page_id}>"

    def whoami(self) -> Profile:
        """Raises AccessLost for a person's token too: a Page's token knows itself as the Page."""
        me = self._session.call("GET", "me", params={"fields": "id,name"})
        if identifier(me, "id") != self._session.page_id:
            found = {"found": words(me, "name") or identifier(me, "id"), "account": self._session.page_id}
            raise AccessLost(Sentence(troubles.ANOTHER_PAGE, found))
        return self._profile(self._session.page_id)

    def publish(self, outgoing: Outgoing) -> Receipt:
        """Sends one post of the Page, or a comment of the Page where it answers somebody."""
        if len(outgoing.text) > CAPABILITIES.max_length:
            raise Refused(troubles.TOO_LONG)
        if outgoing.reply_to and len(outgoing.media) > 1:
            raise Refused(troubles.ONE_IMAGE)
        with nothing_sent_yet():
            photos = [self._upload(media) for media in outgoing.media]
        body = as_comment(outgoing, photos) if outgoing.reply_to else as_post(outgoing, photos)
        try:
            created = self._session.call("POST", *self._place(outgoing), data=body)
        except troubles.Duplicate:  # perhaps our own first try, of which we never heard
            receipt = self.find(outgoing)
            if receipt is None:
                raise
            return receipt
        native_id = identifier(created, "id")
        if not native_id:
            raise TryLater(troubles.NOT_UNDERSTOOD)
        return receipt_of(native_id, sent=json.dumps(body, ensure_ascii=False))

    def edit(self, native_id: str, outgoing: Outgoing) -> Receipt:
        """Changes the words only: pictures stay as they are."""
        body = {"message": outgoing.text}
        self._session.call("POST", native_id, data=body)
        return receipt_of(native_id, sent=json.dumps(body, ensure_ascii=False))

    def delete(self, native_id: str) -> None:
        try:
            self._session.call("DELETE", native_id)
        except troubles.NotThere:
            if self._is_shown(native_id):  # the same words tell who has no right to it
                raise

    def find(self, outgoing: Outgoing) -> Receipt | None:
        """Reads what the Page has written since the first try."""
        since = outgoing.created_at - CLOCKS_DIFFER
        asked: dict[str, str | int] = {"fields": "id,message,created_time,from{id}", "limit": 100}
        if outgoing.reply_to:
            asked |= {"filter": "stream", "order": "reverse_chronological"}
        else:
            asked |= {"since": str(int(since.timestamp()))}
        ours: list[Seen] = []
        answered_at: datetime | None = None
        for page, said_at in self._session.pages(*self._place(outgoing), **asked):
            answered_at = said_at
            ours += self._own(page, since)
            if outgoing.reply_to and is_older(page, since):
                break
        return reading_back.which(outgoing, ours, answered_at=answered_at)

    def hide(self, measure: Measure) -> None:
        """A comment, so that only its author and their friends see it."""
        self._session.call("POST", measure.native_id, data={"is_hidden": "true"})

    def show(self, measure: Measure) -> None:
        try:
            self._session.call("POST", measure.native_id, data={"is_hidden": "false"})
        except troubles.NotThere:
            return

    def mentions(self, cursor: str) -> tuple[Sequence[Post], str]:
        return mentions.read(self._session, cursor)

    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        """One by one: asked for together, one that is gone would hide all the others."""
        found = []
        for native_id in native_ids:
            try:
                found.append(self._profile(native_id))
            except troubles.NotThere:
                continue
        return found

    def _place(self, outgoing: Outgoing) -> tuple[str, str]:
        return (outgoing.reply_to.native_id, "comments") if outgoing.reply_to else (self._session.page_id, "feed")

    def _upload(self, media: Media) -> str:
        """The id of a photo that nobody sees yet."""
        form = {"published": "false", "alt_text_custom": media.alt}
        picture = {"source": ("image", media.content or b"", media.mime)}
        stored = self._session.call("POST", self._session.page_id, "photos", data=form, files=picture)
        if not identifier(stored, "id"):
            raise TryLater(troubles.NOT_UNDERSTOOD)
        return identifier(stored, "id")

    def _own(self, page: list[Json], since: datetime) -> Iterator[Seen]:
        for said in page:
            if identifier(said, "from", "id") in ("", self._session.page_id) and not is_older([said], since):
                yield Seen(receipt_of(identifier(said, "id")), words(said, "message"))

    def _profile(self, native_id: str) -> Profile:
        try:
            return profile_of(self._session.call("GET", native_id, params={"fields": PAGE_FIELDS}))
        except Malformed as error:
            raise TryLater(troubles.NOT_UNDERSTOOD) from error

    def _is_shown(self, native_id: str) -> bool:
        try:
            return bool(identifier(self._session.call("GET", native_id, params={"fields": "id"}), "id"))
        except troubles.NotThere:
            return False


def as_post(outgoing: Outgoing, photos: Sequence[str]) -> dict[str, Any]:
    pictures = {f"attached_media[{number}]": json.dumps({"media_fbid": photo}) for number, photo in enumerate(photos)}
    link = {"link": outgoing.card.url} if outgoing.card and not photos else {}
    return {"message": outgoing.text, **pictures, **link}


def as_comment(outgoing: Outgoing, photos: Sequence[str]) -> dict[str, Any]:
    picture = {"attachment_id": photos[0]} if photos else {}
    return {"message": outgoing.text, **picture}


def receipt_of(native_id: str, sent: str = "") -> Receipt:
    return Receipt(native_id, address(native_id), sent=sent)


def is_older(page: list[Json], since: datetime) -> bool:
    """Whether something on `page` was written before `since`."""
    for said in page:
        try:
            if moment(said) < since:
                return True
        except Malformed:
            continue
    return False
