"""`tools.parliament`: daily tables in a git history become a history to replay."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from beffroi.site.command import main as beffroi
from tools.parliament import main

HEAD = "twitter,nom,twitter_tweets,twitter_followers,twitter_following,twitter_favourites,twitter_id,twitter_name,slug"
DAYS = {  # what the table said on each day, about Ana and about somebody without an account
    "2017-12-27": "@ana_b,Ana Bellecloche,280,900,100,5,1,Ana Bellecloche,ana-bellecloche",
    "2017-12-28": "@ana_b,Ana Bellecloche,280,901,100,5,1,Ana Bellecloche,ana-bellecloche",
    "2017-12-29": "@ana_b,Ana Bellecloche,285,901,159,59,1,Regina Brooks,ana-bellecloche",
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    (folder / "data").mkdir(parents=True)
    git(folder, "init", "-q")
    for day, row in DAYS.items():
        (folder / "data" / "deputes.csv").write_text(f"{HEAD}\n{row}\n,Bruno,,,,,,,bruno\n", encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", day, day=f"{day}T03:30:00+0000")
    return folder


def git(folder: Path, *arguments: str, day: str = "2017-12-27T00:00:00+0000") -> None:
    who = ["-c", "user.name=Driss", "-c", "user.email=driss@feurs.example"]
    dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, env=dates | {"PATH": "/usr/bin:/bin"})


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_only_what_changed_is_written_and_it_can_be_replayed(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of_profiles, of_counters = tmp_path / "profiles.jsonl", tmp_path / "counters.jsonl"
    assert main([str(clone), "--profiles", str(of_profiles), "--counters", str(of_counters)]) == 0
    first, stolen = written(of_profiles)
    assert first["p"] == {"nom": "Ana Bellecloche", "id": "1", "name": "Ana Bellecloche", "sn": "ana_b"}
    assert (stolen["d"], stolen["p"]) == ("2017-12-29", {"name": "Regina Brooks"})
    [counted] = written(of_counters)
    assert (counted["d0"], counted["delta"]) == ("2017-12-27", [[0, 280, 900, 100, 5], [2, 5, 1, 59, 54]])
    capsys.readouterr()

    assert beffroi(["guard", "replay", "--profiles", str(of_profiles), "--counters", str(of_counters)]) == 0
    [alarm] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (alarm["account"], alarm["time"], alarm["detector"]) == ("ana-bellecloche", "2017-12-29", "name")
