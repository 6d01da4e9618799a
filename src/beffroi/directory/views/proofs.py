"""Our official accounts at the desk: what proves them, what no longer does, and what we say of them ourselves."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, in_earnest
from beffroi.directory.forms.official import AnswerForForm, DeclareForm, ReviewForm
from beffroi.directory.models import Body, FormerHandle, OfficialAccount, Proof
from beffroi.directory.models.official import A_MONTH, A_YEAR, STATUSES
from beffroi.directory.proving import kinds_for


@allowed("see")
def official_accounts(request: DeskRequest) -> HttpResponse:
    """Each account with its proofs; those that nothing proves, or that wait for a review, come first."""
    return _page(request)


def _page(
    request: DeskRequest, *, declaring: DeclareForm | None = None, answering: AnswerForForm | None = None
) -> HttpResponse:
    now, organisation = timezone.now(), request.organisation
    proofs = Prefetch("proofs", Proof.objects.select_related("by").order_by("kind", "pk"))
    accounts = _ours(request).prefetch_related(proofs)
    rows = sorted((_row(account, now) for account in accounts), key=lambda row: (row["is_proven"], not row["is_due"]))
    context = {
        "rows": rows,
        "bodies": list(Body.objects.filter(organisation=organisation).order_by("name")),
        "taken": FormerHandle.objects.filter(account__in=_ours(request)).exclude(taken_by="").select_related("account"),
        "statuses": STATUSES.items(),
        "declaring": declaring or DeclareForm(organisation),
        "answering": answering or AnswerForForm(organisation),
        "may_write": request.membership.may("connect accounts"),
        "may_answer_for": request.membership.may("run the organisation"),
    }
    is_wrong = bool((declaring and declaring.errors) or (answering and answering.errors))
    return render(request, "directory/official.html", context, status=422 if is_wrong else 200)


def _ours(request: DeskRequest) -> Any:
    accounts = OfficialAccount.objects.filter(body__organisation=request.organisation)
    return accounts.select_related("body__organisation", "person").order_by("network", "handle")


def _row(account: OfficialAccount, now: datetime) -> dict[str, Any]:
    proofs = list(account.proofs.all())
    return {
        "account": account,
        "standing": [proof for proof in proofs if proof.holds()],
        "fallen": [proof for proof in proofs if not proof.holds() and proof.proven_at is not None],
        "missing": [proof for proof in proofs if proof.proven_at is None],
        "is_proven": any(proof.holds() for proof in proofs),
        "is_declared": any(proof.holds() and proof.kind == "declaration" for proof in proofs),
        "is_due": account.due_at is not None and _was_asked(account, now),
    }


def _was_asked(account: OfficialAccount, now: datetime) -> bool:
    """Whether the yearly review is open: asked for, and not done since."""
    latest = account.reviewed_at
    return account.due_at is not None and account.due_at <= now + A_MONTH and (latest is None or latest <= now - A_YEAR)


@require_POST
@allowed("run the organisation")
@in_earnest
def answer_for(request: DeskRequest) -> HttpResponse:
    """This organisation answers for a body: its people may declare its accounts."""
    form = AnswerForForm(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, answering=form)
    body: Body = form.cleaned_data["code"]
    body.answered_for_by(request.organisation, by=request.user, now=timezone.now())
    messages.success(request, _("You answer for %(body)s now.") % {"body": body})
    return redirect("official_accounts")


@require_POST
@allowed("connect accounts")
@in_earnest
def declare(request: DeskRequest) -> HttpResponse:
    """An account is ours: listed if it was not, and declared."""
    form, now = DeclareForm(request.organisation, request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, declaring=form)
    body, address = form.cleaned_data["body"], form.cleaned_data["address"]
    account, is_ours = OfficialAccount.list_for(body, address, by=request.user, now=now)
    if not is_ours:
        form.add_error("address", _("It is listed for %(owner)s already.") % {"owner": account.owner})
        return _page(request, declaring=form)
    Proof.declare(account, by=request.user, now=now)
    Proof.plan(account, kinds_for(account), now=now)
    messages.success(
        request, _("%(account)s is declared. What else proves it is being looked for.") % {"account": account}
    )
    return redirect("official_accounts")


@require_POST
@allowed("connect accounts")
@in_earnest
def declaration(request: DeskRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(_ours(request), pk=pk)
    Proof.declare(account, by=request.user, now=timezone.now())
    messages.success(request, _("Declared for a year."))
    return redirect("official_accounts")


@require_POST
@allowed("connect accounts")
@in_earnest
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Still true, or what has become of it."""
    account = get_object_or_404(_ours(request), pk=pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        account.review(form.cleaned_data["status"], by=request.user, now=timezone.now())
        messages.success(request, _("Noted. You are asked again in a year."))
    else:
        messages.warning(request, _("Choose how it stands with the account."))
    return redirect("official_accounts")


@require_POST
@allowed("connect accounts")
@in_earnest
def look_again(request: DeskRequest, pk: int) -> HttpResponse:
    """What a machine can see is looked at now."""
    account, now = get_object_or_404(_ours(request), pk=pk), timezone.now()
    Proof.plan(account, kinds_for(account), now=now)
    for proof in account.proofs.all():
        proof.look_again(now=now)
    messages.success(
        request, _("The proofs of %(account)s are being looked at: it takes a moment.") % {"account": account}
    )
    return redirect("official_accounts")
