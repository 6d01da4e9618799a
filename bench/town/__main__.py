"""Seeds one data folder and says, as JSON on the last line, how to get in and what to open."""

import argparse
import json
import os
import random
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.town", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ["BEFFROI_DATA_DIR"] = str(asked.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")

    from bench.settled import tables

    tables()
    print(json.dumps(seed(asked.data.resolve(), asked.cases, random.Random(asked.seed))))
    return 0


def seed(data: Path, cases: int, chance: random.Random) -> dict[str, Any]:
    """Everything in one transaction; then the database counts its rows, as PostgreSQL does by itself in a minute."""
    from django.db import connection, transaction
    from django.utils import timezone

    from bench.town.people import settle

    with transaction.atomic():
        town = settle(data, timezone.now(), chance)
        said = _fill(town, cases)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return said


def _fill(town: Any, cases: int) -> dict[str, Any]:
    from bench.town import conversations, departures, ledger, people, searches
    from bench.town.size import Size

    size, chronicle, writing = Size.of(cases), conversations.Chronicle(town), departures.Writing(town)
    talks = conversations.conversations(town, size, chronicle)
    own = departures.own_posts(town, size, chronicle)
    found = searches.found_posts(town, size, chronicle)
    conversations.store([*(post for talk in talks for post in talk.posts), *(post for _, post in own), *found])
    conversations.note_mentions(talks)
    departures.publish(writing, own)
    departures.leave_open(writing, size)
    opened = departures.open_cases(town, talks, writing)
    saved = searches.listen(town, size, found)
    people.raise_alarms(town)
    ledger.write(town, talks, opened, number=size.events)
    return _said(town, talks, opened, saved, writing)


def _said(town: Any, talks: list[Any], opened: list[Any], saved: list[Any], writing: Any) -> dict[str, Any]:
    from beffroi.guard.models import Alarm
    from beffroi.inbox.models import Case
    from beffroi.journal.models import broken_links
    from bench.town.people import PASSWORD

    assert not list(broken_links(town.organisation)), "the seeded journal is no true chain"
    longest = max(range(len(talks)), key=lambda n: len(talks[n].posts))
    pages = {
        **_drafts(writing),
        "case, the longest": f"/inbox/{opened[longest].pk}",
        "case, being answered": f"/inbox/{Case.objects.filter(replies__draft__publications__state='queued')[0].pk}",
        "search": f"/listening/searches/{saved[0].pk}",
        "alarm": f"/guard/alarms/{Alarm.objects.order_by('pk')[0].pk}",
    }
    return {"email": town.owner.email, "password": PASSWORD, "pages": pages, "rows": rows()}


def _drafts(writing: Any) -> dict[str, str]:
    """One draft of each state, of several accounts where it has them, and one with a publication of each state."""
    found = {
        f"draft, {draft.state}": f"/drafts/{draft.pk}"
        for draft, accounts in sorted(
            zip(writing.drafts, writing.accounts, strict=True), key=lambda pair: (len(pair[1]), pair[0].pk)
        )
    }
    found |= {f"draft, {each.state}": f"/drafts/{each.draft_id}" for each in writing.publications}
    return {**found, "draft, edited": f"{found['draft, draft']}/edit"}


def rows() -> dict[str, int]:
    """How much was stored, counted in the database."""
    from beffroi.archive.models import Post
    from beffroi.inbox.models import Case
    from beffroi.journal.models import Event
    from beffroi.listening.models import Match, SavedSearch
    from beffroi.publishing.models import Draft, Publication

    counted = {
        "cases": Case.objects.all(),
        "waiting cases": Case.objects.waiting(),
        "answered cases": Case.objects.answered(),
        "archived posts": Post.objects.all(),
        "drafts": Draft.objects.all(),
        "publications": Publication.objects.all(),
        "searches": SavedSearch.objects.all(),
        "matches": Match.objects.all(),
        "journal events": Event.objects.all(),
    }
    return {name: found.count() for name, found in counted.items()}


if __name__ == "__main__":
    sys.exit(main())
