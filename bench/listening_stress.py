"""Streams of the worst kind: everybody says the same word."""

import json
from collections.abc import Mapping, Sequence

CROWDS: Mapping[str, str] = {
    "every post ends “Balse”": " Balse",
    "every post ends “inondation à Paris”": " inondation à Paris",
    "a flash crowd on Paris": " Paris Lyon Marseille eau travaux budget école #Paris",
}


def stressed(raw: Sequence[bytes], tail: str, size: int = 0) -> list[bytes]:
    """The same lines with `tail` behind their first 120 characters; padded to `size` bytes by what nobody reads."""
    lines = []
    for line in raw:
        event = json.loads(line)
        record = event["commit"]["record"]
        record["text"] = record["text"][:120] + tail if tail else record["text"]
        if size:
            record["unread"] = "x" * max(0, size - len(line))
        lines.append(json.dumps(event, ensure_ascii=False).encode() + b"\n")
    return lines
