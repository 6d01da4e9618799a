"""What a digest says: a line for each thing that waited, those of one kind together, each with its page."""

from itertools import groupby

from django.utils.translation import ngettext

from beffroi.journal.sentences import translated
from beffroi.notify.kinds import KINDS
from beffroi.notify.models import Message

MOST = 50  # lines: who was away for a month reads the rest on the pages


def subject_of(digest: Message) -> str:
    """In the language that is active, as what follows."""
    count = sum(line.count for line in _lines(digest))
    said = ngettext("%(subject)s, %(count)d thing", "%(subject)s, %(count)d things", count)
    return said % {"subject": translated(digest.subject), "count": count}


def text_of(digest: Message) -> str:
    """Raises WrongKey."""
    lines = _lines(digest)
    parts = []
    for kind, of_a_kind in groupby(lines[:MOST], key=lambda line: line.kind):
        heading = str(KINDS[kind].label) if kind in KINDS else ""  # no longer a kind of this version
        parts.append("\n".join([heading, *(_said(line) for line in of_a_kind)]).strip())
    if left := len(lines[MOST:]):
        parts.append(ngettext("And %(count)d more.", "And %(count)d more.", left) % {"count": left})
    return "\n\n".join(parts)


def _lines(digest: Message) -> list[Message]:
    """What leaves with it: what was settled meanwhile does not."""
    order = {name: place for place, name in enumerate(KINDS)}
    return sorted(digest.lines.filter(state="sending"), key=lambda line: (order.get(line.kind, 0), line.written_at))


def _said(line: Message) -> str:
    said, link = " ".join(translated(line.body).split()), line.opened()["link"]
    return f"– {said}\n  {link}" if link else f"– {said}"
