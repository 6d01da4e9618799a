"""A table of streets as towns send them: what is right is taken, what is wrong is said at its line."""

import pytest

from beffroi.engines.tables.gazetteer import Flaw, Named, places
from beffroi.engines.tables.sheet import Unreadable, read


def read_in(text: str, encoding: str = "utf-8") -> tuple[list[Named], list[Flaw]]:
    return places(*read(text.encode(encoding), most_rows=100))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding_that_excel_writes_is_read(encoding: str) -> None:
    found, flaws = read_in("Nom;Quartier\nrue du Château;Les Minimes\nPré-Neuf;\n", encoding)
    assert [(each.name, each.quarter) for each in found] == [
        ("rue du Château", "Les Minimes"),
        ("Pré-Neuf", "Pré-Neuf"),
    ]
    assert flaws == []


def test_each_wrong_row_is_told_at_its_line() -> None:
    rows = [
        "voie;secteur",
        "rue Haute;Centre",
        ";Centre",
        "rue haute;CENTRE",
        "rue *;Centre",
        "…;Centre",
        "x" * 121 + ";",
    ]
    found, flaws = read_in("\n".join(rows))
    assert [each.name for each in found] == ["rue Haute"]
    assert {flaw.line: str(flaw.words) for flaw in flaws} == {
        3: "There is no name in this line.",
        4: "It stands in line 2 already.",
        5: "A star has no effect inside quotation marks.",
        6: "There is no letter, digit or emoji to search for here.",
        7: "This is longer than 120 characters: is it a name?",
    }


@pytest.mark.parametrize("name", ["rue de la LibertÃ©", "rue du Ch\ufffdteau"])
def test_garbled_letters_are_told(name: str) -> None:
    _found, flaws = read_in(f"nom;quartier\n{name};Centre\n")
    assert "garbled" in str(flaws[0].words)


def test_a_street_may_lie_in_two_quarters() -> None:
    found, flaws = read_in("rue;quartier\nrue Haute;Centre\nrue Haute;Gare\n")
    assert (len(found), flaws) == (2, [])


def test_a_table_without_a_column_of_names_is_refused() -> None:
    with pytest.raises(Unreadable, match="No column is called"):
        read_in("code;population\n1;2\n")
