"""Telling the citizen where the question is: in a public reply, or on a page that says nothing about them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.access.secret_link import unlisted
from beffroi.inbox.models import Case, StatusPage
from beffroi.inbox.tracing import trace_of
from beffroi.inbox.views.shown import case_of
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Blocked


@require_POST
@allowed_somewhere("answer")
def trace(request: DeskRequest, pk: int) -> HttpResponse:
    """One tap: a reply that says where the question is, with the address of its page if there is one."""
    chosen, now = case_of(request, pk), timezone.now()
    if chosen.account is None or chosen.team is None:
        raise Http404
    text = trace_of(chosen, page=_page_of(chosen), here=request.build_absolute_uri("/"))
    draft = chosen.reply(text, by=request.user, now=now, is_trace=True)
    try:
        draft.submit(by=request.user, now=now)
    except Blocked:
        messages.warning(request, _("The answer is saved as a draft. Before it can be submitted, mend what is marked."))
        return redirect("draft_edit", pk=draft.pk)
    except NotAllowed:
        messages.info(request, _("The citizen is being told already."))
        return redirect("case", pk=pk)
    said = _("The citizen is told now.") if draft.state == "approved" else _("The message waits for an approval.")
    messages.success(request, said)
    return redirect("case", pk=pk)


@require_POST
@allowed_somewhere("answer")
def status_page(request: DeskRequest, pk: int) -> HttpResponse:
    StatusPage.open_for(case_of(request, pk), by=request.user, now=timezone.now())
    messages.success(request, _("The page is open: copy its address for the citizen."))
    return redirect("case", pk=pk)


@require_POST
@allowed_somewhere("answer")
def withdrawal(request: DeskRequest, pk: int) -> HttpResponse:
    if (page := _page_of(case_of(request, pk))) is not None:
        page.withdraw(by=request.user, now=timezone.now())
    messages.success(request, _("The address leads nowhere from now on."))
    return redirect("case", pk=pk)


@require_safe
@login_not_required
def status(request: HttpRequest, address: str) -> HttpResponse:
    """Dates and names of services, and nothing that tells who asked or what."""
    pages = StatusPage.objects.filter(address=address, withdrawn_at=None)
    page = pages.select_related("case__organisation").first()
    if page is None:
        return unlisted(render(request, "inbox/status.html", {"page": None}, status=404))
    case = Case.objects.with_answer().get(pk=page.case_id)
    with timezone.override(page.case.organisation.tz):
        context = {"page": page, "organisation": page.case.organisation, "steps": page.steps(case.answered_at)}
        return unlisted(render(request, "inbox/status.html", context))


def _page_of(case: Case) -> StatusPage | None:
    return StatusPage.objects.filter(case=case, withdrawn_at=None).select_related("case__organisation").first()
