"""Letters that only look like letters."""

import pytest

from beffroi.publishing.checks import fancy
from tests.publishing.checks import checked


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("𝐁𝐨𝐧𝐣𝐨𝐮𝐫 à tous", "Bonjour"),
        ("𝘝𝘰𝘵𝘳𝘦 𝘮𝘢𝘪𝘳𝘪𝘦", "Votre mairie"),
        ("Le 𝟭𝟰 𝗷𝘂𝗶𝗹𝗹𝗲𝘁", "14 juillet"),
        ("ⓋⓄⓉⒺⓏ", "VOTEZ"),
        ("🅵🅴🆄🆁🆂", "FEURS"),
        ("Ｆｅｕｒｓ", "Feurs"),
        ("ᴠᴏᴛʀᴇ ᴠɪʟʟᴇ", "votre ville"),
    ],
)
def test_the_plain_text_is_proposed(text: str, plain: str) -> None:
    [finding] = fancy.check(checked(text))
    assert f"“{plain}”" in finding.words
    assert not finding.blocks


@pytest.mark.parametrize(
    "text",
    [
        "Élèves de l’école, œuvre, naïveté, ça ira.",
        "Le 1ᵉʳ janvier, la 2ᵉ édition, Mᵐᵉ le maire, CO₂, 25 m², 3 ½",
        "🅿️ Le parking est gratuit. 🇫🇷",
        "① D’abord ② ensuite",
        "№ 12, ℃, ℮, ™, ℗",
        "Добро пожаловать, Καλημέρα, 東京",
    ],
)
def test_real_letters_and_single_signs_pass(text: str) -> None:
    assert list(fancy.check(checked(text))) == []
