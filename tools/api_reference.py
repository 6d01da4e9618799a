"""Writes the table of all operations into docs/reference/api.md: `python -m tools.api_reference`."""

import os
import tempfile
from pathlib import Path

import django

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "api.md"
BEGINS, ENDS = "<!-- made by tools/api_reference.py -->\n", "<!-- end -->\n"


def table() -> str:
    """Method, address, act and scope of every operation, in the order of the document."""
    from beffroi.site.api.application import operations  # Django must be ready first

    head = "| operation | act | scope |\n|---|---|---|\n"
    rows = [
        f"| `{each.method} {each.path}` | {each.act or 'anybody'} | {'`' + each.scope + '`' if each.scope else '–'} |\n"
        for each in operations()
    ]
    return head + "".join(rows)


def write() -> None:
    before, _, rest = REFERENCE.read_text().partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    REFERENCE.write_text(before + BEGINS + table() + ENDS + after)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")
    os.environ.setdefault("BEFFROI_DATA_DIR", tempfile.mkdtemp(prefix="beffroi-tools-"))
    django.setup()
    write()
