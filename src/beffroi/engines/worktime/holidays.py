"""The public holidays of France, by territory: those that a law names, each set with its source.

What is only a custom (Carnival, Mid-Lent, the feast of Victor Schœlcher in the Antilles) is not here: a body that
closes then says so in its calendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

Days = Mapping[tuple[int, int], str]  # (month, day): its name
Moving = Mapping[int, str]  # days from Easter Sunday: its name

# Labour code, article L3133-1.
FIXED: Days = {
    (1, 1): "New Year’s Day",
    (5, 1): "Labour Day",
    (5, 8): "Victory Day",
    (7, 14): "National Day",
    (8, 15): "Assumption Day",
    (11, 1): "All Saints’ Day",
    (11, 11): "Armistice Day",
    (12, 25): "Christmas Day",
}
MOVING: Moving = {1: "Easter Monday", 39: "Ascension Day", 50: "Whit Monday"}

GOOD_FRIDAY: Moving = {-2: "Good Friday"}
STEPHEN: Days = {(12, 26): "Saint Stephen’s Day"}
ABOLITION = "Abolition of slavery"


@dataclass(frozen=True, slots=True)
class Territory:
    """`fixed` and `moving` are what it has beside the holidays of all."""

    key: str
    name: str
    fixed: Days
    moving: Moving
    source: str
    has_national: bool = True


L3133_1 = "Labour code, article L3133-1."
L3134_13 = "Labour code, article L3134-13."
L3422_2 = "Labour code, article L3422-2."

TERRITORIES: Mapping[str, Territory] = {
    each.key: each
    for each in (
        Territory("metropole", "Metropolitan France", {}, {}, L3133_1),
        Territory("alsace-moselle", "Alsace and Moselle", STEPHEN, GOOD_FRIDAY, L3134_13),
        Territory(
            "alsace-moselle-sans-temple",
            "Alsace and Moselle, in a commune without a Protestant church",
            STEPHEN,
            {},
            L3134_13,  # Good Friday only where there is a Protestant or a mixed church
        ),
        Territory("guadeloupe", "Guadeloupe", {(5, 27): ABOLITION}, {}, L3422_2),
        Territory("martinique", "Martinique", {(5, 22): ABOLITION}, {}, L3422_2),
        Territory("guyane", "French Guiana", {(6, 10): ABOLITION}, {}, L3422_2),
        Territory("reunion", "La Réunion", {(12, 20): ABOLITION}, {}, L3422_2),
        Territory("mayotte", "Mayotte", {(4, 27): ABOLITION}, {}, L3422_2),
        Territory("saint-barthelemy", "Saint-Barthélemy", {(10, 9): ABOLITION}, {}, L3422_2),
        Territory("saint-martin", "Saint-Martin", {(5, 28): ABOLITION}, {}, L3422_2),
        Territory("saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon", {}, {}, L3133_1),
        Territory(
            "polynesie",
            "French Polynesia",
            {(3, 5): "Arrival of the Gospel", (11, 20): "Rising of the Pleiades"},
            GOOD_FRIDAY,
            "Labour code of French Polynesia, as changed in 2025: 20 November stands in the place of 29 June.",
        ),
        Territory(
            "nouvelle-caledonie",
            "New Caledonia",
            {(9, 24): "Citizenship Day"},
            {},
            "Labour code of New Caledonia, not verified.",
        ),
        Territory(
            "wallis-et-futuna",
            "Wallis-et-Futuna",
            {(4, 28): "Saint Peter Chanel’s Day", (7, 29): "Territory Day"},
            {},
            "Labour code of the overseas territories, not verified.",
        ),
        Territory("none", "No public holidays", {}, {}, "", has_national=False),
    )
}


@lru_cache(maxsize=256)
def holidays(year: int, territory: str) -> Mapping[date, str]:
    """The public holidays of a year with their names, in their order. KeyError for an unknown territory."""
    place = TERRITORIES[territory]
    if not place.has_national:
        return {}
    sunday = easter(year)
    fixed = {date(year, month, day): name for (month, day), name in {**FIXED, **place.fixed}.items()}
    moving = {sunday + timedelta(days=after): name for after, name in {**MOVING, **place.moving}.items()}
    return dict(sorted({**fixed, **moving}.items()))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
