"""Every detector by name, with the false alarms that it was seen to raise.

Counted on the public profiles and counters of French parliamentarians from 2015 to 2023, read once a day
(bench/guard.py writes the table). What is certain knowledge and no guess has no rate.
"""

from beffroi.engines.takeover.detectors import Detector, Rate

YEARS = 3737.0  # account-years from the first reading of each account to its last
POSTS = 109.9  # of accounts whose posts were read, at 798 posts a year; bench/guard_posts.py writes that table
LOOKED = 3456.0  # of them, the time in which somebody was looking: counters say nothing else

DETECTORS: dict[str, Detector] = {
    each.key: each
    for each in (
        Detector("name", Rate(2, YEARS)),
        Detector("handle", Rate(0, YEARS)),
        Detector("id", Rate(6, YEARS)),  # owners who opened their account anew
        Detector("handle-lost", Rate(0, YEARS)),
        Detector("return", Rate(19, LOOKED)),
        Detector("mass-delete", Rate(16, LOOKED)),
        Detector("posts", Rate(9, POSTS)),  # on accounts and models that had nothing in common
        Detector("listed-link", Rate(0, YEARS)),  # on profiles, with hosts of dating and gambling
        Detector("gone", None),
        Detector("access-lost", None),
        Detector("not-sent", None),
    )
}
# Too common to call anybody for: told beside an alarm, and on the page of the account.
WARNINGS: dict[str, Detector] = {each.key: each for each in (Detector("office-lost", Rate(4, YEARS)),)}


def years_apart(key: str) -> int:
    """Once in how many years one account in good hands raises this detector, to two figures.

    As counted; where none was counted, the exact bound: no less than this. 0 for what is certain.
    """
    rate = (DETECTORS | WARNINGS)[key].rate
    if rate is None:
        return 0
    return _rounded(1 / (rate.per_year or rate.bound))


def _rounded(years: float) -> int:
    return int(float(f"{years:.2g}")) if years >= 1 else 1
