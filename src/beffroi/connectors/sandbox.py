"""The connector to the fictional network: for the demonstration, for training, for tests. The file to copy.

A connector is four things: `connect`, a class with the abilities that its network has, the mapping from what the
network says to the vocabulary, and the mapping from its troubles to the three errors of the contract.
"""

import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unicodedata import combining, normalize

import regex

from beffroi.connectors.contract import (
    AccessLost,
    Capabilities,
    Credentials,
    Keep,
    Measure,
    Refused,
    StreamEvent,
    TryLater,
)
from beffroi.connectors.sandbox_network import Event, Sandbox, State, event_in
from beffroi.vocabulary import Link, Media, Outgoing, Post, Profile, Receipt, Ref, Sentence

CAPABILITIES = Capabilities(
    max_length=300,
    max_images=4,
    max_image_bytes=2_000_000,
    idempotent=True,
    edits=True,
    moderates=("hide", "report", "block"),
    private=True,
)
MENTION = re.compile(r"(?<![\w@])@(\w(?:[\w.-]*\w)?)")
LINK = re.compile(r"https?://[^\s<>\"»]*[^\s<>\"».,;:!?)]")
POLL_SECONDS = 0.1
PAGE = 50
POLLS_BEFORE_A_SIGN_OF_LIFE = 10


def connect(credentials: Credentials, keep: Keep) -> "SandboxConnector":
    """A connector for the account `handle` of the network in `folder`. Asks the network nothing, never calls `keep`."""
    return SandboxConnector(Sandbox(Path(credentials["folder"])), credentials["handle"])


def new_key(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"


class SandboxConnector:
    capabilities = CAPABILITIES

    def __init__(self, network: Sandbox, handle: str) -> None:
        self.network = network
        self.handle = handle

    def whoami(self) -> Profile:
        state, account = self._admitted()
        return profile(account, state)

    def publish(self, outgoing: Outgoing) -> Receipt:
        with troubles_told(), self.network.locked() as state:
            account = admitted(self.handle, state)
            native_id = f"{account}-{outgoing.key}"
            if native_id not in state.posts:  # the same key again makes no second post
                check_content(outgoing, state)
                self.network.append(post_event(native_id, account, outgoing))
        return receipt(native_id, sent=json.dumps(post_event(native_id, account, outgoing), ensure_ascii=False))

    def edit(self, native_id: str, outgoing: Outgoing) -> Receipt:
        with troubles_told(), self.network.locked() as state:
            account = admitted(self.handle, state)
            if native_id not in state.posts:
                raise Refused("The sandbox no longer has this post.")
            check_owner(native_id, account, state)
            check_content(outgoing, state)
            self.network.append({"act": "edit", "id": native_id, "text": outgoing.text})
        return receipt(native_id, sent=outgoing.text)

    def find(self, outgoing: Outgoing) -> Receipt | None:
        with troubles_told():
            state = self.network.read()
        native_id = f"{admitted(self.handle, state)}-{outgoing.key}"
        return receipt(native_id) if native_id in state.posts else None

    def delete(self, native_id: str) -> None:
        with troubles_told(), self.network.locked() as state:
            account = admitted(self.handle, state)
            if native_id in state.posts:
                check_owner(native_id, account, state)
                self.network.append({"act": "delete", "id": native_id})

    def hide(self, measure: Measure) -> None:
        self._moderate("hide", measure)

    def show(self, measure: Measure) -> None:
        self._moderate("show", measure)

    def block(self, measure: Measure) -> None:
        self._moderate("block", measure)

    def unblock(self, measure: Measure) -> None:
        self._moderate("unblock", measure)

    def report(self, measure: Measure) -> str:
        self._moderate("report", measure)
        return measure.key

    def _moderate(self, act: str, measure: Measure) -> None:
        with troubles_told(), self.network.locked() as state:
            account = admitted(self.handle, state)
            if "refuse" in state.trouble:
                raise Refused(state.trouble["refuse"])
            said = {"by": account, "id": measure.native_id, "whose": measure.author_id, "reason": measure.reason}
            self.network.append({"act": act, **said})

    def mentions(self, cursor: str) -> tuple[Sequence[Post], str]:
        with troubles_told():
            lines = self.network.lines_after(int(cursor or 0))
            state = self.network.read()
        account = admitted(self.handle, state)
        posts = [event.post for end, line in lines if not (event := stream_event(end, line, state)).changed]
        end_of_lines = str(lines[-1][0]) if lines else cursor or "0"
        return [post for post in posts if post and concerns(post, account, state)], end_of_lines

    def past_mentions(self, place: str, since: datetime) -> tuple[Sequence[Post], str]:
        state, account = self._admitted()
        told = [one for event in state.posts.values() if concerns(one := post(event, state), account, state)]
        return page([one for one in newest_first(told) if one.published_at >= since], place)

    def own_posts(self, place: str, since: datetime) -> tuple[Sequence[tuple[Post, int]], str]:
        state, account = self._admitted()
        ours = [post(event, state) for event in state.posts.values() if event["account"] == account]
        lately, following = page([one for one in newest_first(ours) if one.published_at >= since], place)
        counts = Counter(native_id for event in state.posts.values() for native_id in pointing_to(event))
        return [(one, counts[one.native_id]) for one in lately], following

    def answers(self, native_id: str) -> Iterator[Sequence[Post]]:
        """One answer deeper at a time."""
        state, account = self._admitted()
        seen = level = {native_id}
        while events := [event for event in state.posts.values() if level & pointing_to(event)]:
            yield [post(event, state) for event in events if event["account"] != account]
            level = {event["id"] for event in events} - seen
            seen = seen | level

    def profiles(self, native_ids: Sequence[str]) -> Sequence[Profile]:
        with troubles_told():
            state = self.network.read()
        admitted(self.handle, state)
        return [profile(native_id, state) for native_id in native_ids if native_id in state.accounts]

    def search(self, words: str, since: datetime, limit: int) -> Sequence[Post]:
        """By letters, as plain servers do: capitals and accents do not count."""
        with troubles_told():
            state = self.network.read()
        admitted(self.handle, state)
        sought = plain(words.removeprefix("#"))
        public = (event for event in state.posts.values() if not event.get("private"))
        there = [post(event, state) for event in public if sought in plain(event["text"])]
        lately = sorted((one for one in there if one.published_at >= since), key=lambda one: one.published_at)
        return lately[::-1][:limit]

    def latest(self, native_id: str, limit: int) -> Sequence[Post]:
        with troubles_told():
            state = self.network.read()
        theirs = [post(event, state) for event in state.posts.values() if event["account"] == native_id]
        return newest_first([one for one in theirs if not (one.private or one.repost_of)])[:limit]

    def card(self, native_id: str) -> Profile:
        """What other sites have kept of it: here the profile, unless somebody joined or changed with a `card`."""
        with troubles_told():
            state = self.network.read()
        if native_id not in state.accounts:
            raise Refused("The sandbox no longer has this account.")
        shown = profile(native_id, state)
        return replace(shown, name=state.accounts[native_id].get("card") or shown.name)

    def people(self, words: str, limit: int) -> Sequence[Profile]:
        with troubles_told():
            state = self.network.read()
        sought = plain(words.removeprefix("@"))
        everybody = (profile(native_id, state) for native_id in state.accounts)
        return [one for one in everybody if sought in plain(f"{one.handle} {one.name}")][:limit]

    def stream(self, cursor: str) -> Iterator[StreamEvent]:
        """Follows the network. A second without news yields an event without a post: a sign of life."""
        with troubles_told():
            end = int(cursor) if cursor else self.network.end()
        while True:
            with troubles_told():
                lines = self._wait_for_lines(end)
                state = self.network.read()
            admitted(self.handle, state)
            for end, line in lines:
                event = stream_event(end, line, state)
                private = event.post is not None and event.post.private  # for those it names, and for no listener
                yield StreamEvent(event.cursor) if private else event
            if not lines:
                yield StreamEvent(str(end))

    def _admitted(self) -> tuple[State, str]:
        with troubles_told():
            state = self.network.read()
        return state, admitted(self.handle, state)

    def _wait_for_lines(self, offset: int) -> list[tuple[int, str]]:
        for _ in range(POLLS_BEFORE_A_SIGN_OF_LIFE):
            if self.network.end() > offset:
                break
            time.sleep(POLL_SECONDS)
        return self.network.lines_after(offset)


# What the network says, in the vocabulary


def profile(native_id: str, state: State) -> Profile:
    account = state.accounts.get(native_id, {"handle": native_id, "name": native_id})
    return Profile(
        network="sandbox",
        native_id=native_id,
        handle=account["handle"],
        name=account["name"],
        summary=account.get("summary", ""),
        icon=account.get("icon", ""),
        followers=account.get("followers"),
        posts=state.counts[native_id],
    )


def post(event: Event, state: State) -> Post:
    text, reply_to, repost_of = event["text"], event["reply_to"], event.get("repost_of")
    mentions = tuple(filter(None, map(state.account_of, MENTION.findall(text))))
    return Post(
        network="sandbox",
        native_id=event["id"],
        author=profile(event["account"], state),
        text=text,
        published_at=datetime.fromisoformat(event["at"]),
        url=address(event["id"]),
        lang=event.get("lang", ""),
        reply_to=Ref(reply_to) if reply_to else None,
        root=Ref(event["root"]) if event["root"] else None,
        mentions=mentions,
        links=tuple(link(text, found) for found in LINK.finditer(text)),
        media=tuple(Media(**media) for media in event.get("media", ())),
        to=tuple(spoken_to(mentions, reply_to, state)),
        repost_of=Ref(repost_of) if repost_of else None,
        quote_of=Ref(event["quote_of"]) if event.get("quote_of") else None,
        private=bool(event.get("private")),
    )


def spoken_to(mentions: Sequence[str], reply_to: str, state: State) -> Iterator[str]:
    answered = state.posts.get(reply_to, {}).get("account")
    for account in dict.fromkeys((*mentions, *([answered] if answered else []))):
        yield account
        yield profile(account, state).handle


def plain(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))


def link(text: str, found: re.Match[str]) -> Link:
    start = len(text[: found.start()].encode())
    return Link(start, start + len(found[0].encode()), found[0])


def post_event(native_id: str, account: str, outgoing: Outgoing) -> Event:
    """What we say, in the network's words. Of a picture the sandbox keeps what describes it, not its bytes."""
    reply_to = outgoing.reply_to.native_id if outgoing.reply_to else ""
    return {
        "act": "post",
        "id": native_id,
        "account": account,
        "text": outgoing.text,
        "at": outgoing.created_at.isoformat(),
        "lang": outgoing.lang,
        "reply_to": reply_to,
        "root": outgoing.root.native_id if outgoing.root else reply_to,
        "media": [{"mime": m.mime, "alt": m.alt, "width": m.width, "height": m.height} for m in outgoing.media],
        **({"private": True} if outgoing.private else {}),
    }


def stream_event(end: int, line: str, state: State) -> StreamEvent:
    event = event_in(line)
    if event is None:
        return StreamEvent(str(end), trouble="The sandbox sent a line that cannot be read.")
    match event["act"]:
        case "delete":
            return StreamEvent(str(end), gone=event["id"])
        case "post" | "edit" as act if event["id"] in state.posts:
            return StreamEvent(str(end), post(state.posts[event["id"]], state), changed=act == "edit")
    return StreamEvent(str(end))


def concerns(post: Post, account: str, state: State) -> bool:
    """Whether somebody else's post answers, quotes or names this account."""
    spoken_to = {state.posts.get(ref.native_id, {}).get("account") for ref in (post.reply_to, post.quote_of) if ref}
    return post.author.native_id != account and (account in post.mentions or account in spoken_to)


def pointing_to(event: Event) -> set[str]:
    """The posts that this one answers or quotes."""
    return {native_id for native_id in (event["reply_to"], event.get("quote_of")) if native_id}


def newest_first(posts: list[Post]) -> list[Post]:
    return sorted(posts, key=lambda one: one.published_at, reverse=True)


def page(posts: list[Post], place: str) -> tuple[list[Post], str]:
    """One page of `posts`: a place is how many come before it."""
    begin = int(place or 0)
    end = begin + PAGE
    return posts[begin:end], str(end) if end < len(posts) else ""


def receipt(native_id: str, sent: str = "") -> Receipt:
    return Receipt(native_id, address(native_id), sent=sent)


def address(native_id: str) -> str:
    return f"/demonstration/network/{native_id}"


# The network's troubles, in the contract's errors


@contextmanager
def troubles_told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:  # nothing was written
        raise TryLater("The sandbox does not answer.", delivered=False) from error


def admitted(handle: str, state: State) -> str:
    """The native id of the account that we may act for."""
    account = state.account_of(handle)
    if account is None or state.accounts[account].get("lost"):
        raise AccessLost(Sentence("The sandbox has no account {handle} that accepts our access.", {"handle": handle}))
    if "wait" in state.trouble:
        raise TryLater("The sandbox asks to wait.", seconds=state.trouble["wait"], delivered=False)
    return account


def check_content(outgoing: Outgoing, state: State) -> None:
    if "refuse" in state.trouble:
        raise Refused(state.trouble["refuse"])
    length = len(regex.findall(r"\X", outgoing.text))
    if length > CAPABILITIES.max_length:
        lengths = {"max": CAPABILITIES.max_length, "length": length}
        raise Refused(Sentence("The sandbox takes {max} characters; this post has {length}.", lengths))


def check_owner(native_id: str, account: str, state: State) -> None:
    if state.posts[native_id]["account"] != account:
        raise Refused("This post belongs to somebody else.")
