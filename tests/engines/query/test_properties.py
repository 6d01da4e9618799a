"""Laws of the language that hold for all searches and all posts."""

from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.query import Document, Search, SearchError, matches, parse
from beffroi.engines.query.syntax import And, Near, Not, Or
from tests.engines.query.strategies import documents, nears, searches, trees, typed


@given(searches)
def test_what_is_shown_reads_back_the_same(search: Search) -> None:
    assert parse(str(search)) == search


@given(typed)
def test_whatever_is_typed_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        search = parse(text)
    except SearchError as error:
        assert 0 <= error.position <= len(text)
        assert error.message and error.hint
    else:
        assert parse(str(search)) == search
        assert not matches(search, Document(""))


@given(trees, trees, documents)
def test_and_and_or_do_not_mind_the_order(left: Search, right: Search, document: Document) -> None:
    assert matches(And((left, right)), document) == matches(And((right, left)), document)
    assert matches(Or((left, right)), document) == matches(Or((right, left)), document)


@given(trees, documents)
def test_not_finds_exactly_the_others(search: Search, document: Document) -> None:
    assert matches(Not(search), document) is not matches(search, document)


@given(nears, documents)
def test_near_does_not_mind_the_order_and_wider_finds_no_less(near: Near, document: Document) -> None:
    found = matches(near, document)
    assert found == matches(Near(near.right, near.left, near.distance), document)
    assert matches(Near(near.left, near.right, near.distance + 1), document) or not found


operands = st.tuples(st.sampled_from(["", "NOT ", "-"]), st.sampled_from(["eau", "crue", "loire", "lac"]))
joins = st.sampled_from([" AND ", " ET ", " OR ", " OU ", " "])
PYTHON = {
    "": "",
    "NOT ": "not ",
    "-": "not ",
    " AND ": " and ",
    " ET ": " and ",
    " ": " and ",
    " OR ": " or ",
    " OU ": " or ",
}


@given(st.lists(st.tuples(operands, joins), min_size=1, max_size=6), st.sets(st.sampled_from(["eau", "crue", "loire"])))
def test_precedence_is_that_of_python(pieces: list[tuple[tuple[str, str], str]], post: set[str]) -> None:
    typed_search, python = "ancre (", "("
    for (sign, word), join in pieces:
        typed_search += sign + word + join
        python += PYTHON[sign] + str(word in post) + PYTHON[join]
    typed_search += "eau)"
    python += f"{'eau' in post})"
    assert matches(parse(typed_search), Document(" ".join({"ancre"} | post))) is eval(python)
