"""A lifecycle checks itself and answers what may follow what."""

from collections.abc import Mapping, Sequence

import pytest

from beffroi.engines.lifecycle import BadLifecycle, Lifecycle, UnknownState

LETTER = Lifecycle(
    name="letter",
    initial="written",
    moves={"written": ("posted", "torn"), "posted": ("written", "read"), "read": (), "torn": ()},
)


def test_it_knows_its_states_and_where_they_end() -> None:
    assert LETTER.states == ("written", "posted", "read", "torn")
    assert LETTER.final == ("read", "torn")


def test_it_says_what_may_come_next() -> None:
    assert LETTER.next("posted") == ("written", "read")
    assert LETTER.next("torn") == ()


@pytest.mark.parametrize(
    ("from_", "to", "allowed"),
    [("written", "posted", True), ("posted", "written", True), ("written", "read", False), ("read", "written", False)],
)
def test_it_allows_its_moves_and_no_others(from_: str, to: str, allowed: bool) -> None:
    assert LETTER.allows(from_, to) is allowed


@pytest.mark.parametrize(("from_", "to"), [("burnt", "read"), ("written", "burnt")])
def test_a_state_it_does_not_have_is_an_error_and_not_a_no(from_: str, to: str) -> None:
    with pytest.raises(UnknownState, match="letter has no state 'burnt'"):
        LETTER.allows(from_, to)


def test_it_draws_itself() -> None:
    assert LETTER.mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> written\n"
        "    written --> posted\n"
        "    written --> torn\n"
        "    posted --> written\n"
        "    posted --> read\n"
        "    read --> [*]\n"
        "    torn --> [*]\n"
    )


@pytest.mark.parametrize(
    ("initial", "moves", "fault"),
    [
        ("a", {}, "'a' is used but not declared"),
        ("z", {"a": ()}, "'z' is used but not declared"),
        ("a", {"a": ("b",)}, "'b' is used but not declared"),
        ("a", {"a": ("b", "b"), "b": ()}, "'a' tells a move twice"),
        ("a", {"a": (), "b": ()}, "'b' is never reached"),
        ("a", {"a": (), "b": ("c",), "c": ("b",)}, "'b' is never reached; 'c' is never reached"),
    ],
)
def test_a_lifecycle_that_contradicts_itself_is_not_made(
    initial: str, moves: Mapping[str, Sequence[str]], fault: str
) -> None:
    with pytest.raises(BadLifecycle, match=f"^thing: {fault}$"):
        Lifecycle(name="thing", initial=initial, moves=moves)
