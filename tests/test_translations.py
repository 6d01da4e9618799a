"""Every sentence that a reader can meet is in the French catalogue, whole."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from beffroi.site.spacing import FIRM, THIN, as_printed
from tests.tree import PROJECT
from tools.translations import BELOW_THE_LINE, filled_in, sentences
from tools.translations import french as french_of

PRODUCT = PROJECT / "src" / "beffroi"
CATALOGUE = Path("locale", "fr", "LC_MESSAGES", "django.po")
LOOKS_UP = ("_", "gettext", "gettext_noop", "gettext_lazy", "ngettext")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?[a-z]+")


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read(PRODUCT / CATALOGUE)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """A message's text, or its singular and its plural."""
    return list(text) if isinstance(text, tuple | list) else [text or ""]


def test_nothing_is_missing_in_french(french: Catalog) -> None:
    assert [message.id for message in messages(french) if not all(forms(message.string))] == []


def test_nothing_is_guessed_or_left_over(french: Catalog) -> None:
    assert (french.fuzzy, list(french.obsolete)) == (False, [])
    assert [message.id for message in messages(french) if message.fuzzy] == []


def test_the_translation_names_the_same_values(french: Catalog) -> None:
    translated = [message for message in messages(french) if all(forms(message.string))]
    assert [message.id for message in translated if not same_places(message)] == []


def test_what_one_word_names_has_one_word_in_french(french: Catalog) -> None:
    """The glossary's: an approval is a validation."""
    others = re.compile("approuv|approbat", re.IGNORECASE)
    assert [form for message in messages(french) for form in forms(message.string) if others.search(form)] == []


def test_french_is_set_as_it_is_printed(french: Catalog) -> None:
    """Otherwise: make translations."""
    assert [form for message in messages(french) for form in forms(message.string) if form != as_printed(form)] == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Est-ce « fait » ?", f"Est-ce «{THIN}fait{THIN}»{THIN}?"),
        (f"oui{FIRM}: l'alarme", f"oui{THIN}: l’alarme"),
        ("2 000 lignes, 5 Mo, 95 %%", f"2{THIN}000 lignes, 5{FIRM}Mo, 95{THIN}%%"),
        ("à %(time)s, 10:30, https://feurs.fr", "à %(time)s, 10:30, https://feurs.fr"),
    ],
)
def test_french_is_typed_as_on_any_keyboard(typed: str, printed: str) -> None:
    assert as_printed(typed) == printed


def test_only_what_is_translated_is_set() -> None:
    assert french_of('msgid "a : b"\nmsgstr "c : d"\n\n#: e\nmsgid ""\n"f !"\n') == (
        f'msgid "a : b"\nmsgstr "c{THIN}: d"\n\n#: e\nmsgid ""\n"f !"\n'
    )


def same_places(message: Message) -> bool:
    """The plural names them all; the singular may say "one" in words."""
    said, translated = [[set(PLACE.findall(form)) for form in forms(text)] for text in (message.id, message.string)]
    return translated[-1] == said[-1] and all(form <= said[-1] for form in translated)


@pytest.mark.parametrize(
    ("english", "french", "same"),
    [
        ("{who} left", "{who} est parti", True),
        ("{who} left", "{qui} est parti", False),
        ("See %(what)s", "Voir", False),
        (("one of %(n)s", "%(n)s of them"), ("un", "%(n)s d'entre eux"), True),
        (("%(n)s post", "%(n)s posts"), ("%(n)s message", "%(m)s messages"), False),
        ("<strong>{n}</strong>", "<strong>{n}", False),
    ],
)
def test_a_lost_value_would_be_noticed(english: str, french: str, same: bool) -> None:
    assert same_places(Message(english, french)) is same


def test_the_catalogue_holds_what_the_program_says_today(french: Catalog, tmp_path: Path) -> None:
    """Otherwise: make translations."""
    if not shutil.which("xgettext"):
        missing("no gettext on this machine: whether a sentence is missing in the catalogue cannot be told")
    tree = shutil.copytree(PRODUCT, tmp_path / "beffroi", ignore=shutil.ignore_patterns("static", "*.mo"))
    command = [sys.executable, "-m", "tools.translations", str(tree)]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=60)
    today = read(tree / CATALOGUE)
    assert {message.id for message in messages(today)} == {message.id for message in messages(french)}


def test_a_sentence_inside_an_f_string_is_known_from_elsewhere(french: Catalog) -> None:
    """gettext finds none there: it would stay English, and nobody would notice."""
    known = {form for message in messages(french) for form in forms(message.id)}
    modules = {path: path.read_text(encoding="utf-8") for path in sorted(PRODUCT.rglob("*.py"))}
    assert {(path.name, said) for path, code in modules.items() for said in hidden(code) if said not in known} == set()


def hidden(source: str) -> list[str]:
    """The sentences that are looked up within an f-string."""
    strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
    calls = [call for node in strings for call in ast.walk(node) if isinstance(call, ast.Call)]
    looked_up = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in LOOKS_UP]
    return [str(word.value) for call in looked_up for word in call.args if isinstance(word, ast.Constant)]


def test_such_a_hidden_sentence_would_be_noticed() -> None:
    assert hidden("""print(f"beffroi: {_('nothing was done').upper()}", _('told'))""") == ["nothing was done"]


def missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_a_sentence_below_the_line_is_known_by_its_looks() -> None:
    source = '''
"""A docstring is nothing said."""
REFUSED = "The network refuses this: {message}"
HINT = "Write: a NEAR/5 b AND b NEAR/5 c"
NAMES = ("AND ", "did:plc:x", "no sentence", "Handle")
FIELD = Field("handle", "Handle", help="Yours", initial="https://example.org")
'''
    assert sentences(source) == [
        "The network refuses this: {message}",
        "Write: a NEAR/5 b AND b NEAR/5 c",
        "Handle",
        "Yours",
    ]


def test_no_sentence_below_the_line_has_its_values_filled_in_already() -> None:
    """A Sentence keeps them apart, so that it can be translated."""
    modules = [path for floor in BELOW_THE_LINE for path in sorted((PRODUCT / floor).rglob("*.py"))]
    guilty = {path.name: found for path in modules if (found := filled_in(path.read_text(encoding="utf-8")))}
    assert guilty == {}


def test_such_a_sentence_would_be_noticed() -> None:
    assert filled_in('say(f"The sandbox has no account {handle}.")') == ["The sandbox has no account {}."]
    assert filled_in('raise ValueError(f"{moment} has no zone")') == []
    assert filled_in('f"NOT {part}"') == []
