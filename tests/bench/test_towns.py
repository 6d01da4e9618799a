"""The towns on which pages are measured are written past the verbs of the product: they must fit its tables."""

import random
from pathlib import Path

import pytest
from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.inbox.models import Case
from beffroi.keeping.going import let_go
from bench import inbox_year
from bench.pages import LISTS, PAGES
from bench.queries import counts
from bench.town.__main__ import seed


@pytest.mark.django_db(transaction=True)
def test_a_town_is_written_as_the_tables_are_today_and_its_pages_open(tmp_path: Path) -> None:
    said = seed(tmp_path, 100, random.Random(1))
    assert said["rows"]["cases"] == 100 == Case.objects.count()
    assert said["rows"]["matches"] and said["rows"]["publications"]
    assert let_go(Organisation.objects.get(), now=timezone.now()) == {}
    paths = [*PAGES.values(), *LISTS.values(), *said["pages"].values()]
    assert counts(said["email"], paths, None).keys() == set(paths)


@pytest.mark.django_db(transaction=True)
def test_a_year_of_questions_is_written_as_the_tables_are_today_and_its_pages_open(tmp_path: Path) -> None:
    said = inbox_year.write(tmp_path, 500)
    assert Case.objects.count() == said["rows"]["cases"] == 500
    assert let_go(Organisation.objects.get(), now=timezone.now()) == {}
    paths = [path for pages in said["pages"].values() for path in pages.values()]
    assert counts(said["email"], paths, None).keys() == set(paths)
