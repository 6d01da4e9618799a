"""The fictional network behind the sandbox connector, and everybody else's side of it.

It lives in a folder. One file, `events.jsonl`, holds everything that ever happened there, one JSON object a line, only
appended to, so that several processes may share the network. The demonstration and the tests make people join, speak
and rename themselves here, and put the network in the troubles that real ones have.
"""

import fcntl
import json
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Event = dict[str, Any]


class State:
    """What the network shows now: its events, added up. Accounts, posts and numbers of posts by native id."""

    def __init__(self) -> None:
        self.accounts: dict[str, Event] = {}
        self.posts: dict[str, Event] = {}
        self.counts: Counter[str] = Counter()
        self.trouble: Event = {}
        self.hidden: set[str] = set()
        self.blocked: set[tuple[str, str]] = set()  # by whom, whom
        self.reports: list[Event] = []

    def add(self, event: Event) -> None:
        match event["act"]:
            case "join":
                self.accounts[event["account"]] = event
            case "change":
                self.accounts[event["account"]] = {**self.accounts[event["account"]], **event}
            case "leave":
                self.accounts.pop(event["account"], None)
            case "trouble":
                self.trouble = event
            case "hide" | "show" | "block" | "unblock" | "report":
                self._moderate(event)
            case _:
                self._add_to_posts(event)

    def _moderate(self, event: Event) -> None:
        pair = (event["by"], event["whose"])
        match event["act"]:
            case "hide":
                self.hidden.add(event["id"])
            case "show":
                self.hidden.discard(event["id"])
            case "block":
                self.blocked.add(pair)
            case "unblock":
                self.blocked.discard(pair)
            case "report":
                self.reports.append(event)

    def _add_to_posts(self, event: Event) -> None:
        match event["act"]:
            case "post":
                self.posts[event["id"]] = event
                self.counts[event["account"]] += 1
            case "edit" if event["id"] in self.posts:
                self.posts[event["id"]] = {**self.posts[event["id"]], "text": event["text"]}
            case "delete":
                if gone := self.posts.pop(event["id"], None):
                    self.counts[gone["account"]] -= 1

    def account_of(self, handle: str) -> str | None:
        """The native id behind a handle."""
        return next((account for account, shown in self.accounts.items() if shown["handle"] == handle), None)

    def root_of(self, reply_to: str, *, private: bool = False) -> str:
        """The first post of the conversation that a reply joins; empty where a private one begins its own."""
        answered = self.posts.get(reply_to, {})
        return "" if private and not answered.get("private") else str(answered.get("root") or reply_to)


class Sandbox:
    """The network in `folder`. A person is named by handle, a post by native id."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "events.jsonl"

    @classmethod
    def create(cls, folder: Path) -> "Sandbox":
        """Opens the network in `folder`, and makes an empty one when there is none."""
        folder.mkdir(parents=True, exist_ok=True)
        network = cls(folder)
        network.file.touch()
        return network

    def join(self, handle: str, name: str, /, **shown: Any) -> str:
        """Opens an account and returns its native id. `shown`: summary, icon, followers. ValueError if it exists."""
        with self.locked() as state:
            if state.account_of(handle):
                raise ValueError(f"{handle} is on the sandbox already")
            account = secrets.token_hex(4)
            self.append({"act": "join", "account": account, "handle": handle, "name": name, **shown})
        return account

    def say(self, handle: str, text: str, *, reply_to: str = "", at: datetime | None = None, **more: Any) -> str:
        """Posts as somebody, now unless `at` says when; returns the native id of the post. `more`: lang, media (each
        with a mime and an alt), repost_of, quote_of, private."""
        with self.locked() as state:
            account = account_called(handle, state)
            post = {"id": f"{account}-{secrets.token_hex(6)}", "account": account, "text": text}
            root = state.root_of(reply_to, private=bool(more.get("private")))
            post |= {"at": (at or datetime.now(UTC)).isoformat(), "reply_to": reply_to, "root": root}
            self.append({"act": "post", **post, **more})
        return post["id"]

    def delete(self, native_id: str) -> None:
        with self.locked():
            self.append({"act": "delete", "id": native_id})

    def rename(self, handle: str, name: str, /, **shown: Any) -> None:
        """Changes an account's name, and any of its summary, icon, followers and handle."""
        self.change(handle, {"act": "change", "name": name, **shown})

    def leave(self, handle: str) -> None:
        """Closes an account: the network no longer shows it."""
        self.change(handle, {"act": "leave"})

    def lose_access(self, handle: str) -> None:
        """From now on our credentials for this account are refused."""
        self.change(handle, {"act": "change", "lost": True})

    def rate_limit(self, seconds: float) -> None:
        """Every request is asked to wait, until `recover`."""
        self.trouble({"wait": seconds})

    def refuse(self, reason: str) -> None:
        """Every new post is refused, until `recover`."""
        self.trouble({"refuse": reason})

    def recover(self) -> None:
        self.trouble({})

    def trouble(self, what: Event) -> None:
        with self.locked():
            self.append({"act": "trouble", **what})

    def change(self, handle: str, event: Event) -> None:
        with self.locked() as state:
            self.append({**event, "account": account_called(handle, state)})

    @contextmanager
    def locked(self) -> Iterator[State]:
        """The present state; nobody else writes until the block ends."""
        with self.file.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield self.read()

    def append(self, event: Event) -> None:
        """Adds one line; only within `locked`."""
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event, ensure_ascii=False) + "\n")

    def read(self) -> State:
        """Raises FileNotFoundError when the network is not there, as everything here does."""
        state = State()
        for _, line in self.lines_after(0):
            event = event_in(line)
            if event:
                state.add(event)
        return state

    def lines_after(self, offset: int) -> list[tuple[int, str]]:
        """The whole lines after a byte offset, each with the offset of its end. A line being written is left."""
        with self.file.open("rb") as file:
            file.seek(offset)
            whole, _, _ = file.read().rpartition(b"\n")
        lines = []
        for line in whole.split(b"\n") if whole else []:
            offset += len(line) + 1
            lines.append((offset, line.decode(errors="replace")))
        return lines

    def end(self) -> int:
        return self.file.stat().st_size


def account_called(handle: str, state: State) -> str:
    account = state.account_of(handle)
    if account is None:
        raise ValueError(f"nobody is called {handle} on the sandbox")
    return account


def event_in(line: str) -> Event | None:
    """The event that a line holds, None when it holds none."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and "act" in event else None
