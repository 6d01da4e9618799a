"""What is asked with every page is written once, and answered as if it were written anew each time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from beffroi.access.models import Membership, Organisation
from beffroi.work.few import Few
from beffroi.work.models import Heartbeat
from beffroi.work.prepared import NotPreparable, Prepared
from tests.cast import NOW, Feurs

Rows = QuerySet[Any, tuple[int | None, ...]]


def seats(organisation: int, besides: int) -> Rows:
    others = Membership.objects.filter(organisation=organisation).exclude(user=besides)
    return Organisation.objects.filter(pk=organisation).values_list(Few.of(others), "pk")


def beats(since: datetime, until: datetime) -> Rows:
    return Heartbeat.objects.filter(seen_at__gte=since, seen_at__lt=until).values_list("pk")


def test_other_values_give_another_answer(feurs: Feurs) -> None:
    asked = Prepared(seats, int, int)
    members = Membership.objects.filter(organisation=feurs.organisation).count()
    assert asked.row(feurs.organisation.pk, feurs.ana.pk) == (members - 1, feurs.organisation.pk)
    assert asked.row(feurs.organisation.pk, 0) == (members, feurs.organisation.pk)


def test_a_moment_is_told_as_the_database_keeps_it(feurs: Feurs) -> None:
    beat = Heartbeat.objects.create(process="worker", seen_at=NOW)
    asked, second = Prepared(beats, datetime, datetime), timedelta(seconds=1)
    assert asked.row(NOW, NOW + second) == (beat.pk,)
    for since in (NOW + second, NOW - second):
        with pytest.raises(LookupError):
            asked.row(since, since + second)


def test_it_is_written_once_and_asked_in_one_query(feurs: Feurs) -> None:
    written = []

    def write(organisation: int, besides: int) -> Rows:
        written.append(organisation)
        return seats(organisation, besides)

    asked = Prepared(write, int, int)
    with CaptureQueriesContext(connection) as asking:
        for _again in range(3):
            asked.row(feurs.organisation.pk, feurs.ana.pk)
    assert len(asking.captured_queries) == 3
    assert len(written) == 2  # the second time only shows what is a value


def test_a_question_that_looks_at_its_values_is_refused(feurs: Feurs) -> None:
    def looks(since: datetime, until: datetime) -> Rows:
        return beats(since - timedelta(days=1), until)

    def chooses(organisation: int, besides: int) -> Rows:
        return seats(organisation, besides) if organisation % 2 else seats(organisation, besides).order_by("name")

    with pytest.raises(NotPreparable, match="looks"):
        Prepared(looks, datetime, datetime).row(NOW, NOW)
    with pytest.raises(NotPreparable, match="chooses"):
        Prepared(chooses, int, int).row(1, 2)
