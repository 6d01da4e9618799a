"""One target under atheris, in a process of its own. Faults do not end it: each is kept once, and the work goes on."""

import argparse
import hashlib
import importlib
import os
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import repeat
from pathlib import Path
from types import FunctionType
from typing import Any

from tools.fuzz import targets
from tools.fuzz.mutating import mutated
from tools.fuzz.target import CORPUS, WORK, Target

SLOW = 10.0  # seconds of the processor for one input, with atheris counting along
# Compiled to machine code by numba, which cannot read what atheris makes of it.
NOT_WATCHED = "beffroi.engines.percolator"
WITHIN = ("fget", "func", "__func__", "__wrapped__")  # where properties, class methods and caches keep their function


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tools.fuzz.drive")
    asked.add_argument("name", choices=targets.MODULES)
    asked.add_argument("--minutes", type=float, default=1.0)
    asked.add_argument("--merge", type=Path)
    chosen = asked.parse_args()
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # only who fuzzes has it (make fuzz)

    set_up()
    target: Target = importlib.import_module(targets.module_of(chosen.name)).TARGETS[chosen.name]
    for function in functions(targets.WATCHED[targets.MODULES[chosen.name]]):
        atheris.instrument_func(function)
    watch = Watch(chosen.name, target)
    atheris.Setup(list(arguments(chosen, target)), watch, **shape(target, atheris))
    print(f"begun {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", file=sys.stderr, flush=True)
    atheris.Fuzz()


def functions(packages: Sequence[str]) -> Iterator[FunctionType]:
    """Every function and method of the packages, as far as they are imported. Only of these does atheris count what is
    reached: its own way, at the import, takes a whole program and minutes."""
    for name, module in list(sys.modules.items()):
        if not f"{name}.".startswith(tuple(f"{package}." for package in packages)) or name.startswith(NOT_WATCHED):
            continue
        held = [each for each in vars(module).values() if getattr(each, "__module__", "") == name]
        inside = [each for owner in held if isinstance(owner, type) for each in vars(owner).values()]
        for each in (*held, *inside):
            function = next((at for at in map(partial(getattr, each), WITHIN, repeat(None)) if at), each)
            if isinstance(function, FunctionType) and "/" in function.__code__.co_filename:
                yield function


def set_up() -> None:
    """The product's settings on a data folder of their own: some parsers say in the reader's language what is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("BEFFROI_LOG_LEVEL", "CRITICAL")
    import django

    django.setup()


def arguments(chosen: argparse.Namespace, target: Target) -> Iterator[str]:
    folder = WORK / chosen.name
    found, begin = folder / "found", folder / "begin"
    for each in (found, begin, folder / "faults"):
        each.mkdir(parents=True, exist_ok=True)
    for name, content in target.seeds().items():
        (begin / name.replace("/", "_")).write_bytes(content)
    yield sys.argv[0]
    if target.words:
        (folder / "words").write_text("".join(f'"{quoted(word)}"\n' for word in target.words))
        yield f"-dict={folder}/words"
    if chosen.merge:
        yield from ("-merge=1", str(chosen.merge), *map(str, given(chosen.name)), str(begin), str(found))
        return
    yield f"-max_total_time={int(chosen.minutes * 60)}"
    yield from (f"-max_len={target.longest}", "-timeout=600", "-rss_limit_mb=3000", "-print_final_stats=1")
    yield f"-artifact_prefix={folder}/faults/"
    yield from (str(found), str(begin), *map(str, given(chosen.name)))


def quoted(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def given(name: str) -> list[Path]:
    return [CORPUS / name] if (CORPUS / name).is_dir() else []


def shape(target: Target, atheris: Any) -> dict[str, Any]:
    """`Mutate` is looked up at each call: atheris puts the real one there only once Fuzz() has loaded the fuzzer."""
    if not target.json:
        return {}

    def mutate(data: bytes, most: int) -> bytes:
        return bytes(atheris.Mutate(data, most))

    return {"custom_mutator": lambda data, most, seed: mutated(data, most, seed, mutate, prefix=target.prefix)}


class Watch:
    """Calls the target, and keeps one input for each place that a fault comes from."""

    def __init__(self, name: str, target: Target) -> None:
        self.target = target
        self.faults = WORK / name / "faults"
        self.seen: set[str] = set()

    def __call__(self, data: bytes) -> None:
        before = time.process_time()
        try:
            self.target.try_out(data)
        except Exception as error:
            self.keep(data, place_of(error), traceback.format_exc())
        if (took := time.process_time() - before) > SLOW:
            self.keep(data, "slow", f"{took:.1f} s")

    def keep(self, data: bytes, place: str, told: str) -> None:
        if place in self.seen:
            return
        self.seen.add(place)
        name = hashlib.sha256(data).hexdigest()[:12]
        (self.faults / f"{name}.input").write_bytes(data)
        (self.faults / f"{name}.txt").write_text(f"{place}\n{told}")
        print(f"FAULT {place} {name}", file=sys.stderr, flush=True)


def place_of(error: BaseException) -> str:
    """The kind of the error, and the innermost line of ours."""
    ours = [step for step in traceback.extract_tb(error.__traceback__) if "/beffroi/" in step.filename]
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "elsewhere"
    return f"{type(error).__name__} at {where}"


if __name__ == "__main__":
    main()
