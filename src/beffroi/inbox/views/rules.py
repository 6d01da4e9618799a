"""The rules that give each question to its service, and what a change of them would have done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines import proposing
from beffroi.inbox.forms.routing import RuleForm
from beffroi.inbox.models import LearnedServices, Place, RoutingRule
from beffroi.inbox.models.rule import ordered
from beffroi.inbox.routing import Rulebook
from beffroi.inbox.simulation import simulate


@allowed("see")
def rules(request: DeskRequest) -> HttpResponse:
    organisation = request.organisation
    standing = list(RoutingRule.objects.standing(organisation))
    working = {rule.pk for rule in Rulebook(organisation, standing).rules}
    places = Place.objects.filter(organisation=organisation)
    context = {
        "rules": [(rule, rule.pk in working) for rule in standing],
        "places": places.count(),
        "quarters": len(Place.quarters(organisation)),
        "learned": LearnedServices.objects.filter(organisation=organisation).first(),
        "least": proposing.LEAST,
        "sure": round(100 * proposing.SURE),
        "may_change": request.membership.may("run the organisation"),
    }
    return render(request, "inbox/rules.html", context)


@allowed("run the organisation")
def new(request: DeskRequest) -> HttpResponse:
    return _edit(request, None)


@allowed("run the organisation")
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    return _edit(request, _rule(request, pk))


def _edit(request: DeskRequest, rule: RoutingRule | None) -> HttpResponse:
    """Saves the rule, or with the other button says first what it would have done."""
    form = RuleForm(request.organisation, request.POST or None, instance=rule)
    keep = f"rule-{rule.pk}" if rule else "rule-new"
    context: dict[str, Any] = {"form": form, "rule": rule, "keep": keep}
    if request.method != "POST" or not form.is_valid():
        return render(request, "inbox/rule.html", context, status=422 if form.errors else 200)
    changed, place = form.save(commit=False), form.cleaned_data["place"]
    if request.POST.get("then") == "try":
        after = ordered(form.standing, changed, place)
        context["simulation"] = simulate(request.organisation, after, changed=changed)
        return render(request, "inbox/rule.html", context)
    changed.stand(place, by=request.user, now=timezone.now())
    messages.success(request, _("The rule holds from the next message on."), extra_tags=keep)
    return redirect("rules")


@allowed("run the organisation")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    """Says what would have become of the last cases without the rule, and asks."""
    rule = _rule(request, pk)
    if request.method == "POST":
        rule.remove(by=request.user, now=timezone.now())
        messages.success(request, _("The rule is gone. What it handed over stays where it is."))
        return redirect("rules")
    others = [each for each in RoutingRule.objects.standing(request.organisation) if each.pk != rule.pk]
    context = {"rule": rule, "simulation": simulate(request.organisation, others)}
    return render(request, "inbox/rule_removal.html", context)


def _rule(request: DeskRequest, pk: int) -> RoutingRule:
    return get_object_or_404(RoutingRule.objects.standing(request.organisation).select_related("organisation"), pk=pk)
