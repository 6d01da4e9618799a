"""The page of results is made of what the measures handed in, and of nothing else."""

import json
from pathlib import Path

import pytest

from bench.headline import Beside, Figure, Handed, handed_in, keep
from bench.machine import Stamp
from bench.one_page import HERE, RESULTS, THEMES, page, peers_of
from bench.run import Done, Run
from bench.sizes import MEASURES

COMPOSER = Figure("pages.compose", "the composer opens (p50)", "23.5 ms", 23.5, "below 30 ms", True)


def hand_in(folder: Path, measure: str, *figures: Figure, at: str = "2026-11-30 04:00") -> Path:
    folder.mkdir(exist_ok=True)
    report = folder / f"{measure}.md"
    report.write_text("# A report\n")
    keep(figures, report)
    rows = [
        row | {"measured": row["measured"] | {"at": at}} for row in json.loads(report.with_suffix(".json").read_text())
    ]
    report.with_suffix(".json").write_text(json.dumps(rows))
    return report


def line(text: str, what: str) -> list[str]:
    [found] = [line for line in text.splitlines() if line.startswith(f"| {what}")]
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_the_page_in_the_repository_is_the_one_that_its_figures_make() -> None:
    assert (HERE / "RESULTS.md").read_text(encoding="utf-8") == page(RESULTS)


def test_a_line_shows_the_figure_its_aim_the_nearest_product_and_the_date(tmp_path: Path) -> None:
    hand_in(tmp_path, "pages", COMPOSER)
    _what, ours, aim, nearest, ratio, measured = line(page(tmp_path), "the composer opens")
    assert (ours, aim, ratio) == ("23.5 ms", "below 30 ms: kept", "~2.0")
    assert nearest.startswith("BrightBean Studio d85fce1: 47–61 ms")
    assert measured.startswith("[2026-11-30 04:00](results/pages.md), load ")


def test_another_figure_in_the_file_is_another_figure_on_the_page(tmp_path: Path) -> None:
    file = hand_in(tmp_path, "pages", COMPOSER).with_suffix(".json")
    file.write_text(file.read_text().replace('"23.5 ms"', '"94 ms"').replace("23.5", "94.0").replace("true", "false"))
    _what, ours, aim, _nearest, ratio, _measured = line(page(tmp_path), "the composer opens")
    assert (ours, aim, ratio) == ("94 ms", "below 30 ms: **MISSED**", "~0.50")


def test_what_ran_beside_it_comes_before_what_is_known_of_a_product(tmp_path: Path) -> None:
    beside = Beside("another composer", "47 ms", 47.0)
    hand_in(tmp_path, "pages", Figure("pages.compose", "the composer opens", "23.5 ms", 23.5, beside=beside))
    assert line(page(tmp_path), "the composer opens")[3:5] == ["another composer: 47 ms", "2.0"]


def test_a_ratio_above_one_is_better_where_more_is_better_too(tmp_path: Path) -> None:
    beside = Beside("a library", "25/s", 25.0)
    hand_in(tmp_path, "card", Figure("rankings.x", "cards", "100/s", 100.0, is_more_better=True, beside=beside))
    assert line(page(tmp_path), "cards")[4] == "4.0"


def test_a_library_that_is_not_installed_has_no_ratio(tmp_path: Path) -> None:
    beside = Beside("Polars", "not installed (`make peers`)")
    hand_in(tmp_path, "rankings", Figure("rankings.polars", "a question", "58 ms", 58.0, beside=beside))
    assert line(page(tmp_path), "a question")[3:5] == ["Polars: not installed (`make peers`)", ""]


def test_what_could_not_be_measured_today_is_kept_with_its_date(tmp_path: Path) -> None:
    hand_in(tmp_path / "full", "announce", Figure("facts.recall", "what is found", "0.72"), at="2026-11-28 20:52")
    Run("2026-11-30 04:00", "0.1 0.1 0.1", [Done("announce", 2, 1.0)]).keep(tmp_path)
    text = page(tmp_path)
    assert line(text, "what is found")[5].startswith("kept from [2026-11-28 20:52](results/full/announce.md)")
    assert "announce needs ANNOUNCE_POSTS" in text
    assert "full size\n\n" not in text


def test_a_figure_of_both_sizes_stands_in_the_first_table_at_its_usual_one(tmp_path: Path) -> None:
    hand_in(tmp_path, "inbox", Figure("inbox.list", "a list of 1,000", "20 ms"))
    hand_in(tmp_path / "full", "inbox", Figure("inbox.list", "a list of 1,000,000", "22 ms"), at="2026-11-29 12:00")
    first, second = page(tmp_path).split("## The same at full size")
    assert line(first, "a list of 1,000 ")[5].startswith("[2026-11-30 04:00](results/inbox.md)")
    assert line(second, "a list of 1,000,000")[5].startswith("[2026-11-29 12:00](results/full/inbox.md)")


def test_a_part_that_is_measured_again_leaves_the_figures_of_the_others(tmp_path: Path) -> None:
    report = hand_in(tmp_path, "inbox", Figure("inbox.list", "a list", "20 ms"), Figure("inbox.case", "a case", "9 ms"))
    keep([Figure("inbox.list", "a list", "21 ms")], report, beside=list(handed_in(report)))
    found = {each.figure.key: (each.figure.said, each.stamp.at) for each in handed_in(report)}
    assert found["inbox.case"] == ("9 ms", "2026-11-30 04:00")
    assert found["inbox.list"][0] == "21 ms" and found["inbox.list"][1] != "2026-11-30 04:00"


def test_another_machine_is_named_in_its_line(tmp_path: Path) -> None:
    file = hand_in(tmp_path, "pages", COMPOSER).with_suffix(".json")
    stamp = Stamp("2026-11-01 04:00", "64 cores (Dream)", "Python 4", "0 → 0")
    rows = [*json.loads(file.read_text()), Handed(Figure("pages.today", "today opens", "1 ms"), stamp, file).row()]
    file.write_text(json.dumps(rows))
    text = page(tmp_path)
    assert line(text, "today opens")[5].endswith(", 64 cores (Dream)")
    assert "Dream" not in line(text, "the composer opens")[5]


def test_every_theme_has_a_line_and_every_figure_a_theme() -> None:
    text = page(RESULTS)
    assert [title for title in THEMES.values() if f"| **{title}**" not in text] == []
    keys = [
        each.figure.key
        for measure in MEASURES
        for folder in (RESULTS, RESULTS / "full")
        for each in handed_in(folder / f"{measure.name}.md")
    ]
    assert {key.partition(".")[0] for key in [*keys, *peers_of(HERE / "peers.csv")]} <= set(THEMES)


def test_every_file_of_figures_belongs_to_a_measure_and_lies_beside_its_report() -> None:
    names = {measure.name for measure in MEASURES}
    files = [path for path in RESULTS.rglob("*.json") if path.name != "run.json"]
    assert files
    assert [path for path in files if path.stem not in names or not path.with_suffix(".md").exists()] == []


@pytest.mark.parametrize("code", [0, 2])
def test_a_run_is_read_as_it_was_kept(tmp_path: Path, code: int) -> None:
    run = Run("2026-11-30 04:00", "0.1 0.1 0.1", [Done("guard", code, 61.5)])
    run.keep(tmp_path)
    assert Run.kept(tmp_path) == run
    assert run.left_out == (["guard"] if code == 2 else [])
