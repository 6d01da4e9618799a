"""Writes the year that `bench.inbox_draws` draws into a data folder: `python -m bench.inbox_year DATA --cases 100000`.

Prints, as JSON on the last line, how to sign in and the addresses of the pages that are measured. What is not written:
the journal of that year, and what the rules said of each message (this town has no rules).
"""

import argparse
import base64
import json
import os
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.inbox_draws import COMMON, DAYS, LABELS, Draw, Talk

SHORT = 3  # messages of the short case that is measured
COMMON_WORD, RARE_WORD = "bonjour", "zingueur"
LABEL_NAMES = "Voirie Propreté Bruit Écoles Éclairage Eau Sports Culture Urbanisme Animaux".split()
RARE_LABEL = "Zinguerie"
PROMISED = 4 * 3600  # seconds of real time within which a first answer is promised


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.inbox_year", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    asked = parser.parse_args()
    os.environ["BEFFROI_DATA_DIR"] = str(asked.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")

    from bench.settled import tables

    tables()
    print(json.dumps(write(asked.data.resolve(), asked.cases)))
    return 0


def write(data: Path, cases: int) -> dict[str, Any]:
    from django.db import transaction
    from django.utils import timezone

    from bench.inbox_tables import unhindered
    from bench.town.people import settle

    now = timezone.now()
    begins = now - timedelta(days=DAYS, minutes=1)
    draw = Draw(cases, weekday=begins.weekday(), accounts=8)
    with transaction.atomic():
        town = settle(data, now, random.Random(1))
        _promise(town)
        labels = _labels(town)
    with unhindered():
        year = Year(town, labels, begins.timestamp())
        for talk in draw.talks():
            year.take(talk)
        year.flush()
    return said_of(town, year, labels)


def _promise(town: Any) -> None:
    from beffroi.inbox.models import Reckoning, ResponseTarget

    target = ResponseTarget(organisation=town.organisation)
    target.keep(by=town.owner, now=town.now, aim="first", minutes=PROMISED // 60, calendar=None)
    Reckoning.objects.update(due_at=None)  # all is reckoned here


def _labels(town: Any) -> list[Any]:
    from beffroi.inbox.models import Label

    names = [*LABEL_NAMES[: len(LABELS)], RARE_LABEL]
    return [Label.objects.create(organisation=town.organisation, name=name) for name in names]


class Year:
    """All tables that a year of questions fills. Everything of one conversation is written by `take`."""

    def __init__(self, town: Any, labels: list[Any], begins: float) -> None:
        from beffroi.archive.models import Mention, Post
        from beffroi.inbox.models import Assignment, Case, CaseLabel, Clock, Deadline, ResponseTarget
        from bench.inbox_tables import Table

        ours, by = {"organisation_id": town.organisation.pk}, town.people[-1].pk
        target = ResponseTarget.objects.get().pk
        self.town, self.labels, self.begins = town, labels, begins
        self.chance = random.Random("words")
        self.people = [person.pk for person in town.people if person.name.startswith(("Owner", "Agent"))]
        self.sampled: dict[str, Any] = {}
        self.posts = Table(
            Post, "native_id", "conversation", "reply_to", "author_id", "author_handle", "author_name", "text", "url",
            "published_at", "seen_at", network="sandbox", lang="fr",
        )  # fmt: skip
        self.mentions = Table(Mention, "post_id", "account_id", due_at=None)
        self.cases = Table(
            Case, "account_id", "conversation", "latest_id", "opened_at", "waiting_since", "answer_by",
            "answer_seen_at", "team_id", "assignee_id", "priority", "closed_at", "closed_by_id", **ours,
        )  # fmt: skip
        self.clocks = Table(
            Clock, "case_id", "published_at", "found_at", spoke_to_us=True, search_id=None, superseded_at=None, **ours
        )
        self.deadlines = Table(
            Deadline, "case_id", "starts_at", "warn_at", "by", "warned_at", "late_at", target_id=target, due_at=None,
            is_resolution=False,
        )  # fmt: skip
        self.handed = Table(Assignment, "case_id", "team_id", "person_id", "at", by_id=by)
        self.labelled = Table(CaseLabel, "case_id", "label_id", "at", by_id=by)
        self._answers(by, ours)
        self._tables = [table for table in vars(self).values() if isinstance(table, Table)]

    def _answers(self, by: int, ours: dict[str, int]) -> None:
        from beffroi.inbox.models import Reply
        from beffroi.publishing.models import Approval, Draft, Publication, Version
        from bench.inbox_tables import Table

        self.drafts = Table(
            Draft, "in_reply_to_id", "created_at", "submitted_at", author_id=by, state="approved", due_at=None, **ours
        )
        self.chosen = Table(Draft.accounts.through, "draft_id", "account_id")
        self.versions = Table(Version, "draft_id", "text", "at", number=1, lang="fr", by_id=by)
        self.approvals = Table(Approval, "version_id", "at", by_id=self.town.approver.pk)
        self.publications = Table(
            Publication, "draft_id", "version_id", "account_id", "text", "leave_at", "not_after", "key", "written_at",
            "remote_id", "url", "sent_at", state="sent", due_at=None, attempts=1,
        )  # fmt: skip
        self.replies = Table(Reply, "case_id", "draft_id")

    def flush(self, *, least: int = 0) -> None:
        for table in self._tables:
            table.flush(least=least)

    def take(self, talk: Talk) -> None:
        from bench.inbox_tables import BUFFER, moment

        def at(seconds: float) -> str:
            return moment(self.begins + seconds)

        account = self.town.accounts[talk.account]
        first, latest = self._asked(talk, account, at)
        waits = talk.asked_at[-1]
        team = None if talk.service is None else self.town.teams[talk.service].pk
        given = None if talk.given is None else self.people[talk.given]
        closed = at(min(waits + 7200, DAYS * 86_400)) if talk.kind == "closed" else None
        answered = at(talk.answered_at) if talk.answered_at is not None else None
        by = at(waits + PROMISED)
        case = self.cases.add(
            account.pk, first, latest, at(talk.asked_at[0]), at(waits), by, answered, team, given, talk.priority,
            closed, self.town.owner.pk if closed else None,
        )  # fmt: skip
        self.clocks.add(case, at(talk.asked_at[0]), at(talk.asked_at[0]))
        warned = at(waits + PROMISED * 0.8)
        self.deadlines.add(case, at(waits), warned, by, warned, by)
        if team or given:
            self.handed.add(case, team, given, at(waits + 60))
        for nth in (*talk.labels, *([len(self.labels) - 1] if talk.is_rare else ())):
            self.labelled.add(case, self.labels[nth].pk, at(waits + 90))
        if talk.answered_at is not None:
            self._answered(talk, account, case, first, latest, at)
        self._sample(talk, case, waits)
        self.flush(least=BUFFER)

    def _asked(self, talk: Talk, account: Any, at: Any) -> tuple[str, int]:
        """The messages of the citizen; the conversation, and the row of the latest message."""
        from bench.town import words

        who, first, latest = f"citizen-{talk.person}", f"q-{talk.number:07d}", 0
        for nth, seconds in enumerate(talk.asked_at):
            number = first if nth == 0 else f"{first}-{nth}"
            text = words.message(self.chance)
            said = f"{COMMON_WORD.capitalize()}, {text}" if self.chance.random() < COMMON else text
            if talk.is_rare and nth == 0:
                said += f" {RARE_WORD}"
            latest = self.posts.add(
                number, first, first if nth else "", who, f"habitant{talk.person}", f"Habitante {talk.person}", said,
                f"/demonstration/network/{number}", at(seconds), at(seconds),
            )  # fmt: skip
            self.mentions.add(latest, account.pk)
        return first, latest

    def _answered(self, talk: Talk, account: Any, case: int, first: str, latest: int, at: Any) -> None:
        from bench.town import words

        assert talk.answered_at is not None
        left, begun, text = at(talk.answered_at), at(talk.answered_at - 40), words.answer(self.chance)
        number = f"a-{talk.number:07d}"
        self.posts.add(number, first, first, account.native_id, account.handle, account.name, text, "", left, left)
        draft = self.drafts.add(latest, begun, begun)
        self.chosen.add(draft, account.pk)
        version = self.versions.add(draft, text, begun)
        self.approvals.add(version, left)
        self.publications.add(draft, version, account.pk, text, left, left, number, left, number, "", left)
        self.replies.add(case, draft)

    def _sample(self, talk: Talk, case: int, waits: int) -> None:
        """Remembers the cases whose pages are measured, and a place in the middle of the year."""
        if len(talk.asked_at) == SHORT and talk.kind == "answered":
            self.sampled["short"] = case
        if len(talk.asked_at) > 1000:
            self.sampled["long"] = case
        if waits < DAYS * 43_200:
            self.sampled["middle"] = (self.begins + waits, case)


def said_of(town: Any, year: Year, labels: list[Any]) -> dict[str, Any]:
    from bench.town.people import PASSWORD

    common, rare, service = labels[0].pk, labels[-1].pk, town.teams[2].pk
    at, case = year.sampled["middle"]
    said = json.dumps([datetime.fromtimestamp(at, town.now.tzinfo).isoformat(), case])
    middle = base64.urlsafe_b64encode(said.encode()).decode()
    lists = {
        "to answer, due first": "/inbox",
        "to answer, longest first": "/inbox?order=waiting",
        "to answer, one label": f"/inbox?label={common}",
        "to answer, one service": f"/inbox?team={service}",
        "mine": "/inbox?show=mine",
        "answered": "/inbox?show=answered",
        "closed": "/inbox?show=closed",
        "all": "/inbox?show=all",
        "all, in the middle of the year": f"/inbox?show=all&after={middle}",
        "all, one label": f"/inbox?show=all&label={common}",
        "all, the rare label": f"/inbox?show=all&label={rare}",
        "all, one service": f"/inbox?show=all&team={service}",
        "all, one network": "/inbox?show=all&network=sandbox",
        "all, urgent": "/inbox?show=all&priority=urgent",
    }
    searches = {
        "the rare word": f"/inbox?show=all&q={RARE_WORD}",
        "the common word": f"/inbox?show=all&q={COMMON_WORD}",
        "the common word, to answer": f"/inbox?q={COMMON_WORD}",
        "the beginning of a common word": "/inbox?show=all&q=bonj",
        "two words": f"/inbox?show=all&q={COMMON_WORD}+piscine",
        "the common word and a label": f"/inbox?show=all&q={COMMON_WORD}&label={common}",
        "a word that nobody says": "/inbox?show=all&q=xylophone",
    }
    cases = {
        f"a short case ({SHORT} messages)": f"/inbox/{year.sampled['short']}",
        "a case of 2,000 messages": f"/inbox/{year.sampled['long']}",
    }
    shell = {"today": "/", "settings (the shell and little else)": "/settings"}
    pages = {"list": lists, "search": searches, "case": cases, "shell": shell}
    return {"email": town.owner.email, "password": PASSWORD, "pages": pages, "rows": rows()}


def rows() -> dict[str, int]:
    from beffroi.archive.models import Post
    from beffroi.inbox.models import Case, CaseLabel
    from beffroi.publishing.models import Publication

    counted = {
        "cases": Case.objects.all(),
        "open cases": Case.objects.filter(closed_at=None, answer_seen_at=None),
        "archived posts": Post.objects.all(),
        "publications": Publication.objects.all(),
        "labels on cases": CaseLabel.objects.all(),
    }
    return {name: found.count() for name, found in counted.items()}


if __name__ == "__main__":
    sys.exit(main())
