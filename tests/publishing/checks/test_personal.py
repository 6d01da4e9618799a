"""Personal data of a citizen."""

import pytest

from beffroi.publishing.checks import Attached, personal
from tests.publishing.checks import checked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rappelez M. Durand au 06 12 34 56 78", "phone"),
        ("marie.durand@laposte.net a gagné", "email"),
        ("Dons : FR76 3000 6000 0112 3456 7890 189", "iban"),
        ("n° 255081416802538", "nir"),
        ("La voiture AB-123-CD sera enlevée", "plate"),
        ("Mme Durand, domiciliée 12 rue des Lilas", "address"),
    ],
)
def test_each_kind_blocks_until_somebody_says_why(text: str, kind: str) -> None:
    [finding] = personal.check(checked(text))
    assert (finding.blocks, finding.liftable) == (True, True)
    assert finding.about.startswith(kind)


def test_what_was_found_is_not_said_again_in_full() -> None:
    [finding] = personal.check(checked("Appelez le 06 12 34 56 78"))
    assert "34 56 78" not in f"{finding.words} {finding.about}"


def test_two_numbers_are_told_apart() -> None:
    first, second = personal.check(checked("06 12 34 56 78 ou 06 12 34 56 79"))
    assert first.about != second.about


def test_a_text_alternative_is_read_too() -> None:
    image = Attached("Affiche : appelez le 06 12 34 56 78", decorative=False, size=1)
    assert [finding.check for finding in personal.check(checked("Voir l’affiche", images=[image]))] == ["personal"]


def test_a_number_inside_a_link_is_none() -> None:
    assert list(personal.check(checked("https://feurs.example/doc/0612345678"))) == []
