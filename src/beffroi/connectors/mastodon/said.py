"""What a stream says, whatever carries it: pairs of a kind ("update", "delete") and its data."""

from collections.abc import Iterable, Iterator

from beffroi.connectors.mastodon.server import json_in
from beffroi.connectors.values import words

Said = tuple[str, str]

UNREADABLE = "unreadable"
BEAT: Said = ("", "")
FIELDS = ("event", "data", "id", "retry")


def from_lines(lines: Iterable[str]) -> Iterator[Said]:
    """Server-sent events. A comment, which says that the line still holds, is a beat."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if not line:
            if fields:
                yield "".join(fields.get("event", [])), "\n".join(fields.get("data", []))
            fields = {}
        elif not name:
            yield BEAT
        elif name in FIELDS:
            fields.setdefault(name, []).append(value.removeprefix(" "))
        else:
            yield UNREADABLE, ""


def from_messages(messages: Iterable[str]) -> Iterator[Said]:
    """Messages of a WebSocket, one JSON object each."""
    for message in messages:
        said = json_in(message)
        kind = words(said, "event")
        yield (kind, words(said, "payload")) if kind else (UNREADABLE, "")
