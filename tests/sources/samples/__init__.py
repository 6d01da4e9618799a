"""Answers of official sources, as bytes."""

from datetime import UTC, datetime
from pathlib import Path

SAMPLES = Path(__file__).parent

# When each was made, as far as it says so itself.
MADE_AT = {
    "senat/liste_discussion_103393.json": datetime(2018, 11, 23, 18, 43, 36, tzinfo=UTC),
    "senat/liste_discussion_103394.json": datetime(2018, 11, 23, 19, 1, 4, tzinfo=UTC),
    "senat/liste_discussion_103395.json": datetime(2018, 11, 22, 17, 14, 18, tzinfo=UTC),
    "senat/liste_discussion_106.json": datetime(2018, 11, 20, 15, 37, 8, tzinfo=UTC),
    "senat/liste_discussion_610.json": datetime(2018, 2, 23, 16, 2, 22, tzinfo=UTC),
    "synthetic/senat_liste_t1_1500.json": datetime(2013, 10, 23, 13, 0, tzinfo=UTC),
    "synthetic/senat_liste_t2_1515.json": datetime(2013, 10, 23, 13, 15, tzinfo=UTC),
    "synthetic/senat_liste_t3_1543.json": datetime(2013, 10, 23, 13, 43, tzinfo=UTC),
    "synthetic/senat_liste_t4_1552.json": datetime(2013, 10, 23, 13, 52, tzinfo=UTC),
}


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()
