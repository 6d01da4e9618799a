"""The report as one file of HTML that needs no other, to be kept or printed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from beffroi.chronicle.curve import Curve
from beffroi.chronicle.drawing import Drawing, Frame

LOOK = Path(__file__).with_name("report.css")
FRAME = Frame("report", 880, 240)


def page(report: Mapping[str, Any], curve: Curve) -> str:
    """`report` is what `plain` made. Its look is written into it: there is no site below a file on a disk."""
    look = format_html("<style>{}</style>", mark_safe(LOOK.read_text(encoding="utf-8")))  # noqa: S308  # our own file
    return render_to_string("chronicle/report.html", {"report": report, "drawing": Drawing(curve, FRAME), "look": look})
