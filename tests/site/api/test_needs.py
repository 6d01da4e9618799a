"""What is still missing, told to a program."""

from beffroi.site.needs.listed import NEEDS
from tests.cast import Feurs
from tests.site.api.program import program_of


def test_a_program_reads_what_is_missing_with_who_lacks_it(feurs: Feurs) -> None:
    said = program_of(feurs, feurs.ana).get("/needs").json()
    assert [need["need"] for need in said] == [need.key for need in NEEDS]
    told = {need["need"]: need for need in said}
    assert told["account"]["state"] == "met"
    assert (told["second_factor"]["state"], told["second_factor"]["who"]) == ("missing", ["Ana", "Chloé"])
    assert told["mail"]["command"].startswith("BEFFROI_MAIL=")


def test_who_does_not_run_the_organisation_reads_nothing_of_it(feurs: Feurs) -> None:
    assert program_of(feurs, feurs.chloe).get("/needs").status_code == 403
