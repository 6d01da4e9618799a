"""Words in an entry of a feed, RSS or Atom."""

import calendar
import io
from datetime import UTC, datetime
from typing import Any

from beffroi.engines.procedure.expectation import looked_for, needed, since
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, misshapen, xml_tree
from beffroi.vocabulary import Sentence

NO_ENTRY = "No entry of this feed counts: there is none, or none since the moment that was given."

ROOTS = ("rss", "feed", "RDF")


def evaluate(answer: Answer, question: Question) -> Judgement:
    needed(question, "words")
    after = since(question)
    if xml_tree(answer.body).tag not in ROOTS:
        raise misshapen("rss")
    entries = [entry for entry in _entries(answer.body) if after is None or _is_since(entry, after)]
    if not entries:
        return Judgement(State.NO_DATA, "", (Sentence(NO_ENTRY),), {"entries": 0})
    judged = [looked_for(_text(entry), question, _evidence(entry)) for entry in entries]
    return next((one for one in judged if one.state is not State.NO_DATA), judged[0])


def _entries(body: bytes) -> list[Any]:
    import feedparser  # only who reads such a source pays for it

    # A file object, never the bytes: those it would first try as the name of a file.
    return list(feedparser.parse(io.BytesIO(body)).entries)


def _is_since(entry: Any, after: datetime) -> bool:
    """An entry without a date does not count: nobody knows what it is about."""
    moment = _moment(entry)
    return moment is not None and moment >= after


def _moment(entry: Any) -> datetime | None:
    # As a plain dict: feedparser's own `get` answers for one day with the other, and warns that it will not for long.
    written = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(written), tz=UTC) if written else None
    except (ValueError, OverflowError, OSError):
        return None


def _text(entry: Any) -> str:
    return f"{entry.get('title', '')} : {entry.get('summary', '')}"


def _evidence(entry: Any) -> dict[str, Any]:
    moment = _moment(entry)
    return {"link": str(entry.get("link", "")), "published_at": moment.isoformat() if moment else ""}
