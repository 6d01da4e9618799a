"""`beffroi fact evaluate`: a file in, one line of JSON out."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from beffroi.engines.procedure import KINDS
from beffroi.site.command import main
from beffroi.site.commands import fact
from tests.sources.samples import SAMPLES

MIDDLE = str(SAMPLES / "senat" / "liste_discussion_103393.json")
AT = "2018-11-23T18:45:00Z"

WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from beffroi.site.command import main; sys.exit(main())"


def evaluate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the line of JSON and what was said beside it."""
    try:
        code = main(["fact", "evaluate", *arguments])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    said = capsys.readouterr()
    assert said.out.count("\n") == (1 if said.out else 0)
    return code, json.loads(said.out or "{}"), said.err


@pytest.mark.parametrize(
    ("division", "state"),
    [
        ("Article 2", "COMPATIBLE"),
        ("Article 2 bis", "PENDING_VOTE"),
        ("Article 2 ter", "NO_DATA"),
        ("Article 2 quater", "CONTRADICTED"),
    ],
)
def test_a_real_list_is_judged(capsys: pytest.CaptureFixture[str], division: str, state: str) -> None:
    code, said, _ = evaluate(capsys, "--source", "senat", "--division", division, "--now", AT, MIDDLE)
    assert (code, said["state"]) == (0, state)
    assert said.keys() == {"state", "reasons", "evidence"}
    assert all(isinstance(reason, str) for reason in said["reasons"])


@pytest.mark.parametrize(
    ("name", "now", "state"),
    [
        ("senat_liste_t1_1500.json", "2013-10-23T15:00:00+02:00", "CONTRADICTED"),
        ("senat_liste_t2_1515.json", "2013-10-23T15:15:00+02:00", "CONTRADICTED"),
        ("senat_liste_t3_1543.json", "2013-10-23T15:43:00+02:00", "PENDING_VOTE"),
        ("senat_liste_t4_1552.json", "2013-10-23T15:52:00+02:00", "COMPATIBLE"),
    ],
)
def test_the_scene_of_2013_is_judged(capsys: pytest.CaptureFixture[str], name: str, now: str, state: str) -> None:
    file = str(SAMPLES / "synthetic" / name)
    _, said, _ = evaluate(capsys, "--source", "senat", "--division", "l'article premier", "--now", now, file)
    assert said["state"] == state


def test_what_is_confirmed_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(SAMPLES / "synthetic" / "an_scrutin_VTANR5L17V99999.json")
    asked = ["--source", "assemblee-ballot", "--division", "Article 1er", "--with", "dossier=SYNTHETIC", file]
    _, said, _ = evaluate(capsys, *asked)
    assert (said["state"], said["outcome"]) == ("CONFIRMED", "adopted")


def test_an_answer_that_cannot_be_believed_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--source", "senat", "--division", "Article 2", MIDDLE]
    code, said, _ = evaluate(capsys, *asked, "--now", "2018-11-23T19:00:00Z")
    assert (code, said) == (1, {"error": "The answer is 16 minutes old: what has happened since is not in it."})
    assert evaluate(capsys, *asked, "--now", "2018-11-23T19:00:00Z", "--max-age", "20")[0] == 0
    assert evaluate(capsys, *asked)[0] == 1  # by the clock of today
    assert evaluate(capsys, *asked, "--now", AT, "--header", "Date: Fri, 23 Nov 2018 18:20:00 GMT")[0] == 1
    assert evaluate(capsys, *asked, "--now", AT, "--header", "Date: Fri, 23 Nov 2018 18:44:00 GMT")[0] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["--source", "senat", "no-such-file.json"],
        ["--source", "senat", "--now", "yesterday", MIDDLE],
        ["--source", "senat", "--now", "2018-11-23T18:45:00", MIDDLE],
        ["--source", "senat", "--with", "day", MIDDLE],
        ["--source", "senat", "--header", "Date", MIDDLE],
        ["--source", "senat", "--max-age", "-1", MIDDLE],
        ["--source", "senat", "--max-age", "nan", MIDDLE],
        ["--source", "senat", "--max-age", "1e300", MIDDLE],
        ["--source", "senat", "--division", "", "--now", AT, MIDDLE],  # about nothing
        ["--source", "gossip", MIDDLE],
        ["--source", "senat"],
        [MIDDLE],
    ],
)
def test_wrong_usage_is_told_and_prints_nothing_else(capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    code, said, complaint = evaluate(capsys, *wrong)
    assert (code, said) == (2, {})
    assert "beffroi fact evaluate" in complaint


def test_every_kind_of_source_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert fact.KINDS == tuple(KINDS)
    with pytest.raises(SystemExit):
        main(["fact", "evaluate", "--help"])
    told = " ".join(capsys.readouterr().out.replace("-\n", "-").split()).replace("- ", "-")
    assert [kind for kind in KINDS if kind not in told] == []


def test_it_reads_the_standard_input_and_needs_no_django() -> None:
    command = [sys.executable, "-c", WITHOUT_DJANGO, "fact", "evaluate", "--source", "senat"]
    asked = ["--division", "Article 2 bis", "--now", AT, "-"]
    done = subprocess.run([*command, *asked], input=Path(MIDDLE).read_bytes(), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "PENDING_VOTE"


def test_a_terminal_without_accents_gets_escapes() -> None:
    for encoding, expected in (("ascii", b"\\u201c"), ("utf-8", "“".encode())):
        raw = io.BytesIO()
        out = io.TextIOWrapper(raw, encoding=encoding)
        fact._write({"reasons": ["“Article 2”"]}, out)
        out.flush()
        assert expected in raw.getvalue()


def test_without_a_moment_it_is_now() -> None:
    assert abs((fact._moment(None) - datetime.now(UTC)).total_seconds()) < 3600
