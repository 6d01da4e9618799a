"""The report as a tagged PDF, set by Typst."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "report.typ"
FONTS = HERE.parent / "fonts"


def pdf(report: Mapping[str, Any], *, now: datetime) -> bytes:
    """`report` is what `plain` made. It reaches the template as data, so that nothing in it is ever read as markup."""
    return typst.compile(
        TEMPLATE,
        output=None,
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(report, ensure_ascii=False)},
        timestamp=int(now.timestamp()),
    )
