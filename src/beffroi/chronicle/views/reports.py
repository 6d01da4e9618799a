"""The chronicle as a document."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from beffroi.access.desk import DeskRequest, allowed
from beffroi.chronicle.reports.markdown import markdown
from beffroi.chronicle.reports.page import page
from beffroi.chronicle.reports.pdf import pdf
from beffroi.chronicle.reports.plain import plain
from beffroi.chronicle.telling import Telling, tell
from beffroi.chronicle.views.shown import chosen

TYPES = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "pdf": "application/pdf"}
Written = str | bytes


@allowed("see")
def report(request: DeskRequest, pk: int, form: str) -> HttpResponse:
    told, now = tell(chosen(request, pk)), timezone.now()
    answer = HttpResponse(FORMS[form](plain(told, now=now), told, now), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="chronicle-{pk}.{form}"'
    return answer


def _markdown(report: Mapping[str, Any], _told: Telling, _now: datetime) -> Written:
    return markdown(report)


def _html(report: Mapping[str, Any], told: Telling, _now: datetime) -> Written:
    return page(report, told.curve)


def _pdf(report: Mapping[str, Any], _told: Telling, now: datetime) -> Written:
    return pdf(report, now=now)


FORMS: Mapping[str, Callable[[Mapping[str, Any], Telling, datetime], Written]] = {
    "md": _markdown,
    "html": _html,
    "pdf": _pdf,
}
