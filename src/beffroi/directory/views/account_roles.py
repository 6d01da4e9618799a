"""Who may do what on one account: roles for it, in the place of those in the organisation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Membership
from beffroi.access.roles import MAY, ROLES, may
from beffroi.directory.forms.accounts import AccountRoleForm
from beffroi.directory.models import Account, AccountRole

SHOWN = ("draft", "approve", "answer", "judge alarms", "connect accounts")
ACTS = {
    "draft": gettext_lazy("writes"),
    "approve": gettext_lazy("approves"),
    "answer": gettext_lazy("answers"),
    "judge alarms": gettext_lazy("judges alarms"),
    "connect accounts": gettext_lazy("keeps the access"),
}


@allowed("see")
def account_roles(request: DeskRequest, pk: int) -> HttpResponse:
    """Who may do what on one account; whoever runs the organisation gives roles for it."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    may_give = request.user.may("run the organisation", request.organisation)
    form = AccountRoleForm(account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        who, role = form.cleaned_data["user"], form.cleaned_data["role"]
        AccountRole.give(account, who, role, by=request.user, now=timezone.now())
        said = _("%(name)s has the role “%(role)s” for this account from now on.")
        messages.success(request, said % {"name": who, "role": ROLES[role]})
        return redirect("account_roles", pk=pk)
    context = {"account": account, "form": form, "may_give": may_give, "people": _people(account)}
    return render(request, "directory/account_roles.html", context, status=422 if form.errors else 200)


def _people(account: Account) -> list[dict[str, Any]]:
    own = {row.user_id: row for row in account.roles.select_related("account__organisation", "user")}
    members = Membership.objects.filter(organisation=account.organisation, user__is_active=True)
    return [_row(member, own.get(member.user_id)) for member in members.select_related("user").order_by("user__name")]


def _row(member: Membership, own: AccountRole | None) -> dict[str, Any]:
    role = own.role if own else member.role
    can = [str(ACTS[act]) for act in SHOWN if act in MAY and may(role, act)]
    return {"member": member, "own": own, "can": can or [_("only looks")]}


@require_POST
@allowed("run the organisation")
def account_role_end(request: DeskRequest, pk: int) -> HttpResponse:
    """The person has their role in the organisation for this account again."""
    row = get_object_or_404(AccountRole.objects.of(request.organisation), pk=pk)
    row.end(by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s has their role in the organisation here again.") % {"name": row.user})
    return redirect("account_roles", pk=row.account_id)
