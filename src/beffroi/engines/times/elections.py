"""The elections that are known, and where people vote when: data, one line each with where it comes from.

As of November 2026. `source` says how sure a date is. An election that is called at short notice (a dissolution, a
by-election) is added by an organisation as a blackout of its own, on the day it is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Territory:
    """`votes_on_saturday`: in national elections, the day before metropolitan France (law 62-1292, article 3, II; for
    the deputies, electoral code L173 and what follows it for each territory)."""

    key: str
    name: str
    zone: str
    votes_on_saturday: bool = False


@dataclass(frozen=True, slots=True)
class Election:
    """`days` are the Sundays of its rounds, none while only the `month` is known.

    A national one is voted on in all territories and is over when the last polling station of metropolitan France
    closes; another one is over in each territory by itself.
    """

    key: str
    name: str
    month: date  # its first day
    days: tuple[date, ...]
    source: str
    is_national: bool = False
    territories: frozenset[str] | None = None  # None: all


TERRITORIES: Mapping[str, Territory] = {
    each.key: each
    for each in (
        Territory("metropole", "Metropolitan France", "Europe/Paris"),
        Territory("guadeloupe", "Guadeloupe", "America/Guadeloupe", votes_on_saturday=True),
        Territory("martinique", "Martinique", "America/Martinique", votes_on_saturday=True),
        Territory("guyane", "French Guiana", "America/Cayenne", votes_on_saturday=True),
        Territory("reunion", "La Réunion", "Indian/Reunion"),
        Territory("mayotte", "Mayotte", "Indian/Mayotte"),
        Territory("saint-barthelemy", "Saint-Barthélemy", "America/St_Barthelemy", votes_on_saturday=True),
        Territory("saint-martin", "Saint-Martin", "America/Marigot", votes_on_saturday=True),
        Territory("saint-pierre-et-miquelon", "Saint-Pierre-et-Miquelon", "America/Miquelon", votes_on_saturday=True),
        Territory("polynesie", "French Polynesia", "Pacific/Tahiti", votes_on_saturday=True),
        Territory("nouvelle-caledonie", "New Caledonia", "Pacific/Noumea"),
        Territory("wallis-et-futuna", "Wallis-et-Futuna", "Pacific/Wallis"),
    )
}

_WITHOUT_COMMUNES = frozenset({"saint-barthelemy", "saint-martin", "wallis-et-futuna"})
_DEPARTMENTS = frozenset({"metropole", "guadeloupe", "martinique", "guyane", "reunion", "mayotte"})

# No election of deputies is due before 2029, unless the Assembly is dissolved.
ELECTIONS: tuple[Election, ...] = (
    Election(
        "municipales-2026",
        "Municipal elections of 2026",
        date(2026, 3, 1),
        (date(2026, 3, 15), date(2026, 3, 22)),
        source="Dates set by decree.",
        territories=frozenset(TERRITORIES) - _WITHOUT_COMMUNES,
    ),
    Election(
        "senatoriales-2026",
        "Senate elections of 2026",
        date(2026, 9, 1),
        (date(2026, 9, 27),),
        source="Last Sunday of September, not verified.",
    ),
    Election(
        "presidentielle-2027",
        "Presidential election of 2027",
        date(2027, 4, 1),
        (date(2027, 4, 18), date(2027, 5, 2)),
        source="Dates announced on 1 July 2026; the decree that convenes the voters was not seen yet.",
        is_national=True,
    ),
    Election(
        "departementales-regionales-2028",
        "Departmental and regional elections of 2028",
        date(2028, 3, 1),
        (),
        source="Month expected by law, not verified; the days are not set.",
        territories=_DEPARTMENTS,
    ),
)
