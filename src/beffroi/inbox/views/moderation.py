"""The path for insults and threats, and the register of what was decided."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.access.numbers import number_in
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.inbox.forms.moderation import SOON, ModerationForm
from beffroi.inbox.models import Case, Measure, ModerationAct, ModerationCharter
from beffroi.inbox.models.measure import UNDOES
from beffroi.inbox.models.moderation import ACTS
from beffroi.inbox.moments import morning_of
from beffroi.inbox.views.shown import case_of
from beffroi.work.paging import page


@allowed_somewhere("answer")
def case_moderation(request: DeskRequest, pk: int) -> HttpResponse:
    """Hide, report or block, about one message of the case: only with a motive of the charter."""
    chosen, now = case_of(request, pk), timezone.now()
    if chosen.account is None:
        raise Http404
    post, charter = _message(request, chosen), ModerationCharter.objects.in_force(request.organisation)
    form = ModerationForm(charter, chosen.account, _today(now), request.POST or None) if charter else None
    if form is not None and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        what = {"act": said["act"], "motive": said["motive"], "reason": said["reason"]}
        review_at = morning_of(said["review_on"], request.organisation.tz)
        act = ModerationAct.decide(chosen, post, **what, review_at=review_at, by=request.user, now=now)
        said_now = _("Decided and written down. Now do it on the network by hand.")
        if act.measures.exists():
            said_now = _("Decided and written down. Beffroi does it on the network now.")
        messages.success(request, said_now, extra_tags=f"moderation-{post.pk}")
        return redirect("moderation_act", pk=act.pk)
    earlier = ModerationAct.objects.of(request.organisation).filter(case=chosen)
    context = {
        "case": chosen,
        "post": post,
        "charter": charter,
        "form": form,
        "earlier": earlier,
        **_who_does_it(chosen.account),
        "may_publish": request.membership.may("run the organisation"),
    }
    return render(request, "inbox/moderating.html", context, status=422 if form is not None and form.errors else 200)


def _who_does_it(account: Account) -> dict[str, Any]:
    """Which acts Beffroi does on the network of this account, and which a person does by hand."""
    can = account.capabilities.moderates
    return {
        "done_there": [_(label) for name, label in ACTS.items() if name in can],
        "by_hand": [_(label) for name, label in ACTS.items() if name not in can],
        "reports": "report" in can,
    }


@allowed("see")
def moderation(request: DeskRequest) -> HttpResponse:
    """The register: what was decided, by whom, for which motive, until when; to be printed."""
    acts = ModerationAct.objects.of(request.organisation)
    which = request.GET.get("show", "")
    if which == "block":
        acts = acts.filter(act="block")
    elif which == "due":
        acts = acts.filter(lifted_at=None, review_on__lte=_today(timezone.now()))
    shown = page(acts, request.GET.get("after", ""), by=["-decided_at", "-pk"], size=200)
    context = {
        "page": shown,
        "which": which,
        "today": _today(timezone.now()),
        "keep": urlencode({"show": which}) if which else "",
    }
    return render(request, "inbox/register.html", context)


@allowed("see")
def moderation_act(request: DeskRequest, pk: int) -> HttpResponse:
    act = _act(request, pk)
    measures: dict[str, Measure] = {each.what: each for each in act.measures.all()}
    context = {
        "act": act,
        "measure": measures.get(act.act),
        "undoing": measures.get(UNDOES.get(act.act, "")),
        "may_answer": act.account.lets(request.user, "answer"),
        "until": _today(timezone.now()) + SOON,
    }
    return render(request, "inbox/moderation_act.html", context)


@require_POST
@allowed_somewhere("answer")
def doing(request: DeskRequest, pk: int) -> HttpResponse:
    act = _act(request, pk)
    act.declare_done(by=request.user, now=timezone.now())
    return _told(request, act, _("It is written down that you did it by hand."))


@require_POST
@allowed_somewhere("answer")
def lifting(request: DeskRequest, pk: int) -> HttpResponse:
    act = _act(request, pk)
    act.lift(by=request.user, now=timezone.now())
    by_hand = act.done_by_id is not None
    messages.success(request, _("Lifted. Undo it on the network by hand too.") if by_hand else _("Lifted."))
    return redirect("moderation_act", pk=pk)


@require_POST
@allowed_somewhere("answer")
def upholding(request: DeskRequest, pk: int) -> HttpResponse:
    """It was looked at again and stands for as long again."""
    act, now = _act(request, pk), timezone.now()
    act.uphold(until=morning_of(_today(now) + SOON, request.organisation.tz), by=request.user, now=now)
    return _told(request, act, _("It stands, and is to be looked at again in three months."))


def _told(request: DeskRequest, act: ModerationAct, said: str) -> HttpResponse:
    """`said`, unless somebody has lifted it: nothing was done then."""
    act.refresh_from_db(fields=["lifted_at"])
    if act.lifted_at is None:
        messages.success(request, said)
    else:
        messages.warning(request, _("It was lifted meanwhile, and stands no more."))
    return redirect("moderation_act", pk=act.pk)


def _today(now: datetime) -> date:
    return timezone.localtime(now).date()


def _act(request: DeskRequest, pk: int) -> ModerationAct:
    return get_object_or_404(ModerationAct.objects.of(request.organisation).select_related("organisation"), pk=pk)


def _message(request: DeskRequest, chosen: Case) -> Post:
    """The message that is named, else the latest; never one of ours."""
    given = request.GET.get("post", "")
    if not given:
        return chosen.latest
    theirs = chosen.messages().exclude(author_id=chosen.account.native_id if chosen.account else "")
    return get_object_or_404(theirs, pk=number_in(given))
