"""The first page stays light, and calls nobody else."""

import gzip
import re
from pathlib import Path

import beffroi.site

STATIC = Path(beffroi.site.__file__).parent / "static" / "beffroi"
LIMIT = 150_000
ROOM_FOR_THE_PAGE_ITSELF = 20_000
FIRST_FONTS = ("instrument-sans-latin-wght-normal", "newsreader-latin-500-normal", "newsreader-latin-400-normal")


def compressed(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def test_the_first_page_weighs_less_than_150_kilobytes() -> None:
    sheets = [*STATIC.glob("css/*.css"), STATIC / "vendor/pico.min.css"]
    scripts = [*STATIC.glob("js/*.js"), STATIC / "vendor/htmx.min.js"]
    fonts = [STATIC / "fonts" / f"{name}.woff2" for name in FIRST_FONTS]
    assert compressed(*sheets, *scripts, *fonts) + ROOM_FOR_THE_PAGE_ITSELF < LIMIT


def test_no_sheet_or_script_of_ours_names_another_host() -> None:
    for file in [*STATIC.rglob("css/**/*.css"), *STATIC.rglob("js/**/*.js")]:
        assert not re.search(r"(url\(|from |import )[\"']?(https?:)?//", file.read_text()), file.name


def test_only_tokens_know_colours() -> None:
    for file in STATIC.rglob("css/**/*.css"):
        if file.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|oklch)a?\(", file.read_text()), file.name
