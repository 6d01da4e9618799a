"""Files of others are shipped as they came, and say under which licence."""

import hashlib
import re
from pathlib import Path

import beffroi.site

STATIC = Path(beffroi.site.__file__).parent / "static" / "beffroi"
LINE = re.compile(
    r"^\| `(?P<file>[^`]+)` \| (?P<package>\S+) \| (?P<version>\S+) \| (?P<licence>\S+) \| `(?P<hash>\w{64})` \|$"
)


def listed() -> dict[Path, str]:
    lines = (STATIC / "vendor" / "VENDORED.md").read_text().splitlines()
    return {
        (STATIC / "vendor" / found["file"]).resolve(): found["hash"] for line in lines if (found := LINE.match(line))
    }


def test_every_vendored_file_is_the_one_that_was_listed() -> None:
    for file, expected in listed().items():
        assert hashlib.sha256(file.read_bytes()).hexdigest() == expected, file.name


def test_no_script_style_or_font_of_others_is_missing_from_the_list() -> None:
    shipped = {
        *(STATIC / "vendor").glob("*.js"),
        *(STATIC / "vendor").glob("*.css"),
        *(STATIC / "fonts").glob("*.woff2"),
    }
    assert shipped == set(listed())
