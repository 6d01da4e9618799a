"""A model of a server that speaks the Mastodon API: what it knows, and how it shows it.

It is no Mastodon. What it answers has the shape of recorded answers and of the published description; how it behaves
beyond them is our reading of the documentation. Its tempers are those of other servers with the same interface.
"""

import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Any

START = datetime(2026, 11, 18, 20, 20, tzinfo=UTC)  # its clock stands still but for one second with every post
MENTION = re.compile(r"(?<![\w@/])@(\w[\w.-]*)(?:@[\w.-]+\w)?")
ADDRESS = re.compile(r"https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]")
PIECES = re.compile(r"(https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]|(?<![\w@/])@\w[\w.-]*(?:@[\w.-]+\w)?)")


@dataclass(frozen=True)
class Temper:
    """What servers of this interface differ in. As it stands: a Mastodon of 2026."""

    name: str = "usual"
    version: str = "4.7.3"
    keeps_keys: bool = True
    max_characters: int = 500
    max_media: int = 4
    url_length: int | None = 23
    image_size_limit: int = 16_777_216
    description_limit: int = 10_000
    random_ids: bool = False
    newer_half: bool = True  # /api/v2/instance, /api/v2/media, several accounts at once, the source of a post
    html_errors: bool = False  # but for refusals, as behind a proxy with pages of its own
    knows_since: bool = True  # since_id and min_id
    looks_at_media: int = 2  # times that an image is still being prepared


USUAL = Temper()
OTHER = Temper(
    name="other",
    version="2.7.2 (compatible; Something 0.19.2-rc3+git)",
    keeps_keys=False,
    max_characters=1234,
    max_media=2,
    url_length=None,
    image_size_limit=3_000_000,
    description_limit=420,
    random_ids=True,
    newer_half=False,
    html_errors=True,
    knows_since=False,
    looks_at_media=0,
)


class Refusal(Exception):
    """An answer other than success: its status, and the server's word for it."""

    def __init__(self, status: int, error: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(error)
        self.status, self.error, self.headers = status, error, headers or {}


@dataclass
class Account:
    id: str
    username: str
    token: str
    name: str
    note: str = ""


@dataclass
class Media:
    id: str
    owner: Account
    mime: str
    description: str | None
    width: int
    height: int
    looks_left: int
    used: bool = False


@dataclass
class Status:
    id: str
    account: Account
    text: str
    at: datetime
    visibility: str
    lang: str | None
    reply_to: "Status | None"
    media: list[Media]
    mentions: list[Account]
    edited_at: datetime | None = None
    application: str | None = "Beffroi"
    quote_of: "Status | None" = None


@dataclass
class Notice:
    id: str
    owner: Account
    status: Status
    kind: str = "mention"


@dataclass
class World:
    """All that a server knows. Every public method is one act; lists are in the order in which things happened."""

    temper: Temper = USUAL
    base: str = "http://127.0.0.1"
    stream_base: str = ""  # where the stream is, if it is elsewhere
    now: datetime = START
    accounts: list[Account] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    kept_keys: dict[tuple[str, str], Status] = field(default_factory=dict)
    blocks: set[tuple[str, str]] = field(default_factory=set)  # ids: by whom, whom
    reports: list[dict[str, Any]] = field(default_factory=list)
    may_moderate: bool = True  # False: the tokens have no scope for it
    listeners: list["SimpleQueue[tuple[str, Status]]"] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: int = 117_440_810_673_731_823

    def join(self, username: str, name: str) -> Account:
        with self.lock:
            account = Account(self._id(), username, secrets.token_urlsafe(24), name)
            self.accounts.append(account)
            return account

    def say(
        self,
        account: Account,
        text: str,
        *,
        reply_to: str = "",
        lang: str | None = "fr",
        media: Sequence[str] = (),
        visibility: str = "public",
        key: str = "",
        quote_of: str = "",
    ) -> Status:
        with self.lock:
            if key and self.temper.keeps_keys and (account.id, key) in self.kept_keys:
                return self.kept_keys[account.id, key]
            self._check(text, media)
            parent = self.status(reply_to) if reply_to else None
            attached = [self.unused(account, one) for one in media]
            self.now += timedelta(seconds=1)
            said = Status(self._id(), account, text, self.now, visibility, lang, parent, attached, self.named_in(text))
            said.quote_of = self.status(quote_of) if quote_of else None
            for one in attached:
                one.used = True
            self.statuses.append(said)
            if key:
                self.kept_keys[account.id, key] = said
            self._tell(said)
            return said

    def change(self, account: Account, native_id: str, text: str, lang: str | None, media: Sequence[str]) -> Status:
        with self.lock:
            said = self.own(account, native_id)
            self._check(text, media)
            standing = {one.id: one for one in said.media}
            said.media = [standing.get(one) or self.unused(account, one) for one in media]
            said.text, said.lang, said.mentions = text, lang or said.lang, self.named_in(text)
            self.now += timedelta(seconds=1)
            said.edited_at = self.now
            self._push("status.update", said)
            return said

    def delete(self, account: Account, native_id: str) -> Status:
        with self.lock:
            said = self.own(account, native_id)
            self.statuses.remove(said)
            self.notices = [notice for notice in self.notices if notice.status is not said]
            self._push("delete", said)
            return said

    def upload(self, account: Account, mime: str, description: str | None, size: int, shape: tuple[int, int]) -> Media:
        with self.lock:
            if size > self.temper.image_size_limit:
                raise Refusal(422, "Validation failed: File file size must be less than what this server takes")
            self.media.append(Media(self._id(), account, mime, description, *shape, self.temper.looks_at_media))
            return self.media[-1]

    def admitted(self, token: str) -> Account:
        found = next((account for account in self.accounts if account.token == token), None)
        if found is None:
            raise Refusal(401, "The access token is invalid")
        return found

    def account(self, native_id: str) -> Account:
        found: Account = found_by_id(self.accounts, native_id)
        return found

    def status(self, native_id: str) -> Status:
        found: Status = found_by_id(self.statuses, native_id)
        return found

    def own(self, account: Account, native_id: str) -> Status:
        said = self.status(native_id)
        if said.account is not account:
            raise Refusal(404, "Record not found")
        return said

    def unused(self, account: Account, native_id: str) -> Media:
        found = next((one for one in self.media if one.id == native_id and one.owner is account), None)
        if found is None or found.used:
            raise Refusal(422, f"The media with ID {native_id} could not be found or has already been attached")
        if found.looks_left:
            raise Refusal(422, "Cannot attach files that have not finished processing. Try again in a moment!")
        return found

    def named_in(self, text: str) -> list[Account]:
        names = dict.fromkeys(MENTION.findall(text))
        return [account for name in names for account in self.accounts if account.username == name]

    def thread_before(self, said: Status) -> list[Status]:
        before: list[Status] = []
        while said.reply_to is not None:
            said = said.reply_to
            before.insert(0, said)
        return [one for one in before if one in self.statuses]

    def public(self) -> list[Status]:
        """As on a public timeline: what answers somebody else is not shown there."""
        return [said for said in self.statuses if is_public(said)]

    def _check(self, text: str, media: Sequence[str]) -> None:
        counted = ADDRESS.sub("x" * self.temper.url_length, text) if self.temper.url_length else text
        if len(counted) > self.temper.max_characters:
            raise Refusal(422, f"Validation failed: Text character limit of {self.temper.max_characters} exceeded")
        if not text and not media:
            raise Refusal(422, "Validation failed: Text can't be blank")
        if len(media) > self.temper.max_media:
            raise Refusal(422, f"Cannot attach more than {self.temper.max_media} files")

    def _tell(self, said: Status) -> None:
        for account in said.mentions:
            if account is not said.account:
                self.notices.append(Notice(self._id(), account, said))
        if said.quote_of is not None and said.quote_of.account is not said.account:
            self.notices.append(Notice(self._id(), said.quote_of.account, said, "quote"))
        if is_public(said):
            self._push("update", said)

    def _push(self, event: str, said: Status) -> None:
        for listener in self.listeners:
            listener.put((event, said))

    def _id(self) -> str:
        """Either grows, as Mastodon's do, or says nothing of its place, as elsewhere."""
        self._numbers += 65_536 + secrets.randbelow(1000)
        return secrets.token_urlsafe(30) if self.temper.random_ids else str(self._numbers)


def is_public(said: Status) -> bool:
    return said.visibility == "public" and (said.reply_to is None or said.reply_to.account is said.account)


def found_by_id(things: Sequence[Any], native_id: str) -> Any:
    for one in things:
        if one.id == native_id:
            return one
    raise Refusal(404, "Record not found")
