"""Templates pass a content policy without inline code, and htmx is kept to what needs no eval."""

import re
from pathlib import Path

import pytest

import beffroi

TEMPLATES = sorted(Path(beffroi.__file__).parent.rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style"),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "hx-on, which needs eval": re.compile(r"\bhx-on"),
    "js: in htmx, which needs eval": re.compile(r"[\"']js:"),
    "another host": re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//"),
}


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    guilty = [str(file) for file in TEMPLATES if FORBIDDEN[what].search(file.read_text())]
    assert not guilty, f"{what} in {guilty}"
