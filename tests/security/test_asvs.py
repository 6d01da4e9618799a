"""The table of the security standard says nothing that is not there."""

from collections import Counter

from tools.asvs import ANSWERS, PAGE, exists, lines, page, settled

LINES_OF_LEVEL = {"1": 70, "2": 183}  # as ASVS 5.0.0 has them


def test_every_line_of_both_levels_is_answered_once() -> None:
    table = lines()
    assert Counter(line.level for line in table) == LINES_OF_LEVEL
    assert len({line.number for line in table}) == len(table)
    assert {line.answer for line in table} <= set(ANSWERS)


def test_no_line_is_without_evidence_or_a_reason() -> None:
    for line in lines():
        assert line.named or line.reason or line.awaited, line.number
        assert line.reason or line.answer not in ("partly", "not", "n-a"), line.number


def test_what_a_line_names_exists() -> None:
    assert [(line.number, one) for line in lines() for one in line.named if not exists(one)] == []


def test_what_is_there_is_awaited_no_longer() -> None:
    """Run `python -m tools.asvs`."""
    assert [line.number for line in lines() if settled(line) != line] == []


def test_the_page_is_made_of_the_table() -> None:
    assert PAGE.read_text("utf-8") == page(lines())


def test_a_test_that_is_gone_is_found() -> None:
    assert exists("tests/security/test_asvs.py::test_the_page_is_made_of_the_table")
    assert not exists("tests/security/test_asvs.py::test_that_nobody_wrote")
    assert not exists("tests/nowhere.py")
