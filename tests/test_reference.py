"""The reference is of this code: every row names something that exists, once, and nothing that exists has no row.

What the reference says in words is written by hand; names, defaults, options and limits are compared with the code.
"""

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps

from beffroi.engines.query import fields, leaves, lexer, parser
from beffroi.publishing.checks.run import CHECKS
from beffroi.site.command import _parser
from beffroi.sources import SOURCES
from beffroi.work.duty import all_duties
from tests.tree import PROJECT

DOCS = PROJECT / "docs"
SETTINGS = (DOCS / "reference" / "settings.md", DOCS / "fr" / "reference" / "reglages.md")
COMMANDS = (DOCS / "reference" / "commands.md", DOCS / "fr" / "reference" / "commandes.md")
SEARCHES = (DOCS / "reference" / "search-language.md", DOCS / "fr" / "reference" / "langue-des-recherches.md")
CHECKED = (DOCS / "reference" / "checks.md", DOCS / "fr" / "reference" / "controles.md")
READ = (DOCS / "reference" / "sources.md", DOCS / "fr" / "reference" / "sources-officielles.md")
SAID_IN_WORDS = {
    "DATA_DIR",
    "SECRET_KEY",
    "KEYS",
    "LOG_LEVEL",
    "DATABASE_URL",
    "WAKE",
}  # what is done where none is set
OF_EVERY_COMMAND = {"--help", "--data", "--server", "--json"}  # told above the tables


def rows(page: Path) -> list[list[str]]:
    """The cells of every row of every table whose first cell is code."""
    text = page.read_text(encoding="utf-8")
    found = (re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| `"))
    return [[cell.strip() for cell in cells] for cells in found]


def code_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def twice(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


@pytest.mark.parametrize("page", SETTINGS, ids=lambda page: page.stem)
def test_every_setting_has_its_row_and_its_default(page: Path) -> None:
    told = {code_in(row[0])[0].removeprefix("BEFFROI_"): row[1] for row in rows(page)}
    assert twice([row[0] for row in rows(page)]) == []
    wrong = {
        name: told.get(name)
        for name, default in defaults()
        if name not in SAID_IN_WORDS and not is_told(default, told.get(name, ""))
    }
    assert wrong == {}


def defaults() -> Iterator[tuple[str, object]]:
    """Every call of `env` in the settings: the name of a variable, and its default as it is written."""
    for node in ast.walk(ast.parse((PROJECT / "src/beffroi/site/settings.py").read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == "env"
        ):
            name, default = node.args[0], next(word.value for word in node.keywords if word.arg == "default")
            assert isinstance(name, ast.Constant) and isinstance(name.value, str)
            yield name.value, ast.literal_eval(default) if name.value not in SAID_IN_WORDS else None


def is_told(default: object, cell: str) -> bool:
    if default in ("", []):
        return cell in ("empty", "vide")
    if isinstance(default, bool):
        return cell in (("`yes`", "`true`") if default else ("`no`", "`false`"))
    return cell == f"`{','.join(default) if isinstance(default, list) else default}`"


@pytest.mark.parametrize("pages", [SETTINGS, COMMANDS, SEARCHES, CHECKED, READ], ids=lambda pages: pages[0].stem)
def test_a_french_page_has_the_rows_of_the_english_one(pages: tuple[Path, Path]) -> None:
    cells = 2 if pages == SEARCHES else 1  # what is written in one language stands beside the same in the other
    english, french = ([row[:cells] for row in rows(page) if not row[0].startswith("`make ")] for page in pages)
    assert sorted(code_in(str(french))) == sorted(code_in(str(english)))


@pytest.mark.parametrize("page", COMMANDS, ids=lambda page: page.stem)
def test_every_command_has_one_row_with_all_its_options(page: Path) -> None:
    told = {code_in(row[0])[0]: row[-1] for row in rows(page) if row[0].startswith("`beffroi ")}
    assert twice([row[0] for row in rows(page)]) == []
    wrong = {}
    for command, cell in told.items():
        options = set().union(*(asked for path, asked in leaves_of(_parser(), "beffroi") if is_below(path, command)))
        wanted = options - OF_EVERY_COMMAND
        if (named := set(re.findall(r"--[a-z][a-z-]*", cell))) != wanted:
            wrong[command] = named ^ wanted
    assert wrong == {}
    assert [path for path, _ in leaves_of(_parser(), "beffroi") if not any(is_below(path, one) for one in told)] == []


def is_below(path: str, command: str) -> bool:
    return path == command or path.startswith(f"{command} ")


def leaves_of(command: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, set[str]]]:
    """Every command that has no commands of its own, as it is typed, with its long options."""
    nested = [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]
    for action in nested:
        for name, one in action.choices.items():
            yield from leaves_of(one, f"{path} {name}")
    if not nested:
        yield path, {option for action in command._actions for option in action.option_strings if len(option) > 2}


def test_every_make_target_has_its_row() -> None:
    told = [code_in(row[0])[0].removeprefix("make ") for row in rows(COMMANDS[0]) if row[0].startswith("`make ")]
    targets = re.findall(r"^([a-z-]+):.* ## ", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    assert sorted(told) == sorted(set(targets) - {"help"})


@pytest.mark.parametrize("page", SEARCHES, ids=lambda page: page.stem)
def test_every_field_of_a_search_and_every_limit_is_told(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    values = [f"has:{kind}" for kind in fields._HAS.values()] + [f"is:{kind}" for kind in fields._IS.values()]
    for name in [
        f"{names.split()[0]}:" for names, _ in fields._FIELDS if names.split()[0] not in ("has", "is")
    ] + values:
        assert f"| `{name}" in text, name
    limits = re.sub(r"[\s\u202f,]+", "", re.split(r"\n## (?:Les l|L)imit", text)[1].partition("\n## ")[0])
    for limit in (parser.MAX_CHARACTERS, lexer.MAX_DISTANCE, parser.MAX_DEPTH):
        assert str(limit) in limits
    assert leaves.MIN_PREFIX == 3  # "at least three letters"


@pytest.mark.parametrize("page", READ, ids=lambda page: page.stem)
def test_every_source_has_its_row_with_its_pace_and_what_it_asks_for(page: Path) -> None:
    listed = [row for row in rows(page) if len(row) == 6]
    told = {code_in(row[0])[0]: row[-2] for row in listed}
    assert {kind: pace(cell) for kind, cell in told.items()} == {kind: one.pace for kind, one in SOURCES.items()}
    asked = {code_in(row[0])[0]: set(code_in(row[-1])) for row in listed}
    assert asked == {kind: {field.name for field in one.fields} for kind, one in SOURCES.items()}


def pace(cell: str) -> timedelta:
    number, unit = cell.split()
    return int(number) * {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1)}[unit]


def test_every_duty_has_one_row() -> None:
    told = [code_in(row[0])[0] for row in rows(DOCS / "reference" / "duties.md")]
    assert sorted(told) == sorted(duty.name for duty in all_duties())


def test_every_event_has_one_row_with_its_room() -> None:
    rooms = {
        verb: config.label
        for config in apps.get_app_configs()
        if find_spec(f"{config.name}.events")
        for verb in import_module(f"{config.name}.events").EVENTS
    }
    journal = [row for row in rows(DOCS / "reference" / "events.md") if len(row) == 4]
    assert twice([row[0] for row in journal]) == []
    assert {code_in(row[0])[0]: row[1] for row in journal} == rooms


@pytest.mark.parametrize("page", CHECKED, ids=lambda page: page.stem)
def test_every_check_has_one_row(page: Path) -> None:
    told = [code_in(row[0])[0] for row in rows(page)]
    assert sorted(told) == sorted(check.__module__.rpartition(".")[2] for check in CHECKS)


def test_every_number_of_the_metrics_has_its_row() -> None:
    said = (PROJECT / "src/beffroi/site/metrics.py").read_text(encoding="utf-8")
    named = {
        name.removesuffix("_total")
        for row in rows(DOCS / "reference" / "health.md")
        for name in code_in(row[0])
        if name.startswith("beffroi_")
    }
    assert named == set(re.findall(r'"(beffroi_[a-z_]+)"', said))
