"""Sentences in capitals."""

import pytest

from beffroi.publishing.checks import capitals
from tests.publishing.checks import checked


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("LA MAIRIE SERA FERMÉE LUNDI.", "LA MAIRIE SERA FERMÉE LUNDI"),
        ("Attention ! VENEZ NOMBREUX CE SOIR à la salle", "VENEZ NOMBREUX CE SOIR"),
        ("FERMETURE DE LA PISCINE\nElle rouvre lundi.", "FERMETURE DE LA PISCINE"),
        ("CONCERT GRATUIT LE 14 JUILLET", "CONCERT GRATUIT LE 14 JUILLET"),
        ("C’est dit : L’ÉCOLE MATERNELLE OUVRE", "L’ÉCOLE MATERNELLE OUVRE"),
    ],
)
def test_a_shouted_sentence_is_said(text: str, shouted: str) -> None:
    [finding] = capitals.check(checked(text))
    assert (finding.about, finding.blocks) == (shouted, False)
    assert f"“{shouted.capitalize()}”" in finding.words


@pytest.mark.parametrize(
    "text",
    [
        "La SNCF, la RATP et EDF travaillent.",
        "CCAS, PMI, CAF et MSA vous reçoivent.",
        "SNCF RATP EDF GRDF",
        "ALERTE MÉTÉO",
        "URGENT : la route est barrée.",
        "#FEURS #LOIRE #AUVERGNE @VILLEDEFEURS",
        "https://FEURS.EXAMPLE/UNE/ADRESSE/EN/CAPITALES",
        "Le CONSEIL se réunit à FEURS ce soir.",
        "M. DURAND et Mme MARTIN ont reçu SAINT-ÉTIENNE MÉTROPOLE.",
        "14 07 2026 — 20 H 30",
        "東京 Париж",
    ],
)
def test_acronyms_names_and_short_headings_pass(text: str) -> None:
    assert list(capitals.check(checked(text))) == []
