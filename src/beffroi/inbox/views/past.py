"""What was said to us before Beffroi was there is brought in: from an account, or from a file."""

import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.inbox.filed import Imported, import_mentions
from beffroi.inbox.forms.past import MentionsFileForm, ReadBackForm
from beffroi.inbox.models import PastReading
from beffroi.journal.sentences import translated
from beffroi.listening.filed import Row, Unreadable, rows_of

SHOWN = 50  # wrong rows, or readings


@allowed("connect accounts")
def past(request: DeskRequest) -> HttpResponse:
    return _page(request)


@require_POST
@allowed_somewhere("connect accounts")
def past_account(request: DeskRequest) -> HttpResponse:
    """Has an account read back; the worker does it, a page at a time."""
    form = ReadBackForm(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, status=422, read_back=form)
    asked = form.cleaned_data
    PastReading.ask(asked["account"], since=asked["since"], by=request.user, now=timezone.now())
    messages.success(request, _("It is being read: you can leave this page."))
    return redirect("inbox_past")


@require_POST
@allowed("connect accounts")
def past_file(request: DeskRequest) -> HttpResponse:
    """Brings in the right rows of a file and says which are wrong; the file again brings in only what was mended."""
    form = MentionsFileForm(request.organisation, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, status=422, filed=form)
    file, wrong = form.cleaned_data["file"], list[Row]()
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    name, now = (file.name or "")[-80:], timezone.now()
    try:
        account = form.cleaned_data["account"]
        done = import_mentions(rows_of(lines), account, by=request.user, file=name, now=now, tell=wrong.append)
    except Unreadable as reason:
        form.add_error("file", _(str(reason)))
        return _page(request, status=422, filed=form)
    finally:
        lines.detach()
    return _page(request, status=422 if wrong else 200, **_told(done, wrong))


def _told(done: Imported, wrong: list[Row]) -> dict[str, Any]:
    flaws = [(row.line, _(row.flaw)) for row in wrong[:SHOWN]]
    return {"done": done, "flaws": flaws, "more": len(wrong) - len(flaws)}


@require_POST
@allowed_somewhere("connect accounts")
def past_stopping(request: DeskRequest, pk: int) -> HttpResponse:
    get_object_or_404(PastReading.objects.of(request.organisation), pk=pk).stop(by=request.user, now=timezone.now())
    messages.success(request, _("It is stopped. What was brought in stays."))
    return redirect("inbox_past")


def _page(request: DeskRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    readings = list(PastReading.objects.of(request.organisation)[:SHOWN])
    context = {
        "read_back": ReadBackForm(request.organisation),
        "filed": MentionsFileForm(request.organisation),
        "readings": [(each, translated(each.trouble) if each.trouble else "") for each in readings],
        "done": None,
        "flaws": [],
        "more": 0,
        **more,
    }
    return render(request, "inbox/past.html", context, status=status)
