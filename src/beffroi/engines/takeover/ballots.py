"""About a ballot owners come back from silence, and mandates end: what they do then is asked about less readily.

`PAST` are past French ballots: data, from the Ministry of the Interior's results. Those to come are in
engines/times/elections.py.
"""

from collections.abc import Sequence
from datetime import date, timedelta

CAMPAIGN = timedelta(days=120), timedelta(days=30)  # before and after a ballot
END_OF_MANDATE = timedelta(days=45), timedelta(days=120)

PAST: tuple[date, ...] = (
    date(2014, 3, 30),  # municipal
    date(2014, 9, 28),  # Senate
    date(2015, 3, 29),  # departmental
    date(2015, 12, 13),  # regional
    date(2017, 5, 7),  # presidential
    date(2017, 6, 18),  # deputies
    date(2017, 9, 24),  # Senate
    date(2019, 5, 26),  # European
    date(2020, 6, 28),  # municipal
    date(2020, 9, 27),  # Senate
    date(2021, 6, 27),  # departmental and regional
    date(2022, 4, 24),  # presidential
    date(2022, 6, 19),  # deputies
    date(2023, 9, 24),  # Senate
    date(2024, 6, 9),  # European
    date(2024, 7, 7),  # deputies
)


def is_about(day: date, ballots: Sequence[date], span: tuple[timedelta, timedelta]) -> bool:
    """Whether a day lies within `span`, so long before to so long after, of one of the ballots."""
    before, after = span
    return any(ballot - before <= day <= ballot + after for ballot in ballots)
