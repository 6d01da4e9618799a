"""Cards: what is written on them can be read, nothing of it is cut, and the same card is the same bytes."""

import io
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from beffroi.rankings.card.colours import INK, PAPER, READABLE, palette
from beffroi.rankings.card.contrast import contrast
from beffroi.rankings.card.drawing import MOST, SHAPES, Thanks, body_card, draw
from beffroi.rankings.card.initials import initials
from beffroi.rankings.card.names import shown

HARD = (
    ("Syndicat intercommunal à vocation unique d’adduction d’eau potable des vallées de l’Aix et du Lignon", "a" * 60),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "donau"),
    ("مجلس مدينة الدار البيضاء الكبرى والمناطق المجاورة لها", "casablanca.example"),
    ("עיריית תל אביב־יפו", "telaviv"),
    ("🌻🌈👩‍💻🇫🇷❤️ Élodie Ç. Œuvrard ✨", "elodie"),
    ("W" * 200, "w"),
    ("🎉" * 60, "fete"),
    ("Z̸̢̡̛̗̬͖̞͎͉̾̓̐̈́̕͝ä̶̧͓́l̵̛g̷o", "zalgo"),
)
LONG_BODY = "Communauté d’agglomération de Saint-Étienne-Métropole-et-des-Monts-du-Forez"
MARGINS = {"link": (428, 0, 52, 2), "square": (0, 424, 68, 2), "story": (0, 726, 84, 1)}  # sheet x, y, margin, columns
FEET = {"link": 92, "square": 102, "story": 224}  # below the names
GUTTER = 30


def thanks(names: Any = (("Lucie Bernard", "lucie"), ("Karim B.", "karim")), **more: Any) -> Thanks:
    said = {"title": "Merci", "lead": "à celles et ceux avec qui\nnous avons le plus échangé", "body": "Ville de Feurs"}
    return Thanks(**{**said, "foot": "Du 1er octobre au 20 novembre 2026.", "names": names, **more})


def pixels(png: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def rgb(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def is_only(part: NDArray[np.uint8], colour: str) -> bool:
    return part.size > 0 and bool((part == rgb(colour)).all())


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_has_its_size(shape: str) -> None:
    assert Image.open(io.BytesIO(draw(thanks(), shape))).size == SHAPES[shape]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_card_is_the_same_bytes(shape: str) -> None:
    assert draw(thanks(HARD), shape) == draw(thanks(HARD), shape)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_name_reaches_the_margins_or_the_next_column(shape: str) -> None:
    card = pixels(draw(thanks(HARD, body=LONG_BODY), shape))
    x, y, margin, columns = MARGINS[shape]
    sheet = card[y + 1 :, x + 1 :]
    assert is_only(sheet[:, : margin - 2], PAPER)
    assert is_only(sheet[:, sheet.shape[1] - margin + 2 :], PAPER)
    if columns == 2:
        column = (sheet.shape[1] - 2 * margin - GUTTER) // 2
        assert is_only(sheet[: -FEET[shape], margin + column + 2 : margin + column + GUTTER - 2], PAPER)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_name_reaches_the_row_above_or_below(shape: str) -> None:
    card = pixels(draw(thanks(HARD), shape))
    x, y, margin, columns = MARGINS[shape]
    top, rows = y + margin * 0.6, MOST // columns
    step = (card.shape[0] - top - FEET[shape]) / rows
    for row in range(1, rows):
        edge = round(top + row * step)
        assert is_only(card[edge : edge + 1, x + 1 :], PAPER), row


@pytest.mark.parametrize("shape", SHAPES)
def test_the_words_of_the_band_keep_their_margin(shape: str) -> None:
    card, band = pixels(draw(thanks(body=LONG_BODY), shape)), palette("").band
    margin = MARGINS[shape][2]
    height = card.shape[0] if shape == "link" else MARGINS[shape][1]
    assert is_only(card[1 : height - 1, 1 : margin - 2], band)
    assert is_only(card[1:20, 1:428], band)


def test_a_margin_that_is_written_on_would_be_seen() -> None:
    card = pixels(draw(thanks(HARD), "link"))
    assert not is_only(card[:, 428 + 52 + 2 : 428 + 120], PAPER)


def test_one_name_more_or_less_changes_the_card() -> None:
    assert draw(thanks(HARD), "link") != draw(thanks(HARD[:-1]), "link")


def test_what_cannot_be_drawn_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="no shape"):
        draw(thanks(), "stamp")
    with pytest.raises(ValueError, match="1 to 8 names"):
        draw(thanks(()), "link")
    with pytest.raises(ValueError, match="1 to 8 names"):
        draw(thanks((("x", "x"),) * 9), "link")
    with pytest.raises(ValueError, match="no colour"):
        draw(thanks(colour="red"), "link")


def test_markup_in_a_name_is_only_a_name() -> None:
    assert draw(thanks((('#image("x") *b* $a$ \\ ]', "x"),)), "link")


def test_the_card_of_a_body_is_a_link_card_whatever_its_name() -> None:
    lines = ["4 comptes officiels, dont 3 prouvés", "1 réseau", "x" * 300, "a fourth line that does not stand there"]
    card = body_card(LONG_BODY, "Loire (42)", lines, "#17614f")
    assert Image.open(io.BytesIO(card)).size == SHAPES["link"]
    shown_ = pixels(card)
    assert is_only(shown_[:, :74], PAPER)
    assert is_only(shown_[:, 846:899], PAPER)
    assert card == body_card(LONG_BODY, "Loire (42)", lines, "#17614f")


@given(st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255)))
def test_in_any_colour_everything_can_be_read(channels: tuple[int, int, int]) -> None:
    chosen = palette("#{:02x}{:02x}{:02x}".format(*channels))
    for text, ground in (
        (chosen.on_band, chosen.band),
        (chosen.accent, PAPER),
        (chosen.on_disc, chosen.disc),
        (INK, PAPER),
    ):
        assert contrast(text, ground) >= READABLE
    assert chosen.band == chosen.band.lower()
    assert len(chosen.band) == 7


def test_a_colour_that_can_be_read_stays_as_the_body_chose_it() -> None:
    assert palette("#96341F").band == "#96341f"
    assert palette("#ffffff").band != "#ffffff"


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lucie Bernard", "LB"),
        ("Le Carnet du canal", "CC"),
        ("Élodie Ç. Œuvrard", "ÉŒ"),
        ("mairie", "M"),
        ("La", "L"),
        ("محمد الأمين", "م"),
        ("🌻🌻", "🌻"),
        ("🌻 Feurs", "F"),
        ("", ""),
    ],
)
def test_initials_are_those_a_person_would_write(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_a_name_that_our_fonts_cannot_write_is_shown_by_its_handle() -> None:
    assert shown("東京都庁", "tocho") == shown("", "tocho")
    assert shown("東京都庁", "tocho").name == "@tocho"


def test_what_turns_or_piles_up_letters_is_taken_out_of_a_name() -> None:
    assert shown("abc\u202edef\u200b\x07  ghi").name == "abcdef ghi"
    assert shown("Z̸̢̡̛̗̬a\u0308lgo").name == "Zälgo"
    assert shown("Aurélie\n").name == "Aurélie"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=30)), min_size=1, max_size=MOST))
def test_whatever_people_call_themselves_the_margins_stay_empty(names: list[tuple[str, str]]) -> None:
    card = pixels(draw(thanks(names), "link"))
    assert is_only(card[:, 429:478], PAPER)
    assert is_only(card[:, 1152:], PAPER)


def test_all_pairs_of_hard_names_fit() -> None:
    for one, other in product(HARD, HARD):
        card = pixels(draw(thanks((one, other)), "link"))
        assert is_only(card[:, 1152:], PAPER)
