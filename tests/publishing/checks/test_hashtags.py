"""Hashtags that can be read aloud."""

import pytest

from beffroi.publishing.checks import hashtags
from tests.publishing.checks import checked


def better(text: str) -> list[str]:
    return [str(finding.words) for finding in hashtags.check(checked(text))]


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Ce soir à 20 h #conseilmunicipal", "#ConseilMunicipal"),
        ("#CONSEILMUNICIPAL en direct", "#ConseilMunicipal"),
        ("#Conseilmunicipal en direct", "#ConseilMunicipal"),
        ("La ville de Feurs est en fête ! #feursenfete", "#FeursEnFete"),
        ("Journées européennes du patrimoine #journéesdupatrimoine", "#JournéesDuPatrimoine"),
        ("#budgetparticipatif : votez", "#BudgetParticipatif"),
        ("La Loire se mobilise : #laloiresemobilise", "#LaLoireSeMobilise"),
        ("Le #plandemobilité est adopté, un plan pour la mobilité", "#PlanDeMobilité"),
        ("#developpementdurable", "#DeveloppementDurable"),
    ],
)
def test_a_capital_for_each_word_is_proposed(text: str, proposed: str) -> None:
    [words] = better(text)
    assert proposed in words


@pytest.mark.parametrize(
    "text",
    [
        "#Toulouse", "#toulouse", "#Feurs #Loire", "#ConseilMunicipal", "#conseilMunicipal", "#patrimoine",
        "#ensemble on semble mieux", "#MaVille", "#COP30", "#JO2024", "#42", "#RGPD", "#conseil_municipal",
        "Voir https://feurs.example/page#conseilmunicipal", "Délibération #12", "#environnement #intercommunalité",
        "C#dur", "&#233;", "#mairie : ma mairie", "#sapin", "#marche",
    ],
)  # fmt: skip
def test_single_words_acronyms_and_well_written_hashtags_pass(text: str) -> None:
    assert better(text) == []


def test_a_long_one_that_cannot_be_cut_is_pointed_at() -> None:
    [words] = better("#tousauxjardinspartages")
    assert "begin each of its words with a capital" in words


def test_it_warns_and_blocks_nothing() -> None:
    [finding] = hashtags.check(checked("#conseilmunicipal"))
    assert (finding.blocks, finding.place, finding.about) == (False, "text", "conseilmunicipal")


def test_the_same_hashtag_on_two_networks_is_said_once() -> None:
    assert len(list(hashtags.check(checked("A #conseilmunicipal", "B #conseilmunicipal")))) == 1
