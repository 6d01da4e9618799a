"""In which language a text is written, whatever its network says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.texts.tongue import LANGUAGES, language_of


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Le marché de Noël ouvre ce samedi à huit heures", "en", "fr"),
        ("Coupure d'eau rue Pasteur jusqu'à demain", "", "fr"),
        ("COUPURE D'EAU RUE PASTEUR JUSQU'À DEMAIN", "en-GB", "fr"),
        ("@mairie.gueret.fr #Merci à toute l'équipe pour la #fête https://en.example/the/best/of", "en", "fr"),
        ("The market opens on Saturday at eight o'clock", "fr", "en"),
        ("El mercado abre el sábado a las ocho de la mañana", "fr", "es"),
        ("Der Markt öffnet am Samstag um acht Uhr", "fr", "de"),
        ("Il mercato apre sabato alle otto del mattino", "fr", "it"),
        ("O mercado abre no sábado às oito horas da manhã", "fr", "pt"),
        ("洪水警報が出ました", "fr", "ja"),
        ("فيضان في وسط المدينة هذا الصباح", "fr", "ar"),
    ],
)
def test_the_text_says_it_better_than_the_label(text: str, declared: str, language: str) -> None:
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("Bravo !", "fr"),
        ("Bravo !", "pt"),
        ("", "fr"),
        ("👏👏👏", "fr"),
        ("RT @ana: https://gueret.fr", "fr"),
        ("2026", "en"),
        ("\ud83d", "fr"),
        ("\0", ""),
        ("O mercado abre no sábado às oito horas da manhã", "pt-BR"),
        ("Köszönöm szépen mindenkinek, holnap találkozunk", "hu"),
    ],
)
def test_the_label_stays_where_the_text_does_not_say_it_clearly(text: str, declared: str) -> None:
    assert language_of(text, declared) == declared


@given(st.text(st.characters()), st.sampled_from(["", "fr", "pt_BR", "x", "\0", "-"]))
def test_whatever_is_written_gives_a_known_language_or_the_label(text: str, declared: str) -> None:
    assert language_of(text, declared) in {declared, *LANGUAGES}
