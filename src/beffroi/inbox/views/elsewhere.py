"""A case on a page where no account of ours can answer: the words are written here, and posted there by hand."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.inbox.forms.answering import ElsewhereForm
from beffroi.inbox.models import Case, ElsewhereAnswer, Overwritten, Writing
from beffroi.inbox.models.channel import CHANNELS
from beffroi.inbox.views.shown import around, case_of
from beffroi.journal.moves import NotAllowed


def show_elsewhere(
    request: DeskRequest,
    chosen: Case,
    form: ElsewhereForm | None = None,
    *,
    theirs: ElsewhereAnswer | None = None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """`theirs` is what a colleague saved while this one was being written."""
    written = (
        ElsewhereAnswer.objects.filter(case=chosen).select_related("saved_by", "posted_by", "case__latest").first()
    )
    beside = around(request, chosen)
    context = {
        **beside,
        "is_typed": chosen.latest.network in CHANNELS,
        "written": written,
        "remarks": written.remarks() if written and written.posted_at is None else [],
        "form": form or ElsewhereForm(initial={"text": (written.text if written else "") + beside["inserted"]}),
        "seen": before.saved_at.isoformat() if (before := theirs or written) else "",
        "theirs": theirs,
        "keep": f"elsewhere-{chosen.pk}",
        **(more or {}),
    }
    return render(request, "inbox/elsewhere.html", context, status=status)


@require_POST
@allowed_somewhere("answer")
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """Keeps the words; with the other button a person says that they stand there now."""
    chosen, now = _elsewhere(request, pk), timezone.now()
    form = ElsewhereForm(request.POST)
    if not form.is_valid():
        return show_elsewhere(request, chosen, form, status=422)
    try:
        kept = chosen.write_elsewhere(
            form.cleaned_data["text"], by=request.user, seen=form.cleaned_data["seen"], now=now
        )
    except Overwritten as meanwhile:
        return show_elsewhere(request, chosen, form, theirs=meanwhile.kept, status=409)
    except NotAllowed:
        messages.info(request, _("Somebody has said already that our answer stands there."))
        return redirect("case", pk=pk)
    Writing.end(chosen, by=request.user)
    if request.POST.get("then") == "posted":
        kept.declare_posted(by=request.user, now=now, address=form.cleaned_data["address"])
        messages.success(request, _("Answered. The clock has stopped."), extra_tags=f"elsewhere-{pk}")
    else:
        messages.success(request, _("The answer is kept. Copy it, and post it there."), extra_tags=f"elsewhere-{pk}")
    return redirect("case", pk=pk)


@require_POST
@allowed_somewhere("answer")
def autosave(request: DeskRequest, pk: int) -> HttpResponse:
    """Keeps what is typed, and says what is to be mended in it. What cannot be kept takes the place of nothing."""
    chosen = _elsewhere(request, pk)
    form = ElsewhereForm(request.POST)
    if not form.is_valid() and "text" in form.errors and not form.has_error("text", "required"):
        return JsonResponse({}, status=422)
    text, seen = form.cleaned_data.get("text", ""), form.cleaned_data.get("seen")
    try:
        kept = ElsewhereAnswer.keep(chosen, text, by=request.user, seen=seen, now=timezone.now())
    except (Overwritten, NotAllowed):
        return JsonResponse({}, status=409)
    return JsonResponse(_kept(kept, kept.saved_at))


def _kept(kept: ElsewhereAnswer, at: datetime) -> dict[str, Any]:
    remarks = render_to_string("publishing/findings.html", {"findings": kept.remarks()})
    return {"at": date_format(localtime(at), _("H:i")), "remarks": remarks}


@require_POST
@allowed_somewhere("answer")
def taking_back(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _elsewhere(request, pk)
    written = ElsewhereAnswer.objects.filter(case=chosen).select_related("case").first()
    if written is not None:
        written.take_back(by=request.user, now=timezone.now())
    messages.success(request, _("The case waits again."))
    return redirect("case", pk=pk)


def _elsewhere(request: DeskRequest, pk: int) -> Case:
    chosen = case_of(request, pk)
    if chosen.account is not None:
        raise Http404
    return chosen
