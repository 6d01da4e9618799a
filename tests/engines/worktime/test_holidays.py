"""The public holidays of France: where Easter is, and what each territory has beside the others."""

from datetime import date

import pytest
from dateutil.easter import easter as reckoned_elsewhere  # type: ignore[import-untyped]  # it ships no types

from beffroi.engines.times.elections import TERRITORIES as VOTING
from beffroi.engines.worktime import TERRITORIES, holidays
from beffroi.engines.worktime.holidays import easter


def test_easter_is_where_another_library_finds_it() -> None:
    assert [year for year in range(1900, 2200) if easter(year) != reckoned_elsewhere(year)] == []


def test_metropolitan_france_has_eleven_in_2027() -> None:
    assert [f"{day:%d/%m}" for day in holidays(2027, "metropole")] == [
        "01/01", "29/03", "01/05", "06/05", "08/05", "17/05", "14/07", "15/08", "01/11", "11/11", "25/12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("territory", "more"),
    [
        ("alsace-moselle", {date(2027, 3, 26), date(2027, 12, 26)}),
        ("alsace-moselle-sans-temple", {date(2027, 12, 26)}),
        ("guadeloupe", {date(2027, 5, 27)}),
        ("martinique", {date(2027, 5, 22)}),
        ("guyane", {date(2027, 6, 10)}),
        ("reunion", {date(2027, 12, 20)}),
        ("mayotte", {date(2027, 4, 27)}),
        ("saint-barthelemy", {date(2027, 10, 9)}),
        ("saint-martin", {date(2027, 5, 28)}),
        ("saint-pierre-et-miquelon", set()),
        ("polynesie", {date(2027, 3, 5), date(2027, 3, 26), date(2027, 11, 20)}),
        ("nouvelle-caledonie", {date(2027, 9, 24)}),
        ("wallis-et-futuna", {date(2027, 4, 28), date(2027, 7, 29)}),
    ],
)
def test_each_territory_has_its_own_beside_those_of_all(territory: str, more: set[date]) -> None:
    assert set(holidays(2027, territory)) - set(holidays(2027, "metropole")) == more
    assert set(holidays(2027, territory)) >= set(holidays(2027, "metropole"))


def test_a_territory_can_have_none() -> None:
    assert holidays(2027, "none") == {}


def test_every_territory_that_votes_has_its_holidays() -> None:
    assert set(VOTING) <= set(TERRITORIES)


def test_two_holidays_on_one_day_are_one() -> None:
    assert date(2008, 5, 1) in holidays(2008, "metropole")  # Labour Day and Ascension Day
    assert len(holidays(2008, "metropole")) == 10
