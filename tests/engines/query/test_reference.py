"""The reference of the language says what is so, in English and in French."""

import re

import pytest

from beffroi.engines.query import parse
from tests.tree import PROJECT

PAGES = ("docs/reference/search-language.md", "docs/fr/reference/langue-des-recherches.md")


def rows_of(page: str) -> list[list[str]]:
    text = (PROJECT / page).read_text(encoding="utf-8")
    return [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]


def examples(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(params=PAGES)
def rows(request: pytest.FixtureRequest) -> list[list[str]]:
    return rows_of(request.param)


@pytest.mark.parametrize("example", {each: 0 for page in PAGES for row in rows_of(page) for each in examples(row[0])})
def test_every_example_can_be_read(example: str) -> None:
    assert parse(example)


def test_both_languages_of_a_row_read_alike(rows: list[list[str]]) -> None:
    pairs = [(examples(row[0]), examples(row[1])) for row in rows if len(row) == 3 and "pont" in row[0]]
    assert len(pairs) == 5
    for english, french in pairs:
        assert len({str(parse(each)) for each in (*english, *french)}) == 1


def test_every_other_name_of_a_field_means_the_same(rows: list[list[str]]) -> None:
    checked = 0
    for row in rows:
        if ":" not in row[0] or len(row) < 3:
            continue
        shown = examples(row[0])[0]
        for other in examples(row[1]):
            typed = other + shown.partition(":")[2] if other.endswith(":") else other
            assert str(parse(typed)) == shown, typed
            checked += 1
    assert checked >= 15


def test_communes_read_as_the_page_says(rows: list[list[str]]) -> None:
    communes = [row for row in rows if "commune:" in row[0] and len(row) == 2]
    shown = {examples(row[0])[0]: examples(row[1])[0] for row in communes}
    assert len(shown) == 3
    for typed, reading in shown.items():
        assert str(parse(typed)) == reading
