"""The electoral windows, with their rounds, their clocks and the territories that vote a day earlier."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from beffroi.engines.times.blackout import Window, covering, electoral
from beffroi.engines.times.elections import ELECTIONS, TERRITORIES, Election

PRESIDENT = next(each for each in ELECTIONS if each.key == "presidentielle-2027")
TOWNS = next(each for each in ELECTIONS if each.key == "municipales-2026")


def silences(election: Election, territory: str, *, is_campaign: bool = False) -> list[Window]:
    found = electoral([election], territory, is_campaign=is_campaign)
    return [window for window in found if window.calendar == "silence"]


def promotion(election: Election, territory: str = "metropole") -> Window:
    [window] = [each for each in electoral([election], territory, is_campaign=False) if each.calendar == "promotion"]
    return window


def at(zone: str, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type,misc]  # year, month, day, hour…


def test_each_round_has_its_silence_from_the_eve_at_midnight_to_the_closing() -> None:
    first, second = silences(PRESIDENT, "metropole")
    assert (first.starts_at, first.ends_at) == (at("Europe/Paris", 2027, 4, 17), at("Europe/Paris", 2027, 4, 18, 20))
    assert (second.starts_at, second.ends_at) == (at("Europe/Paris", 2027, 5, 1), at("Europe/Paris", 2027, 5, 2, 20))
    assert first.key != second.key


def test_between_the_rounds_one_may_speak() -> None:
    assert covering(silences(PRESIDENT, "metropole"), at("Europe/Paris", 2027, 4, 25, 12)) == []


def test_the_first_second_is_inside_and_the_closing_is_outside() -> None:
    first, _ = silences(PRESIDENT, "metropole")
    assert not first.covers(datetime(2027, 4, 16, 21, 59, 59, tzinfo=UTC))
    assert first.covers(datetime(2027, 4, 16, 22, tzinfo=UTC))
    assert not first.covers(datetime(2027, 4, 18, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("territory", "eve"),
    [
        ("guadeloupe", (2027, 4, 16)),
        ("martinique", (2027, 4, 16)),
        ("guyane", (2027, 4, 16)),
        ("saint-martin", (2027, 4, 16)),
        ("saint-barthelemy", (2027, 4, 16)),
        ("saint-pierre-et-miquelon", (2027, 4, 16)),
        ("polynesie", (2027, 4, 16)),
        ("reunion", (2027, 4, 17)),
        ("mayotte", (2027, 4, 17)),
        ("nouvelle-caledonie", (2027, 4, 17)),
        ("wallis-et-futuna", (2027, 4, 17)),
    ],
)
def test_west_of_paris_the_vote_and_its_eve_come_a_day_earlier(territory: str, eve: tuple[int, int, int]) -> None:
    first, _ = silences(PRESIDENT, territory)
    assert first.starts_at == at(TERRITORIES[territory].zone, *eve)


@pytest.mark.parametrize("territory", list(TERRITORIES))
def test_a_national_silence_ends_everywhere_when_paris_closes(territory: str) -> None:
    assert [window.ends_at for window in silences(PRESIDENT, territory)] == [
        at("Europe/Paris", 2027, 4, 18, 20),
        at("Europe/Paris", 2027, 5, 2, 20),
    ]


def test_a_local_vote_is_on_sunday_overseas_too_and_ends_there_by_itself() -> None:
    first, _ = silences(TOWNS, "martinique")
    assert first.starts_at == at("America/Martinique", 2026, 3, 14)
    assert first.ends_at == at("America/Martinique", 2026, 3, 15, 20)


def test_where_there_are_no_communes_no_municipal_election_is_silent() -> None:
    assert silences(TOWNS, "wallis-et-futuna") == []


def test_the_night_of_the_change_of_clocks_is_inside() -> None:
    spring = Election("x", "A vote", date(2027, 3, 1), (date(2027, 3, 28),), source="Decree.")
    [silence] = silences(spring, "metropole")
    assert silence.starts_at.astimezone(UTC) == datetime(2027, 3, 26, 23, tzinfo=UTC)
    assert silence.ends_at.astimezone(UTC) == datetime(2027, 3, 28, 18, tzinfo=UTC)


def test_a_candidate_is_silent_and_a_public_body_is_asked() -> None:
    assert {window.effect for window in silences(PRESIDENT, "metropole", is_campaign=True)} == {"blocks"}
    assert {window.effect for window in silences(PRESIDENT, "metropole")} == {"asks"}


def test_promotion_is_warned_of_from_the_sixth_month_before() -> None:
    window = promotion(PRESIDENT)
    assert (window.starts_at, window.effect) == (at("Europe/Paris", 2026, 10, 1), "warns")
    assert window.ends_at == at("Europe/Paris", 2027, 5, 2, 20)


def test_six_months_before_march_is_the_year_before() -> None:
    assert promotion(TOWNS).starts_at == at("Europe/Paris", 2025, 9, 1)


def test_without_days_only_promotion_is_known_until_the_month_is_over() -> None:
    later = next(each for each in ELECTIONS if not each.days)
    assert silences(later, "metropole") == []
    assert promotion(later).starts_at == at("Europe/Paris", 2027, 9, 1)
    assert promotion(later).ends_at == at("Europe/Paris", 2028, 4, 1)


def test_a_candidate_has_no_collectivity_to_promote() -> None:
    assert {each.calendar for each in electoral(ELECTIONS, "metropole", is_campaign=True)} == {"silence"}


def test_an_unknown_territory_is_taken_for_metropolitan_france() -> None:
    assert electoral(ELECTIONS, "atlantis", is_campaign=True) == electoral(ELECTIONS, "metropole", is_campaign=True)


def test_the_windows_come_earliest_first_and_each_has_a_name_and_a_source_of_its_own() -> None:
    found = electoral(ELECTIONS, "metropole", is_campaign=False)
    assert found == sorted(found, key=lambda window: window.starts_at)
    assert len({window.key for window in found}) == len({window.name for window in found}) == len(found)
    assert all(window.source and "{" not in window.name for window in found)


def test_words_are_said_in_the_readers_language() -> None:
    french = {
        "Electoral silence: {election}, round {round}": "Silence électoral : {election}, tour {round}",
        "Presidential election of 2027": "Présidentielle de 2027",
        "Electoral code, article L49.": "Code électoral, article L. 49.",
        PRESIDENT.source: "Annoncée.",
    }
    first, _ = electoral([PRESIDENT], "metropole", is_campaign=True, say=french.__getitem__)
    assert first.name == "Silence électoral : Présidentielle de 2027, tour 1"
    assert first.source == "Code électoral, article L. 49. Annoncée."


def test_every_election_names_territories_that_exist_and_votes_on_sundays() -> None:
    for election in ELECTIONS:
        assert (election.territories or set()) <= set(TERRITORIES)
        assert {day.isoweekday() for day in election.days} <= {7}
        assert election.month.day == 1
        assert [
            day for day in election.days if (day.year, day.month) < (election.month.year, election.month.month)
        ] == []
