"""`beffroi guard replay`: a kept history in, an alarm a line out."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beffroi.site import catalogue
from beffroi.site.command import main
from beffroi.site.spacing import THIN

HISTORY = Path(__file__).parent.parent / "engines" / "takeover" / "history"
PROFILES, COUNTERS = HISTORY / "profiles.jsonl", HISTORY / "counters.jsonl"
BOTH = ("--profiles", str(PROFILES), "--counters", str(COUNTERS))
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from beffroi.site.command import main; sys.exit(main())"
COLUMNS = ["day", "statuses", "followers", "following", "likes"]

Said = tuple[int, list[dict[str, Any]], str]
Replay = Callable[..., Said]


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str]) -> Replay:
    """The exit code, the alarms, and what was said beside them."""

    def run(*arguments: str) -> Said:
        try:
            code = main(["guard", "replay", *arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return run


def profile(day: str, **changed: Any) -> dict[str, Any]:
    return {"a": "ana", "ch": "an", "d": day, "p": changed}


ANA = profile("2020-01-01", nom="Ana Bellecloche", id="1", name="Ana Bellecloche", sn="ana", desc="Maire de Feurs")
STOLEN = profile("2020-01-05", name="Crypto Queen")
READ = {"a": "ana", "d0": "2020-01-01", "cols": COLUMNS, "delta": [[0, 280, 90, 50, 3], [1, 1, 0, 0, 0]]}


def written(path: Path, *rows: object) -> str:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return str(path)


# --- what rings


def test_every_alarm_is_a_line_in_french_by_account_then_by_time(replay: Replay) -> None:
    code, alarms, beside = replay(*BOTH)
    assert code == 0
    assert [(alarm["account"], alarm["time"], alarm["detector"]) for alarm in alarms] == [
        ("constance-le-grip", "2023-02-07", "name"),
        ("fannette-charvier", "2017-12-29", "name"),
        ("fanny-dombre-coste", "2015-11-15", "handle-lost"),
        ("michel-vergnier", "2015-07-09", "mass-delete"),
        ("michel-vergnier", "2016-12-09", "return"),
        ("philippe-kaltenbach", "2022-12-01", "return"),
        ("philippe-kaltenbach", "2022-12-08", "name"),
    ]
    charvier = alarms[1]
    assert charvier.keys() == {"account", "time", "detector", "score", "threshold", "severe", "sentence", "signs"}
    assert (charvier["score"], charvier["threshold"], charvier["severe"]) == (21, 60, True)
    assert f"le nom «{THIN}Regina Brooks{THIN}»" in charvier["sentence"]
    assert "L’image a changé." in charvier["signs"]
    assert "7 accounts" in beside and "7 alarms: handle-lost 1, mass-delete 1, name 3, return 2" in beside


def test_the_seed_case_tells_its_earlier_signs(replay: Replay) -> None:
    _, alarms, _ = replay(*BOTH, "--language", "en")
    [back] = [alarm for alarm in alarms if (alarm["account"], alarm["detector"]) == ("michel-vergnier", "return")]
    assert "no new post for 404 days" in back["sentence"]
    assert "on 2015-07-08, 30 of its posts had disappeared at once" in back["sentence"]
    assert back["signs"] == [
        "New posts at this reading: 1.",
        "On 2015-07-08 many of its posts had disappeared at once: 280 before, 250 after.",
        "On 2015-09-27 it had spoken again after 132 days without a new post.",
    ]


def test_profiles_alone_and_counters_alone_are_enough(replay: Replay) -> None:
    _, of_profiles, _ = replay(*BOTH[:2])
    _, of_counters, _ = replay(*BOTH[2:])
    assert {alarm["detector"] for alarm in of_profiles} == {"name", "handle-lost"}
    assert {alarm["detector"] for alarm in of_counters} >= {"mass-delete", "return"}


def test_gzip_is_read_whatever_the_file_is_called(replay: Replay, tmp_path: Path) -> None:
    zipped = tmp_path / "profiles"
    zipped.write_bytes(gzip.compress(PROFILES.read_bytes()))
    assert replay("--profiles", str(zipped), *BOTH[2:])[1] == replay(*BOTH)[1]


def test_the_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guard", "replay", *BOTH, "--table", "--language", "en"]) == 0
    table = capsys.readouterr().out
    assert "michel-vergnier                  2016-12-09           return\n" in table
    assert "    – The picture has changed.\n" in table
    assert max(map(len, table.splitlines())) <= 100


def test_a_listed_link_rings_in_profiles_and_in_posts(replay: Replay, tmp_path: Path) -> None:
    hosts = written(tmp_path / "hosts", b"# dating", b"rencontres.example")
    pages = written(tmp_path / "pages", b"https://docs.example.com/steal?id=7")
    linked = profile("2020-01-05", xurl="https://fr.rencontres.example/ana")
    posts = [
        {"a": "ana", "t": "2020-02-01T10:00:00", "x": "…", "u": [link]}
        for link in ("m.rencontres.example", "a.example")
    ]
    code, alarms, _ = replay(
        "--profiles",
        written(tmp_path / "profiles", ANA, linked),
        "--posts",
        written(tmp_path / "posts", *posts, posts[0]),
        "--list",
        f"dating={hosts}",
        "--list",
        f"phishing={pages}",
    )
    assert code == 0
    assert [(alarm["time"], alarm["detector"]) for alarm in alarms] == [
        ("2020-01-05", "listed-link"),
        ("2020-02-01T10:00:00", "listed-link"),
    ]


def test_an_error_of_the_register_is_said_beside_the_alarms(replay: Replay, tmp_path: Path) -> None:
    wrong = profile("2020-01-01", nom="Anne Dupré", id="1", name="Ana Bellecloche", sn="ana")
    code, alarms, beside = replay("--profiles", written(tmp_path / "profiles", wrong), "--language", "en")
    assert (code, alarms) == (0, [])
    assert "ana, 2020-01-01: At the first reading the account ana shows the name “Ana Bellecloche”" in beside


def test_it_needs_no_django_and_no_database() -> None:
    command = [sys.executable, "-c", WITHOUT_DJANGO, "guard", "replay", *BOTH]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.count("\n")) == (0, 7), done.stderr


def test_a_reader_that_goes_away_ends_the_work_in_silence() -> None:
    command = [sys.executable, "-c", WITHOUT_DJANGO, "guard", "replay", *BOTH]
    done = subprocess.run(["/bin/sh", "-c", '"$@" | true', "sh", *command], stderr=subprocess.PIPE, check=True)
    assert b"Traceback" not in done.stderr


def post(number: int, text: str, *, day: str = "") -> dict[str, Any]:
    return {"a": "ana", "t": day or f"2020-01-{1 + number:02}T09:00:00Z", "x": text, "src": "Web", "rt": 0, "u": []}


def test_posts_unlike_their_account_ring_at_the_promised_rate(replay: Replay, tmp_path: Path) -> None:
    hers = [post(day % 30, f"Le conseil municipal de Feurs a voté le budget de l'école n° {day}.") for day in range(60)]
    lure = [
        post(
            0, f"hot singles want to meet you tonight click my page xoxo {minute}", day=f"2020-03-01T03:{minute:02}:00Z"
        )
        for minute in range(20)
    ]
    file = written(tmp_path / "posts", *lure, *hers)  # in any order
    code, alarms, _ = replay("--posts", file, "--language", "en")
    assert code == 0
    assert [(alarm["detector"], alarm["threshold"]) for alarm in alarms] == [("posts", 7980.0)]
    assert alarms[0]["time"].startswith("2020-03-01T03:")
    assert "once in 10 years" in alarms[0]["sentence"]
    _, rarer, _ = replay("--posts", file, "--language", "en", "--promise", "1000000")
    assert len(rarer) < 20 and all(alarm["threshold"] == 798e6 for alarm in rarer)


@pytest.mark.parametrize("changed", [{"x": None}, {"t": "noon"}, {"t": None}, {"u": "a.example"}])
def test_a_bad_post_is_told_with_its_line(replay: Replay, tmp_path: Path, changed: dict[str, Any]) -> None:
    file = written(tmp_path / "posts", post(1, "Bonjour"), post(2, "Bonsoir") | changed)
    code, alarms, beside = replay("--posts", file)
    assert (code, alarms) == (0, [])
    assert f"{file}, line 2: A post has its text in x, its time in t, and its links in u.\n" in beside
    assert "posts: 1 passed over, 1 read\n" in beside


# --- bad input


BAD_PROFILES = {
    b'{"a": "ana", "d": "2020-01-0': "This is not JSON, or the line was cut.",
    b'{"a": "ana\xff"}': "This is not UTF-8 text.",
    b'["ana"]': "This is not a JSON object.",
    b'{"d": "2020-01-02", "p": {}}': "The column a, the account, is missing.",
    b'{"a": "ana", "p": {}}': "The column d, a day, is missing.",
    b'{"a": "ana", "d": "yesterday", "p": {}}': "The column d is no day such as 2017-02-14.",
    b'{"a": "ana", "d": "2020-01-02"}': "The column p, the profile, is missing.",
    b'{"a": "ana", "d": "2020-01-02", "p": {"name": ["x"]}}': "In p, name is no text.",
    b'{"a": "ana", "d": "2019-12-31", "p": {"name": "Queen"}}': (
        "This reading is older than the one before it: out of order."
    ),
    b'{"a": "bruno", "d": "2020-01-02", "p": {"name": "B"}}': (
        "The first row of an account holds all of its profile; missing: nom, id, sn."
    ),
}


@pytest.mark.parametrize(("bad", "flaw"), BAD_PROFILES.items())
def test_a_bad_profile_is_told_with_its_line_and_the_rest_is_replayed(
    replay: Replay, tmp_path: Path, bad: bytes, flaw: str
) -> None:
    file = written(tmp_path / "profiles.jsonl", ANA, bad, b"", STOLEN)
    code, alarms, beside = replay("--profiles", file)
    assert (code, [alarm["time"] for alarm in alarms]) == (0, ["2020-01-05"])
    assert f"{file}, line 2: {flaw}\n" in beside
    assert "profiles.jsonl: 1 passed over, 2 read\n" in beside


BAD_COUNTERS: dict[str, dict[str, Any]] = {
    "The column d0, a day, is missing.": {"d0": None},
    "The column cols must name day, statuses, followers, following.": {"cols": COLUMNS[:3]},
    "The column delta, the readings, is missing or empty.": {"delta": []},
    "Row 2 of delta is not 5 whole numbers.": {"delta": [[0, 280, 90, 50, 3], [1, 1]]},
    "Row 1 of delta is not 5 whole numbers.": {"delta": [[0, 280.5, 90, 50, 3]]},
    "The rows of delta do not add up: row 2 gives 1, -1, 90, 50, 3.": {
        "delta": [[0, 280, 90, 50, 3], [1, -281, 0, 0, 0]]
    },
}


@pytest.mark.parametrize(("flaw", "changed"), BAD_COUNTERS.items())
def test_bad_counters_are_told_with_their_line_and_the_rest_is_replayed(
    replay: Replay, tmp_path: Path, flaw: str, changed: dict[str, Any]
) -> None:
    file = written(tmp_path / "counters.jsonl", READ | {"a": "bruno"} | changed, READ)
    code, alarms, beside = replay("--counters", file)
    assert (code, alarms) == (0, [])
    assert f"{file}, line 1: {flaw}\n" in beside and beside.count("line 1") == 1
    assert "1 accounts, 2 readings" in beside


def test_counters_out_of_order_are_dropped_and_told(replay: Replay, tmp_path: Path) -> None:
    late = READ | {"delta": [[5, 280, 90, 50, 3], [-2, -280, 0, 0, 0], [3, 280, 0, 0, 0]]}
    code, alarms, beside = replay("--counters", written(tmp_path / "counters", late))
    assert (code, alarms) == (0, [])
    assert "ana, 2020-01-04: a reading out of order was dropped\n" in beside


def test_columns_in_another_order_are_read_by_their_name(replay: Replay, tmp_path: Path) -> None:
    turned = [{"day": 0, "statuses": 280}, {"day": 1, "statuses": -30}, {"day": 1, "statuses": 0}]
    delta = [[0, row["statuses"], 0, row["day"], 0] for row in turned]
    columns = ["likes", "statuses", "followers", "day", "following"]
    _, [alarm], _ = replay("--counters", written(tmp_path / "c", READ | {"cols": columns, "delta": delta}))
    assert (alarm["time"], alarm["detector"]) == ("2020-01-03", "mass-delete")


def test_a_file_that_is_cut_is_of_no_use(replay: Replay, tmp_path: Path) -> None:
    cut = tmp_path / "profiles.jsonl.gz"
    cut.write_bytes(gzip.compress(PROFILES.read_bytes())[:-200])
    code, alarms, beside = replay("--profiles", str(cut))
    assert (code, alarms) == (2, [])
    assert f"beffroi guard replay: {cut}: the file is cut or damaged after line " in beside


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], "say what to replay"),
        (["--profiles", "no-such-file"], "no-such-file: No such file or directory"),
        (["--profiles", str(HISTORY)], "Is a directory"),
        ([*BOTH, "--promise", "0"], "0 is no number of account-years"),
        ([*BOTH, "--promise", "nan"], "nan is no number of account-years"),
        ([*BOTH, "--language", "de"], "invalid choice: 'de'"),
        ([*BOTH, "--list", "dating"], "--list 'dating': write dating, gambling, scam, phishing, then = and a file"),
        ([*BOTH, "--list", "cats=x"], "--list 'cats=x'"),
        ([*BOTH, "--list", "dating=no-such-file"], "no-such-file: No such file or directory"),
        ([*BOTH, "--list", f"dating={PROFILES}"], "is no host, such as example.org"),
    ],
)
def test_called_wrongly_it_says_how(replay: Replay, wrong: list[str], said: str) -> None:
    code, alarms, beside = replay(*wrong)
    assert (code, alarms) == (2, [])
    assert said in beside


def test_a_file_without_a_good_line_is_an_error(replay: Replay, tmp_path: Path) -> None:
    code, alarms, beside = replay("--profiles", written(tmp_path / "p", b"{"))
    assert (code, alarms) == (2, [])
    assert "nothing was replayed: no line of the files could be used" in beside


def test_without_compiled_translations_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(catalogue.NoCatalogue, match="there is no catalogue for fr"):
        catalogue.speaks("fr", tmp_path)
    assert catalogue.speaks("en", tmp_path) is str
