"""What the fuzzers found interesting, and every fault that they ever found, read again without them."""

import importlib
import json
from pathlib import Path

import pytest

from tools.fuzz import targets
from tools.fuzz.mutating import mutated
from tools.fuzz.target import CORPUS, Target

ROOM = 2**20  # bytes of the whole corpus


def target(name: str) -> Target:
    found: Target = importlib.import_module(targets.module_of(name)).TARGETS[name]
    return found


@pytest.mark.parametrize("name", targets.MODULES)
def test_no_parser_raises_what_it_does_not_declare(name: str) -> None:
    inputs = [*(file.read_bytes() for file in sorted((CORPUS / name).glob("*"))), *target(name).seeds().values()]
    assert inputs
    for content in (*inputs, b"", b"\0", b"\xff" * 40):
        target(name).try_out(content)


def test_each_target_is_known_under_its_name_and_no_other() -> None:
    modules = {importlib.import_module(targets.module_of(name)) for name in targets.MODULES}
    assert {name for module in modules for name in module.TARGETS} == set(targets.MODULES)
    assert {file.name for file in CORPUS.iterdir()} <= set(targets.MODULES)
    assert set(targets.MODULES.values()) == set(targets.WATCHED)


def test_the_corpus_stays_small() -> None:
    assert sum(file.stat().st_size for file in CORPUS.rglob("*") if file.is_file()) <= ROOM


def test_a_changed_document_is_a_document_again() -> None:
    given = json.dumps({"act": 1, "answers": [{"id": "1", "text": "L’eau", "tags": ["a", {}]}]}).encode()
    changed = [mutated(given, 2_000, seed, lambda data, _most: data) for seed in range(300)]
    assert all(isinstance(json.loads(each), dict | list | str | int | float | None) for each in changed)
    assert len(set(changed)) > 150 and all(len(each) <= 2_000 for each in changed)


def test_a_fault_is_not_taken_for_a_declared_error(tmp_path: Path) -> None:
    def breaks(data: bytes) -> None:
        raise KeyError(data)

    Target(breaks, (KeyError,)).try_out(b"x")
    with pytest.raises(KeyError):
        Target(breaks, (IndexError,)).try_out(b"x")
