"""Families of French expressions, a file for each trade: data made into rules on the spot.

The tables of `french.py` hold the verbs and nouns that name an event. Here stands what else people say when it has
happened: "feu vert du Sénat", "carton plein", "font tomber les Gallois", "laisse un grand vide".
"""

from beffroi.engines.announce.families import appointments, ballots, contests, deaths, doors, law
from beffroi.engines.announce.rule import Rule

FAMILIES: tuple[Rule, ...] = (
    *law.EXPRESSIONS,
    *appointments.EXPRESSIONS,
    *ballots.EXPRESSIONS,
    *contests.EXPRESSIONS,
    *deaths.EXPRESSIONS,
    *doors.EXPRESSIONS,
)
