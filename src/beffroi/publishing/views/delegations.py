"""Delegations: those I gave with what was published under them, those I hold, and a new one."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.forms.agreement import DelegationForm
from beffroi.publishing.models import Delegation
from beffroi.publishing.models.delegation import KINDS, DelegationQuerySet
from beffroi.publishing.models.meaning import all_of


@allowed("see")
def delegations(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    form = DelegationForm(request.organisation, request.user, now) if request.membership.may("approve") else None
    return _page(request, form, now)


def _page(request: DeskRequest, form: DelegationForm | None, now: datetime) -> HttpResponse:
    every = Delegation.objects.of(request.organisation).with_uses().order_by("-begins_at", "-pk")
    others = every.exclude(given_by=request.user).exclude(to=request.user)
    runs = request.membership.may("run the organisation")
    context = {
        "form": form,
        "given": _shown(every.filter(given_by=request.user), now),
        "held": _shown(every.filter(to=request.user), now),
        "others": _shown(others, now) if runs else [],
        "runs": runs,
    }
    return render(request, "publishing/delegations.html", context, status=422 if form and form.errors else 200)


def _shown(delegations: DelegationQuerySet, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "it": each,
            "in_force": each.is_in_force(now),
            "kinds": all_of([str(KINDS[kind]) for kind in each.kinds]),
            "accounts": all_of([str(account) for account in each.accounts.all()] or ["–"]),
        }
        for each in delegations[:50]
    ]


@require_POST
@allowed("approve")
def delegation_new(request: DeskRequest) -> HttpResponse:
    form = DelegationForm(request.organisation, request.user, timezone.now(), request.POST)
    if not form.is_valid():
        return _page(request, form, form.now)
    given = form.give()
    messages.success(request, _("%(name)s may publish alone within these limits, from now on.") % {"name": given.to})
    return redirect("delegations")


@require_POST
@allowed("see")
def delegation_revocation(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = get_object_or_404(Delegation.objects.of(request.organisation), pk=pk)
    if chosen.given_by != request.user and not request.membership.may("run the organisation"):
        raise PermissionDenied(
            _("Only %(name)s, or whoever runs the organisation, can revoke it.") % {"name": chosen.given_by}
        )
    chosen.revoke(by=request.user, now=timezone.now())
    messages.success(request, _("Revoked: from now on %(name)s needs an approval again.") % {"name": chosen.to})
    return redirect("delegations")
