"""Whom must we answer first, and whose turn is it?"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Team
from beffroi.inbox.forms import ReplyForm
from beffroi.inbox.models import Case, Reply, ResponseTarget
from beffroi.inbox.views.beside import words_to_begin_with
from beffroi.inbox.views.elsewhere import show_elsewhere
from beffroi.inbox.views.shown import around, case_of
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Blocked
from beffroi.work.paging import page

SHOWN = ("waiting", "all")
ORDER = {"waiting": ["waiting_since", "pk"], "due": ["answer_by", "pk"], "all": ["-waiting_since", "-pk"]}


@allowed("see")
def inbox(request: DeskRequest) -> HttpResponse:
    which = request.GET.get("show", "waiting")
    which = which if which in SHOWN else "waiting"
    cases = Case.objects.of(request.organisation)
    order, other = order_of(request) if which == "waiting" else (which, "")
    cases = (cases.waiting() if which == "waiting" else cases).with_answer().prefetch_related("deadlines")
    if (team := request.GET.get("team", "")).isdigit():
        cases = cases.filter(team=int(team))
    kept = {"show": which, **({"team": team} if team else {})}
    context = {
        "page": page(cases, request.GET.get("after", ""), by=ORDER[order]),
        "which": which,
        "teams": Team.objects.filter(organisation=request.organisation).order_by("name"),
        "team": team,
        "order": order,
        "other": urlencode({**kept, "order": other}) if other else "",
        "keep": urlencode({**kept, **({"order": order} if request.GET.get("order") else {})}),
    }
    return render(request, "inbox/inbox.html", context)


def order_of(request: DeskRequest) -> tuple[str, str]:
    """How the waiting ones stand, and how they could: where something is promised by when they are due, unless somebody
    asks for the longest waiting first; elsewhere no other order says anything."""
    if not ResponseTarget.objects.of(request.organisation).exists():
        return "waiting", ""
    return ("waiting", "due") if request.GET.get("order") == "waiting" else ("due", "waiting")


@allowed("see")
def case(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = case_of(request, pk)
    if chosen.account is None:
        return show_elsewhere(request, chosen)
    return show(request, chosen, text=words_to_begin_with(request, chosen))


def show(
    request: DeskRequest, chosen: Case, form: ReplyForm | None = None, *, text: str | None = None, status: int = 200
) -> HttpResponse:
    """The case on an account. `text` is what the answer begins with: what it must, when nothing was typed."""
    text = chosen.greeting if text is None else text
    replies = Reply.objects.filter(case=chosen).select_related("draft__author").order_by("pk")
    replies = replies.prefetch_related("draft__versions", "draft__publications__account__freezes")
    beside = around(request, chosen)
    context = {
        **beside,
        "messages_seen": list(chosen.messages()[:200]),
        "replies": list(replies),
        "form": form or ReplyForm(initial={"text": text}),
        "capabilities": chosen.account.capabilities if chosen.account else None,
        "keep": f"case-{chosen.pk}",
        "departure": chosen.departure(text, by=request.user, now=timezone.now()) if beside["may_answer"] else None,
    }
    return render(request, "inbox/case.html", context, status=status)


@require_POST
@allowed("answer")
def replies(request: DeskRequest, pk: int) -> HttpResponse:
    """Writes an answer and submits it at once: it leaves when somebody else has approved it, or under a delegation."""
    chosen = case_of(request, pk)
    if chosen.account is None:
        raise Http404
    return submit(request, chosen)


def submit(request: DeskRequest, chosen: Case) -> HttpResponse:
    """The button does what it said, or nothing: what was to be asked of somebody does not leave without them."""
    form, now = ReplyForm(request.POST), timezone.now()
    if not form.is_valid():
        return show(request, chosen, form, status=422)
    text = form.cleaned_data["text"]
    if request.POST.get("said") == "asks" and chosen.departure(text, by=request.user, now=now).way != "asks":
        messages.warning(request, _("This answer would leave without a second person: the button says so now."))
        return show(request, chosen, form, text=text, status=409)
    draft = chosen.reply(text, by=request.user, now=now)
    try:
        draft.submit(by=request.user, now=now)
    except Blocked:
        messages.warning(request, _("The answer is saved as a draft. Before it can be submitted, mend what is marked."))
        return redirect("draft_edit", pk=draft.pk)
    except NotAllowed:
        messages.info(request, _("This answer was submitted already."), extra_tags=f"case-{chosen.pk}")
        return redirect("case", pk=chosen.pk)
    said = _("The answer leaves now.") if draft.state == "approved" else _("The answer waits for an approval.")
    messages.success(request, said, extra_tags=request.POST.get("keep") or f"case-{chosen.pk}")
    return redirect("case", pk=chosen.pk)


@require_POST
@allowed("answer")
def team(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = case_of(request, pk)
    given = request.POST.get("team", "")
    to = get_object_or_404(Team, pk=given, organisation=request.organisation) if given.isdigit() else None
    chosen.hand_to(to, by=request.user, now=timezone.now())
    messages.success(
        request, _("Handed to %(team)s.") % {"team": to} if to else _("The case is with nobody in particular.")
    )
    return redirect("case", pk=pk)


@require_POST
@allowed("answer")
def closure(request: DeskRequest, pk: int) -> HttpResponse:
    case_of(request, pk).close(by=request.user, now=timezone.now())
    messages.success(request, _("Closed. A new message opens it again."))
    return redirect("inbox")
