"""How well a shown name agrees with a registered one."""

import pytest

from beffroi.engines.takeover import THRESHOLD, match
from beffroi.engines.takeover.names import is_title, office_words

VERGNIER = "Michel Vergnier"


@pytest.mark.parametrize(
    "shown",
    [
        "Michel Vergnier",
        "michel vergnier",
        "MICHEL VERGNIER",
        "Vergnier Michel",
        "MichelVergnier",
        "michel_vergnier",
        "@MichelVergnier",
        "Michel Vergnier 🇫🇷 #Guéret",
        "🌹 Michel Vergnier, député-maire de Guéret",
        "Michel Vergnier 2017",
        "Vergnier2017",
        "M. Vergnier",
        "Michel Vergníer",
        "Miche\u0301l Vergnier",
        "Міchеl Vеrgnіеr",  # Cyrillic look-alikes
        "ΜΙCΗΕL VΕRGΝΙΕR",  # Greek capitals
        "𝐌𝐢𝐜𝐡𝐞𝐥 𝐕𝐞𝐫𝐠𝐧𝐢𝐞𝐫",
        "ᴍɪᴄʜᴇʟ ᴠᴇʀɢɴɪᴇʀ",
        "🅼🅸🅲🅷🅴🅻 🆅🅴🆁🅶🅽🅸🅴🆁",
        "Ⓜⓘⓒⓗⓔⓛ Ⓥⓔⓡⓖⓝⓘⓔⓡ",
        "Michel Verngier",  # a slip of the finger
        "MV",
    ],
)
def test_what_an_owner_makes_of_his_name_still_agrees(shown: str) -> None:
    assert match(shown, VERGNIER) >= THRESHOLD


@pytest.mark.parametrize(
    "shown",
    ["Gabrielle Powell", "Regina Brooks", "VOLİMVIP", "Crypto News 🚀", "vitalik.eth", ".", "🦄", "", "   ", "de la"],
)
def test_another_name_does_not(shown: str) -> None:
    assert match(shown, VERGNIER) < THRESHOLD


def test_the_same_name_agrees_entirely_and_nothing_with_nothing_not_at_all() -> None:
    assert match(VERGNIER, VERGNIER) == 100
    assert match("🌻", "🌻") == 100
    assert match("", "") == 0
    assert match(VERGNIER) == 0


@pytest.mark.parametrize(
    ("shown", "registered"),
    [
        ("Roy, Luc (maire)", "Luc Roy"),  # the words in any order, and more
        ("lucroy", "Luc Roy"),  # joined
        ("LucRoyMaire", "Luc Roy"),  # CamelCase
        ("Luc2017Roy", "Luc Roy"),  # digits between
        ("Zoe\u0301RoyMaire", "Zoé Roy"),  # CamelCase behind an accent of its own
        ("ΝΟΑ Roy", "Noa Roy"),  # Greek capitals: small ν would resemble v
        ("Lёо Rоy", "Léo Roy"),  # a Cyrillic letter under an accent
    ],
)
def test_each_way_to_write_a_short_name_agrees_entirely(shown: str, registered: str) -> None:
    assert match(shown, registered) == 100


def test_the_best_of_the_accepted_names_counts() -> None:
    assert match("Ville de Guéret", VERGNIER, "Mairie de Guéret") >= 75
    assert match("Ville de Guéret", VERGNIER) < THRESHOLD


def test_one_part_of_the_name_is_enough_and_initials_are() -> None:
    assert match("Jean-Claude Dupont-Vergnier-Moreau de Guéret et d'ailleurs", VERGNIER) == 75
    assert match("LGC", "Le Grip Constance") < THRESHOLD  # a particle gives no initial
    assert match("GC", "Le Grip Constance") == 70
    assert match("g", "Guéret") < THRESHOLD  # one letter is nobody's initials


def test_the_little_words_between_names_prove_nothing() -> None:
    assert match("Agence de la Croissance", "Constance de la Tour") < THRESHOLD
    assert match("Le La", "Le La") == 100


@pytest.mark.parametrize(
    ("shown", "registered", "agrees"),
    [
        ("محمد السيد", "مُحَمَّد السيد", True),
        ("محمد السيد 🇫🇷", "محمد السيد", True),
        ("ليلى منصور", "محمد السيد", False),
        ("דוד לוי", "דָּוִד לֵוִי", True),
        ("Gabrielle Powell", "محمد السيد", False),
        ("Иван Петров", "Иван Петров 🎻", True),
        ("Ольга Смирнова", "Иван Петров", False),
        ("山田太郎", "山田 太郎", True),
        ("佐藤花子", "山田太郎", False),
    ],
)
def test_names_in_other_scripts_are_compared_too(shown: str, registered: str, agrees: bool) -> None:
    assert (match(shown, registered) >= THRESHOLD) is agrees


@pytest.mark.parametrize("shown", ["MV2022", "MV 23", "M.V. 2017"])
def test_initials_with_a_year_or_the_number_of_a_department_agree(shown: str) -> None:
    assert match(shown, VERGNIER) >= THRESHOLD
    assert match("2017", VERGNIER) < THRESHOLD


@pytest.mark.parametrize(
    ("shown", "is_one"),
    [
        ("Le Maire de Guéret", True),
        ("DÉPUTÉ de la Creuse", True),
        ("Maire de Limoges", False),  # of somewhere else
        ("Guéret", False),  # no office
        ("Creuse Guéret News", False),
        ("", False),
    ],
)
def test_an_office_out_of_the_registered_description_is_a_title(shown: str, is_one: bool) -> None:
    assert is_title(shown, "Député de la CREUSE\r\nMaire de Guéret") is is_one
    assert not is_title(shown, "")


def test_words_of_office_are_given_as_they_were_written_each_once() -> None:
    assert office_words("Sénatrice, conseillère d’arrondissement ; sénatrice. Vice-présidente") == (
        "Sénatrice",
        "conseillère",
        "Vice-présidente",
    )
    assert office_words("Élu des Monts, elle court, elle nage") == ("Élu",)
    assert office_words("Love, travel, cats, primary school") == ()
