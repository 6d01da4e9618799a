"""What the documents say exists, and what exists is documented."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from beffroi.site.command import main
from tests.browser.shots import SCREENS, pictures
from tests.tree import PROJECT, files

DOCS = PROJECT / "docs"
REFERENCE = DOCS / "reference"
CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
PICTURE = re.compile(r"""(?:\]\(|src=")([^)"]+\.(?:webp|png))[)"]""")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
READ_IN_SETTINGS = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
READ_ELSEWHERE = re.compile(r'environ(?:\.get\(|\[)"BEFFROI_([A-Z_]+)"(?!\] *=)')


@cache
def documents() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in files("*.md")}


def code() -> Iterator[str]:
    """Every line of every code block, and every piece of code inside a sentence."""
    for text in documents().values():
        for block, inline in CODE.findall(text):
            yield from (block or inline).splitlines()


def named_in_code(pattern: str) -> set[str]:
    return {name for line in code() for name in re.findall(pattern, line)}


def test_the_make_targets_that_exist_are_those_that_are_told() -> None:
    targets = set(re.findall(r"^([a-z-]+):.* ## ", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert named_in_code(r"(?:^|&& |\$ )make ([a-z][a-z-]*)") == targets - {"help"}


def test_the_commands_that_exist_are_those_that_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert named_in_code(COMMAND) == listed(asked("--help", capsys))


def listed(told: str) -> set[str]:
    """The commands that a help names, each in the first column of a line of its own."""
    return set(re.findall(r"^  ([a-z][a-z-]*)(?:  |$)", told, re.MULTILINE))


COMMAND = r"(?:^|[\s/|])beffroi ([a-z][a-z-]*)"


def test_every_option_told_is_one_of_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    for line in code():
        for command, rest in re.findall(COMMAND + r"([^|;&]*)", line):
            unknown = set(re.findall(r"--[a-z-]+", rest)) - options(command, rest, capsys)
            assert not unknown, line


def options(command: str, rest: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """Those of a command; where it has commands of its own, those of the one that is named behind it."""
    told = asked(command, capsys)
    named = re.match(r" ([a-z-]+)", rest)
    if named and named[1] in listed(told):
        told = asked(command, capsys, named[1])
    return set(re.findall(r"--[a-z-]+", told))


def asked(command: str, capsys: pytest.CaptureFixture[str], *nested: str) -> str:
    with pytest.raises(SystemExit):
        main([command, *nested, "--help"])
    return capsys.readouterr().out


def test_the_settings_that_are_read_are_those_of_the_reference() -> None:
    told = set(re.findall(r"`BEFFROI_([A-Z_]+)`", (REFERENCE / "settings.md").read_text(encoding="utf-8")))
    assert {name for name in told if name.removesuffix("_FILE") not in told - {name}} == settings_read()


def test_no_document_names_a_setting_that_nobody_reads() -> None:
    told = {name for text in documents().values() for name in re.findall(r"\bBEFFROI_([A-Z]+(?:_[A-Z]+)*)\b", text)}
    assert {name for name in told if name.removesuffix("_FILE") not in settings_read()} == set()


def settings_read() -> set[str]:
    product = PROJECT / "src" / "beffroi"
    read = READ_IN_SETTINGS.findall((product / "site" / "settings.py").read_text(encoding="utf-8"))
    assert read
    return set(read).union(
        *(READ_ELSEWHERE.findall(path.read_text(encoding="utf-8")) for path in product.rglob("*.py"))
    )


def test_the_readme_quotes_no_figure_that_the_page_of_results_does_not_show() -> None:
    shown = documents()[PROJECT / "bench" / "RESULTS.md"]
    assert [each for each in quoted(documents()[PROJECT / "README.md"]) if not is_shown(each, shown)] == []


@pytest.mark.parametrize(
    "text", ["opens in 12.3 ms", "1,000/s and more", "takes 4 GB", "12 posts a second", "7 × as many"]
)
def test_such_a_figure_would_be_found(text: str) -> None:
    [figure] = quoted(text)
    assert not is_shown(figure, f"9{figure}, but not the figure itself")
    assert is_shown(figure, f"| a line | {figure} |")


MEASURED = re.compile(
    r"\d[\d.,]*(?:–\d[\d.,]*)?(?:/s\b| ?%| ?×| (?:ms|s|kB|MB|GB|KiB|MiB|milliseconds?|secondes?|seconds?|Mo|Go)\b"
    r"| [a-zé]+ (?:a second|per second|par seconde)\b)"
)


def quoted(text: str) -> list[str]:
    """Figures that somebody must have measured: a number with a unit of time, of memory, or of how many a second."""
    return MEASURED.findall(re.sub(r'width="[^"]*"', "", text))  # how wide a picture stands is none


def is_shown(figure: str, page: str) -> bool:
    return re.search(rf"(?<![\d.,–]){re.escape(figure)}", page) is not None


def test_every_link_of_a_document_leads_somewhere() -> None:
    broken = [f"{path.relative_to(PROJECT)}: {target}" for path in documents() for target in broken_links(path)]
    assert broken == []


def broken_links(document: Path) -> Iterator[str]:
    for name, anchor in LINK.findall(documents()[document]):
        target = document.parent / name if name else document
        if not target.exists():
            yield name
        elif anchor and target.suffix == ".md" and anchor not in anchors(documents().get(target.resolve(), "")):
            yield f"{name}#{anchor}"


def anchors(text: str) -> set[str]:
    """The names that forges give to headings."""
    titles = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_picture_is_shown_and_taken_by_a_browser() -> None:
    shown = {(path.parent / name).resolve() for path, text in documents().items() for name in PICTURE.findall(text)}
    there = {path for path in SCREENS.rglob("*") if path.is_file()}
    assert shown == there == {SCREENS / name for name in pictures()}


def test_no_picture_is_heavy() -> None:
    assert [path.name for path in SCREENS.rglob("*.*") if path.stat().st_size > 60_000] == []


@pytest.mark.parametrize(
    ("english", "french"), [("how-to", "guides"), ("explanation", "explication"), ("tutorial", "tutoriel")]
)
def test_every_page_but_that_for_developers_has_its_counterpart(english: str, french: str) -> None:
    pages = {path for path in (DOCS / english).glob("*.md") if path.name not in ("README.md", "write-a-connector.md")}
    assert {counterpart(page, "En français") for page in pages} == set((DOCS / "fr" / french).glob("*.md"))
    assert {counterpart(page, "In English") for page in (DOCS / "fr" / french).glob("*.md")} == pages


@pytest.mark.parametrize("index", [DOCS / "how-to" / "README.md", DOCS / "fr" / "README.md"], ids=["english", "french"])
def test_every_page_stands_in_its_index(index: Path) -> None:
    pages = {path for path in index.parent.rglob("*.md") if path != index}
    assert {path.name for path in pages if f"({path.relative_to(index.parent)})" not in documents()[index]} == set()


def counterpart(page: Path, label: str) -> Path:
    """The same page in the other language, as it says itself."""
    found = re.search(rf"^\[{label}\]\(([^)]+)\)$", documents()[page], re.MULTILINE)
    assert found, f"{page.name} does not name its counterpart"
    return (page.parent / found[1]).resolve()


def test_french_is_set_with_spaces_that_do_not_break() -> None:
    for path, text in documents().items():
        if path.is_relative_to(DOCS / "fr"):
            words = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
            assert re.findall(r".* [;:!?»].*|.*« .*", words) == [], path.name
