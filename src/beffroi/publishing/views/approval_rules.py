"""Who must agree before something leaves: the general rule, one per account, and the approvers from outside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.directory.models import Account
from beffroi.publishing.forms.agreement import OutsideApproverForm, RuleForm, members_who_may
from beffroi.publishing.models import ApprovalRule, OutsideApprover
from beffroi.publishing.models.meaning import any_of, meaning


@allowed("run the organisation")
def rules(request: DeskRequest) -> HttpResponse:
    return _page(request, OutsideApproverForm(request.organisation))


def _page(request: DeskRequest, outside: OutsideApproverForm, status: int = 200) -> HttpResponse:
    known = {rule.account_id: rule for rule in ApprovalRule.objects.of(request.organisation)}
    able = {user.pk for user in members_who_may("approve", request.organisation)}
    general = known.pop(None, None) or ApprovalRule(organisation=request.organisation)
    accounts = list(Account.objects.of(request.organisation))
    context = {
        "general": meaning(general, has_siblings=bool(known)),
        "general_gone": _gone(general, able),
        "accounts": [_row(account, known.get(account.pk), able) for account in accounts],
        "outsiders": OutsideApprover.objects.of(request.organisation),
        "form": outside,
        "nobody_else": len(able) < 2,
    }
    return render(request, "publishing/approval_rules.html", context, status=status)


def _row(account: Account, rule: ApprovalRule | None, able: set[int]) -> dict[str, object]:
    said = meaning(rule) if rule else _("Under the general rule.")
    return {"account": account, "said": said, "own": rule is not None, "gone": _gone(rule, able) if rule else ""}


def _gone(rule: ApprovalRule, able: set[int]) -> str:
    """Those whom the rule names although they cannot approve any more."""
    named = [*rule.named(), *([rule.deputy] if rule.deputy else [])]
    names = list(dict.fromkeys(user.name for user in named if user.pk not in able))
    return any_of(names) if names else ""


@allowed("run the organisation")
def general_rule(request: DeskRequest) -> HttpResponse:
    return _rule(request, None)


@allowed("run the organisation")
def account_rule(request: DeskRequest, pk: int) -> HttpResponse:
    return _rule(request, get_object_or_404(Account.objects.of(request.organisation), pk=pk))


def _rule(request: DeskRequest, account: Account | None) -> HttpResponse:
    known = ApprovalRule.objects.of(request.organisation).filter(account=account).first()
    rule = known or ApprovalRule(organisation=request.organisation, account=account)
    if request.method == "POST" and known and account and request.POST.get("then") == "drop":
        known.drop(by=request.user, now=timezone.now())
        messages.success(request, _("%(account)s is under the general rule again.") % {"account": account})
        return redirect("approval_rules")
    form = RuleForm(rule, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, meaning(form.decide(by=request.user, now=timezone.now())))
        return redirect("approval_rules")
    context = {"form": form, "account": account, "is_own": known is not None and account is not None}
    return render(request, "publishing/approval_rule.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def outside_approvers(request: DeskRequest) -> HttpResponse:
    """Registers somebody who can be asked from outside."""
    form = OutsideApproverForm(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    added = OutsideApprover.add(
        organisation=request.organisation, by=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(
        request, _("%(name)s is registered. Name them in a rule, so that they are asked.") % {"name": added}
    )
    return redirect(reverse("approval_rules") + "#outside")


@require_POST
@allowed("run the organisation")
def outside_approver_removal(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = get_object_or_404(OutsideApprover.objects.filter(organisation=request.organisation), pk=pk)
    chosen.remove(by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is asked no more; their open links no longer work.") % {"name": chosen})
    return redirect(reverse("approval_rules") + "#outside")
