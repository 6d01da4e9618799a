"""Whom must we answer first, and whose turn is it?"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Team
from beffroi.directory.models import Account
from beffroi.inbox.forms import ReplyForm
from beffroi.inbox.models import Case, Reply
from beffroi.journal.moves import NotAllowed
from beffroi.listening.models import Match
from beffroi.publishing.models import Blocked
from beffroi.work.paging import page

SHOWN = ("waiting", "all")
ORDER = {"waiting": ["waiting_since", "pk"], "all": ["-waiting_since", "-pk"]}


@allowed("see")
def inbox(request: DeskRequest) -> HttpResponse:
    which = request.GET.get("show", "waiting")
    which = which if which in SHOWN else "waiting"
    cases = Case.objects.of(request.organisation)
    cases = cases.waiting() if which == "waiting" else cases.with_answer()
    if (team := request.GET.get("team", "")).isdigit():
        cases = cases.filter(team=int(team))
    context = {
        "page": page(cases, request.GET.get("after", ""), by=ORDER[which]),
        "which": which,
        "teams": Team.objects.filter(organisation=request.organisation).order_by("name"),
        "team": team,
        "keep": urlencode({"show": which, **({"team": team} if team else {})}),
    }
    return render(request, "inbox/inbox.html", context)


@allowed("see")
def case(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _case(request, pk)
    return _show(request, chosen, ReplyForm(initial={"text": chosen.greeting}))


def _show(request: DeskRequest, chosen: Case, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    replies = Reply.objects.filter(case=chosen).select_related("draft__author").order_by("pk")
    replies = replies.prefetch_related("draft__versions", "draft__publications__account__freezes")
    context = {
        "case": chosen,
        "messages_seen": list(chosen.messages()[:200]),
        "replies": list(replies),
        "teams": Team.objects.filter(organisation=request.organisation).order_by("name"),
        "form": form,
        "capabilities": chosen.account.capabilities,
        "keep": f"case-{chosen.pk}",
        "may_answer": request.membership.may("answer"),
    }
    return render(request, "inbox/case.html", context, status=status)


@require_POST
@allowed("answer")
def replies(request: DeskRequest, pk: int) -> HttpResponse:
    """Writes an answer and submits it at once: it leaves when somebody else has approved it."""
    chosen = _case(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _show(request, chosen, form, status=422)
    draft = chosen.reply(form.cleaned_data["text"], by=request.user, now=timezone.now())
    try:
        draft.submit(by=request.user, now=timezone.now())
    except Blocked:
        messages.warning(request, _("The answer is saved as a draft. Before it can be submitted, mend what is marked."))
        return redirect("draft_edit", pk=draft.pk)
    except NotAllowed:
        messages.info(request, _("This answer was submitted already."), extra_tags=f"case-{chosen.pk}")
        return redirect("case", pk=pk)
    messages.success(request, _("The answer waits for an approval."), extra_tags=f"case-{chosen.pk}")
    return redirect("case", pk=pk)


@require_POST
@allowed("answer")
def team(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _case(request, pk)
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
    _case(request, pk).close(by=request.user, now=timezone.now())
    messages.success(request, _("Closed. A new message opens it again."))
    return redirect("inbox")


@require_POST
@allowed("answer")
def from_match(request: DeskRequest, pk: int) -> HttpResponse:
    """A post that a search found is worth an answer: it becomes a case of the account that will answer."""
    match = get_object_or_404(Match.objects.select_related("post"), pk=pk, search__organisation=request.organisation)
    account = Account.objects.of(request.organisation).filter(network=match.post.network).first()
    if account is None:
        messages.warning(request, _("You have no account on this network to answer from."))
        return redirect("listening")
    return redirect("case", pk=Case.take_from(match.post, account, by=request.user, now=timezone.now()).pk)


def _case(request: DeskRequest, pk: int) -> Case:
    cases = Case.objects.of(request.organisation).with_answer()
    return get_object_or_404(cases.select_related("account__organisation", "organisation"), pk=pk)
