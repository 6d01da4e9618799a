"""Headers that more than one reader asks with or looks at: until when a server wants to be left alone, and whether what
it said last still holds."""

from collections.abc import Mapping

from beffroi.vocabulary import said_at


def conditions(*, etag: str, last_modified: str) -> dict[str, str]:
    """The headers that ask for what has changed only; none where nothing is known of the last answer."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in asked.items() if value}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Retry-After in seconds, counted by the server's own clock; None when it does not say. `headers` ignore case."""
    after = headers.get("retry-after", "").strip()
    if after.isascii() and after.isdecimal():
        return float(after)
    until, at = said_at(after), said_at(headers.get("date", ""))
    return max(0.0, (until - at).total_seconds()) if until and at else None
