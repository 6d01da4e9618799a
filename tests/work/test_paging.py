"""Long lists are read to their last row, whatever happens meanwhile."""

from datetime import timedelta

import pytest

from beffroi.journal.models import Event, record
from beffroi.publishing.models import Draft
from beffroi.work.paging import page
from tests.cast import NOW, Feurs


@pytest.fixture
def drafts(feurs: Feurs) -> list[int]:
    """Ten drafts, three of them made at the very same moment."""
    made = []
    for number in range(10):
        at = NOW + timedelta(minutes=min(number, 7))
        made.append(
            Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[], text=f"{number}", now=at).pk
        )
    return made


@pytest.mark.parametrize(("by", "newest_first"), [(["created_at", "pk"], False), (["-created_at", "-pk"], True)])
def test_every_row_is_seen_once_in_order(drafts: list[int], by: list[str], newest_first: bool) -> None:
    seen, cursor = [], ""
    while True:
        shown = page(Draft.objects.all(), cursor, by=by, size=3)
        seen += [draft.pk for draft in shown.rows]
        if not shown.after:
            break
        cursor = shown.after
    assert seen == (drafts[::-1] if newest_first else drafts)


def test_a_new_row_in_front_does_not_shift_the_next_page(drafts: list[int], feurs: Feurs) -> None:
    first = page(Draft.objects.all(), "", by=["-created_at", "-pk"], size=4)
    Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[], text="new", now=NOW + timedelta(days=1))
    second = page(Draft.objects.all(), first.after, by=["-created_at", "-pk"], size=4)
    assert [d.pk for d in [*first.rows, *second.rows]] == drafts[::-1][:8]


@pytest.mark.parametrize("cursor", ["", "nonsense", "bm90IGpzb24=", "WzFd", "WyJhIiwgMV0=", "é"])
def test_a_cursor_that_cannot_be_read_gives_the_first_page(cursor: str, drafts: list[int]) -> None:
    shown = page(Draft.objects.all(), cursor, by=["-created_at", "-pk"], size=3)
    assert shown.is_first
    assert len(shown.rows) == 3


def test_a_list_by_one_number_pages_too(feurs: Feurs) -> None:
    for _ in range(5):
        record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW)
    first = page(Event.objects.all(), "", by=["-number"], size=4)
    last = page(Event.objects.all(), first.after, by=["-number"], size=4)
    assert [event.number for event in [*first.rows, *last.rows]] == [6, 5, 4, 3, 2, 1]
