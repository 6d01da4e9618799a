"""Marks that keep the code small and plain, and things that must not be anywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.db import models

from tests.tree import PROJECT, files

ROOMS = PROJECT / "src" / "beffroi"
LONGEST_FILE, LONGEST_FUNCTION = 400, 40  # lines
MEDIAN_FILE, MEDIAN_FUNCTION = 75, 8
DRAWERS = {"utils", "util", "helpers", "services", "managers", "common", "misc", "lib", "core"}
WRITTEN_HERE = (".py", ".js", ".mjs", ".css", ".html")
NOT_WRITTEN_HERE = {"vendor", "migrations"}
BINARY = (".woff2", ".png", ".jpg", ".webp", ".ico", ".ttf", ".mo")
SIGNALS = re.compile(r"django\.dispatch|django\.db\.models\.signals|\.signals import|@receiver")
MACHINE = re.compile(r"(?<![\w.-])/(?:work|root|home/[a-z]+)/")
REGISTRY = re.compile(r"[/.](?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|npmmirror\.com)/")


def written_here() -> list[Path]:
    ours = [path for path in files() if path.suffix in WRITTEN_HERE]
    return [path for path in ours if not NOT_WRITTEN_HERE & set(path.relative_to(PROJECT).parts)]


def product() -> list[Path]:
    return [path for path in written_here() if path.suffix == ".py" and path.is_relative_to(ROOMS)]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its number of lines, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{said(path)}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def said(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_no_file_is_an_attractor() -> None:
    assert [(said(path), n) for path in written_here() if (n := length(path)) > LONGEST_FILE] == []


def test_no_function_is_too_long_to_be_read_at_once() -> None:
    every = [each for path in written_here() if path.suffix == ".py" for each in functions(path)]
    assert [each for each in every if each[1] > LONGEST_FUNCTION] == []


def test_files_and_functions_are_small_as_a_rule() -> None:
    file = median([n for path in product() if (n := length(path)) > 1])  # a package's lone docstring is no file to read
    function = median([lines for path in product() for _, lines in functions(path)])
    assert (file <= MEDIAN_FILE, function <= MEDIAN_FUNCTION) == (True, True), f"file {file}, function {function}"


def test_nothing_is_called_a_drawer() -> None:
    named = [path for path in written_here() if DRAWERS & {part.split(".")[0] for part in Path(said(path)).parts}]
    assert [said(path) for path in named] == []


def test_nobody_listens_to_signals() -> None:
    assert [said(path) for path in product() if SIGNALS.search(path.read_text(encoding="utf-8"))] == []


def test_nobody_overrides_save_or_delete() -> None:
    hooks = re.compile(r"^ +(?:async )?def a?(?:save|delete)\(", re.MULTILINE)
    in_models = [path for path in product() if "models" in said(path)]
    assert in_models
    assert [said(path) for path in in_models if hooks.search(path.read_text(encoding="utf-8"))] == []


def test_a_lower_room_gets_no_attribute_from_an_upper_one() -> None:
    """A reverse name would let the lower room reach what it must not know."""
    across = [
        field
        for model in apps.get_models()
        if model.__module__.startswith("beffroi.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField)
        and isinstance(target := field.related_model, type)
        and room(target) != room(model)
    ]
    assert across
    assert [str(field) for field in across if not field.remote_field.hidden] == []


def room(model: type[models.Model]) -> str:
    return ".".join(model.__module__.split(".")[:2])


def test_no_file_names_a_machine_or_a_registry() -> None:
    texts = {
        said(path): path.read_text(encoding="utf-8", errors="replace")  # samples of sources are in their own encodings
        for path in files()
        if path.suffix not in BINARY
    }
    assert [name for name, text in texts.items() if MACHINE.search(text)] == []
    assert [name for name, text in texts.items() if REGISTRY.search(text)] == []


@pytest.mark.parametrize("text", ["see /wo" + "rk/x", "cp /ro" + "ot/a .", '"https://registry.np' + 'mjs.org/ws"'])
def test_such_a_name_would_be_found(text: str) -> None:
    assert MACHINE.search(text) or REGISTRY.search(text)


def test_the_locks_name_no_address_and_agree() -> None:
    pins = {name: set(pinned(PROJECT / name)) for name in ("requirements.lock", "requirements-run.lock")}
    assert pins["requirements-run.lock"] < pins["requirements.lock"]
    assert not any("://" in (PROJECT / name).read_text() for name in pins)
    assert not {path.name for path in files()} & {"uv.lock", "pylock.toml"}


def pinned(lock: Path) -> Iterator[str]:
    """Each requirement with its version, its markers and its hashes."""
    lines = (line for line in lock.read_text().splitlines() if not line.startswith("#"))
    return (entry for entry in re.split(r"\n(?=\S)", "\n".join(lines)) if entry)


def test_the_changelog_tells_the_version() -> None:
    told = re.findall(r"^## \[?([\w.]+)\]?", (PROJECT / "CHANGELOG.md").read_text(), re.MULTILINE)
    version = re.search(r'^version = "(.+)"$', (PROJECT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version and version[1] in told


def test_no_lock_waits_for_those_who_only_refer_to_the_row() -> None:
    """PostgreSQL checks foreign keys at the commit, and a plain FOR UPDATE makes that wait: two can then wait for each
    other."""
    locks = {path.name: re.findall(r"select_for_update\(([^)]*)\)", path.read_text()) for path in product()}
    assert sum(map(len, locks.values())) > 20
    assert {name for name, asked in locks.items() if any("no_key=True" not in each for each in asked)} == set()
