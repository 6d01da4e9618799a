"""Every alarm is one paragraph that a mayor understands, in French too."""

import string
from datetime import date, timedelta

import pytest

from beffroi.engines.takeover import drift, past, words
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.listed import CATEGORIES
from beffroi.engines.takeover.paragraphs import (
    LISTED,
    PARAGRAPHS,
    access_lost,
    gone,
    handle_taken,
    leads_to_listed,
    mass_deleted,
    office_lost,
    returned,
)
from beffroi.engines.takeover.past import Deletion
from beffroi.engines.takeover.rates import DETECTORS, WARNINGS
from beffroi.vocabulary import Profile

EVE = Profile("x", "666", "ana2014", "Eve\u202e\nQueen")
LONG = timedelta(days=404)
EVERY = [
    handle_taken("ana", "ana2014", EVE),
    returned("ana", LONG, 5, None, score=1616, threshold=365),
    returned("ana", LONG, 1, Deletion(date(2015, 7, 8), 30), score=404, threshold=365),
    mass_deleted("ana", gone=30, before=280, threshold=28),
    *(leads_to_listed("ana", "https://a.example", category) for category in CATEGORIES),
    office_lost("ana", ("Maire",), score=0.1, threshold=0.3),
    gone("ana"),
    access_lost("ana"),
]


@pytest.mark.parametrize("found", EVERY, ids=lambda found: f"{found.detector}-{EVERY.index(found)}")
def test_every_paragraph_is_whole_and_names_the_account(found: Finding) -> None:
    told = str(found.sentence)
    assert "{" not in told and "\u202e" not in told and "\n" not in told
    assert " ana" in told
    assert found.sentence.say in PARAGRAPHS
    rate = (DETECTORS | WARNINGS)[found.detector].rate
    assert (rate is None) is ("years" not in told)


def test_every_category_of_a_list_has_its_paragraph() -> None:
    assert LISTED.keys() == set(CATEGORIES)


def test_every_alarm_says_what_would_clear_it() -> None:
    alarms = [found for found in EVERY if found.detector in DETECTORS]
    assert all("If " in str(found.sentence) for found in alarms)
    assert all("“It was us”" in str(found.sentence) for found in alarms if found.detector != "access-lost")


def test_each_sign_is_a_sentence() -> None:
    for sign in (*drift.SIGNS, *past.SIGNS):
        assert sign[0].isupper() and sign.endswith(".")
        assert len([name for _, name, _, _ in string.Formatter().parse(sign) if name]) <= 3


def test_what_a_break_says_of_its_rarity_is_declared() -> None:
    rare = [template for template in words.TEMPLATES if "{years}" in template]
    assert rare == [words.NAME_CHANGED, words.HANDLE_LEFT_THE_NAME, words.ACCOUNT_REPLACED]
