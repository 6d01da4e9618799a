"""The commands of every size, as far as they can be tried without measuring anything."""

import argparse
import importlib
from collections.abc import Sequence
from typing import Any

import pytest

from bench import __main__ as every
from bench.run import NOT_HERE
from bench.sizes import MEASURES, Measure
from tests.missing import Missing

SIZES = ("usual", "full", "quick")


class Understood(Exception):
    """The arguments were taken."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_each_measure_understands_its_arguments(measure: Measure, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if (arguments := measure.at(size)) is None:
        return
    taken = argparse.ArgumentParser.parse_args

    def parse(parser: argparse.ArgumentParser, given: Sequence[str] | None = None) -> Any:
        taken(parser, given)
        raise Understood

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)
    with pytest.raises(Understood):
        importlib.import_module(f"bench.{measure.module}").main([*arguments, "--output", "report.md"])


def test_the_usual_run_takes_less_than_half_an_hour() -> None:
    assert sum(measure.minutes for measure in MEASURES if measure.usual is not None) <= 28


def test_what_a_machine_does_not_have_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def main(_arguments: list[str]) -> int:
        raise Missing("no PostgreSQL server on this machine")

    monkeypatch.setattr("bench.relay.main", main)
    assert every.one("relay", []) == NOT_HERE
    assert "no PostgreSQL server" in capsys.readouterr().err
