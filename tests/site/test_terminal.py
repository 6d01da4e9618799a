"""The command line speaks the language of the terminal, and what programs read of it stays as it is."""

import argparse
import inspect
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from beffroi.site import doctor, terminal
from beffroi.site.command import _groups, _parser
from beffroi.site.commands.fact import KINDS
from beffroi.site.commands.parser import Parser
from tests.cast import Feurs

LOCALES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
FRENCH = {"LANG": "fr_FR.UTF-8"}
# What is the same in both languages; everything else that a help says differs.
SAME = {"PORT", "MINUTES", "options", "N", ", ".join(KINDS)}


def beffroi(*words: str, says: Mapping[str, str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    plain = {name: value for name, value in os.environ.items() if name not in (*LOCALES, "BEFFROI_TOKEN")}
    command = [sys.executable, "-m", "beffroi.site.command", *words]
    return subprocess.run(command, env={**plain, **says}, input=given, capture_output=True, timeout=60)


def printed(text: bytes) -> str:
    """As a person reads it: however wide the spaces are, and wherever the lines end."""
    return re.sub(r"\s+", " ", text.decode())


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "frp_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANGUAGE": "fr"}, "fr"),
        ({"LANGUAGE": "de:fr:en", "LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANGUAGE": "en", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "POSIX"}, "en"),
    ],
)
def test_the_environment_says_the_language(environ: dict[str, str], language: str) -> None:
    assert terminal.language(environ) == language


def test_the_command_line_speaks_the_language_of_the_terminal() -> None:
    french, english = beffroi("up", "--help", says=FRENCH), beffroi("up", "--help", says={})
    assert (french.returncode, english.returncode) == (0, 0)
    assert "Tout démarrer : pages, ouvrier et écouteur." in printed(french.stdout)
    assert "afficher cette aide et sortir" in printed(french.stdout)
    assert printed(french.stdout).startswith("usage : beffroi up")
    assert "Start everything: pages, worker and listener." in printed(english.stdout)
    assert printed(english.stdout).startswith("usage: beffroi up")


def test_whoever_names_no_command_is_told_all_of_them() -> None:
    done = beffroi(says={})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == beffroi("--help", says={}).stdout
    assert b"to run it:\n  up  " in done.stderr
    nested = beffroi("keys", says=FRENCH)
    assert (nested.returncode, nested.stdout) == (2, b"")
    assert "commandes : new " in printed(nested.stderr)


@pytest.mark.parametrize(
    ("words", "says", "told"),
    [
        (["docter"], {}, "beffroi: “docter” is no command; did you mean beffroi doctor?\n"),
        (["docter"], FRENCH, "beffroi: « docter » n’est pas une commande ; vouliez-vous dire beffroi doctor ?\n"),
        (["keys", "chek"], {}, "beffroi: “chek” is no command; did you mean beffroi keys check?\n"),
        (["xyz"], {}, "beffroi: “xyz” is no command; beffroi --help lists them\n"),
    ],
)
def test_a_mistyped_command_is_answered_in_a_line(words: list[str], says: dict[str, str], told: str) -> None:
    done = beffroi(*words, says=says)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().replace("\u202f", " ") == told


def test_a_wrong_call_is_told_in_french_too() -> None:
    wrong = printed(beffroi("up", "--port", "99999", says=FRENCH).stderr)
    assert "erreur : argument --port : 99999 n’est pas un port : choisissez un nombre de 1 à 65535" in wrong
    assert "il manque ces arguments : --reason" in printed(beffroi("stop", says=FRENCH).stderr)
    body = beffroi("ranking", "readings", "x.csv", "--personal-of", "senat", says=FRENCH)
    assert "senat n’est pas un organisme : écrivez sa sorte et son code" in printed(body.stderr)
    missing = beffroi("match", "--searches", "/nowhere/searches", says=FRENCH)
    assert missing.stderr.decode() == "beffroi match: /nowhere/searches: Aucun fichier ou dossier de ce nom\n"


def test_a_terminal_that_is_not_of_utf_8_gets_plain_letters() -> None:
    done = beffroi("--help", says={**FRENCH, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Tout demarrer" not in printed(done.stdout)
    assert "tout demarrer : pages, ouvrier et ecouteur" in printed(done.stdout)
    assert "l'ecouteur remet" in printed(done.stdout)


def test_what_programs_read_is_the_same_in_every_language() -> None:
    posts = json.dumps({"text": "L'article 1er est adopté."}).encode() + b"\nno json\n"
    french, english = beffroi("announce", says=FRENCH, given=posts), beffroi("announce", says={}, given=posts)
    assert french.stdout == english.stdout != b""
    assert printed(english.stderr).startswith("posts, line 2: This is not JSON")
    assert printed(french.stderr).startswith("messages, ligne 2 : Ce n’est pas du JSON")


def test_the_help_starts_neither_django_nor_what_calls_servers() -> None:
    code = (
        "import sys; from beffroi.site.command import _parser; _parser().format_help(); "
        "print([name for name in ('django', 'httpx', 'numba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "LANGUAGE": "fr"}, capture_output=True)
    assert (done.stdout, done.stderr) == (b"[]\n", b"")


def test_a_command_does_not_wait_for_what_only_matching_counting_and_learning_need(tmp_path: Path) -> None:
    """A second of a core each time somebody asks for the journal or the doctor."""
    heavy = ("numpy", "numba", "twitter_text")
    code = f"import django, sys; django.setup(); print([name for name in {heavy} if name in sys.modules])"
    told = {**os.environ, "BEFFROI_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "beffroi.site.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=told, capture_output=True)
    assert (done.stdout, done.stderr) == (b"[]\n", b"")


def test_what_needs_no_database_makes_no_data_folder(tmp_path: Path) -> None:
    """Not even by the words of its errors: Django's own marker of sentences would load the settings."""
    (tmp_path / "no.zip").write_text("no archive")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DJANGO_"))}
    command = [sys.executable, "-m", "beffroi.site.command", "ranking", "recompute", "no.zip"]
    done = subprocess.run(command, env=plain, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("beffroi ranking recompute: no.zip: it cannot be read: ")
    assert [each.name for each in tmp_path.iterdir()] == ["no.zip"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_setting_that_cannot_be_is_told_in_the_language_of_the_terminal(tmp_path: Path, language: str) -> None:
    words = {"en": "BEFFROI_MAIL: Write smtp://user:password@", "fr": "BEFFROI_MAIL: Écrivez smtp://user:password@"}
    wrong = {**os.environ, "LANGUAGE": language, "BEFFROI_MAIL": "mail://x", "BEFFROI_DATA_DIR": str(tmp_path)}
    wrong["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
    command = [sys.executable, "-m", "beffroi.site.command", "migrate"]
    done = subprocess.run(command, env=wrong, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"beffroi: {words[language]}")


@pytest.mark.django_db
def test_the_doctor_speaks_french_and_keeps_its_two_marks(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    doctor.examine(out := io.StringIO())
    said = out.getvalue().replace("\u202f", " ")
    looked_at = [line for line in said.splitlines()[1:] if not line.startswith("  ")]
    assert looked_at and all(line.startswith(("ok   ", "BAD  ")) for line in looked_at)
    assert "base de données" in said and "publications : aucun retard" in said
    assert "BAD  worker: jamais vu" in said


def test_every_command_stands_below_one_title() -> None:
    grouped = [name for _title, names in _groups() for name in names]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == set(commands_of(_parser()))


def commands_of(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    known = parser._commands if isinstance(parser, Parser) else None
    return known.choices if known else {}


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for one in commands_of(parser).values():
        yield from parsers(one)


def said_by(language: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every string that some help shows, each with where it stands."""
    monkeypatch.setenv("LANGUAGE", language)
    told: list[tuple[str, str]] = [("titles", title) for title, _names in _groups()]
    for each in parsers(_parser()):
        told += [(each.prog, str(each.description)), *((each.prog, part) for part in (each.usage, each.epilog) if part)]
        for action in each._actions:
            if isinstance(action, argparse._SubParsersAction):
                told += [(f"{each.prog} {line.dest}", str(line.help)) for line in action._get_subactions()]
                continue
            place = f"{each.prog} {action.dest}"
            told.append((place, str(action.help)))
            if action.nargs != 0:
                told.append((f"{place}, its value", str(action.metavar)))
    return told


def test_every_string_of_the_help_is_there_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    english, french = said_by("en", monkeypatch), said_by("fr", monkeypatch)
    assert len(english) > 300
    assert [place for place, words in english if words == "None"] == []  # whatever can be typed is explained
    alike = {words for (_place, words), (_same, other) in zip(english, french, strict=True) if words == other}
    assert alike - SAME == set()


def test_the_words_of_argparse_are_those_that_we_translate() -> None:
    """Those that somebody who types can meet; the others are for who writes a parser."""
    of_writers = re.compile(
        r"__call__|conflicting|unknown parser|mode %r|cannot|invalid argument for|invalid option string|"
        r"dest= is required|conflict_resolution|mutually exclusive|is not callable|deprecated|heading|maybe you meant"
    )
    source = inspect.getsource(argparse)
    asked = re.findall(r"\b_\(\s*(?:'([^'\n]*)'|\"([^\"\n]*)\")", source)
    words = {(one or other).encode().decode("unicode_escape") for one, other in asked}
    assert len(words) > 20
    assert {each for each in words if not of_writers.search(each)} - set(terminal.OF_ARGPARSE) == set()


@cache
def in_the_catalogue() -> set[str]:
    from tests.test_translations import CATALOGUE, PRODUCT

    with (PRODUCT / CATALOGUE).open("rb") as file:
        return {str(message.id) for message in read_po(file, locale="fr") if message.id}


@pytest.mark.parametrize("words", [*terminal.OF_ARGPARSE, *terminal.OF_THE_MACHINE])
def test_what_argparse_and_the_machine_say_is_in_the_catalogue(words: str) -> None:
    assert words in in_the_catalogue()
