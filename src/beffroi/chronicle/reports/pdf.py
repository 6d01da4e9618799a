"""The report, or another document of plain data, as a tagged PDF set by Typst."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "report.typ"
FONTS = HERE.parent / "fonts"


ARCHIVAL: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]


def pdf(report: Mapping[str, Any], *, now: datetime, template: Path = TEMPLATE) -> bytes:
    """`report` is what `plain` made, or what another `template` puts on paper. It reaches the template as data, so that
    nothing in it is ever read as markup.

    PDF/UA-1 and PDF/A-2a, unless somebody wrote a character that no font of ours has: then it shows as an empty box,
    which neither of them allows, and the document is a tagged PDF only.
    """
    try:
        return _set(report, now, template, ARCHIVAL)
    except typst.TypstError:
        return _set(report, now, template, [])


def _set(report: Mapping[str, Any], now: datetime, template: Path, standards: "list[typst.PDFStandard]") -> bytes:
    return typst.compile(
        template,
        output=None,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(report, ensure_ascii=False)},
        timestamp=int(now.timestamp()),
        pdf_standards=standards,
    )
