"""The rankings that are made without anybody asking for them."""

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.engines.ranking.measures import MEASURES
from beffroi.rankings.models import Collection, Ranking
from beffroi.rankings.usual import ENOUGH, USUAL, begin_usual
from tests.rankings.towns import NOW, town

pytestmark = pytest.mark.django_db


def read(towns: int) -> None:
    for number in range(towns):
        account = town(f"{number:02} ville")
        Collection.objects.create(account=account, read_at=NOW, due_at=NOW + timedelta(days=1))


def test_they_begin_once_when_enough_accounts_are_read() -> None:
    read(ENOUGH - 1)
    assert begin_usual(NOW) == 0

    account = town("99 ville")
    Collection.objects.create(account=account, read_at=NOW, due_at=NOW)
    assert begin_usual(NOW) == len(USUAL)
    assert begin_usual(NOW + timedelta(days=1)) == 0


def test_the_first_edition_of_each_comes_when_the_window_of_today_is_over() -> None:
    read(ENOUGH)
    begin_usual(NOW)

    due = dict(Ranking.objects.filter(measure__in=("own-posts", "silence")).values_list("window", "due_at"))
    assert due == {  # its questions had three days to be answered
        "week": datetime(2026, 11, 19, 5, tzinfo=UTC),
        "month": datetime(2026, 12, 4, 5, tzinfo=UTC),
    }


def test_each_of_them_is_a_measure_that_exists() -> None:
    assert {measure for measure, _window in USUAL} <= set(MEASURES)
