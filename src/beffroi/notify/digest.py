"""What a digest says: a line for each thing that waited, those of one kind together, each with its page."""

from contextlib import suppress
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import ngettext

from beffroi.access.models import Membership
from beffroi.access.roles import may
from beffroi.access.sealing import WrongKey
from beffroi.journal.sentences import translated
from beffroi.notify.kinds import KINDS
from beffroi.notify.models import Choice, Message

MOST = 50  # lines: who was away for a month reads the rest on the pages


def make_ready(digest: Message, now: datetime) -> None:
    """Before it leaves: it goes where its reader is told by now, without what they may no longer see to."""
    with transaction.atomic():
        waiting = Message.objects.select_for_update(no_key=True, of=("self",)).filter(pk=digest.pk, state="queued")
        mine = waiting.select_related("organisation", "reader").first()
        if mine is None or mine.reader is None:
            return
        choice = Choice.of(mine.reader, mine.organisation, mine.channel)
        if not choice.is_confirmed:
            mine.withdraw(now=now)
            return
        if (mine.address, mine.name) != (choice.recipient.address, choice.recipient.name):
            with suppress(WrongKey):  # then its sending fails for that, and says so
                mine.redirect(choice.recipient)
        roles = Membership.objects.filter(organisation=mine.organisation, user=mine.reader).values_list(
            "role", flat=True
        )
        for line in mine.lines.filter(state="queued").select_related("organisation"):
            if line.kind in KINDS and not any(may(role, KINDS[line.kind].act) for role in roles):
                line.withdraw(now=now)


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
