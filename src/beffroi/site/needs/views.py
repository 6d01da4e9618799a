"""What is still missing: the page of whoever runs the organisation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from beffroi.access.desk import DeskRequest, allowed
from beffroi.site.needs import statements
from beffroi.site.needs.naming import named, names
from beffroi.site.needs.standing import Standing, standings


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is not needed here"), max_length=300)


@require_safe
@allowed("run the organisation")
def needs(request: DeskRequest) -> HttpResponse:
    return _page(request)


@require_POST
@allowed("forgo needs")
def forgoing(request: DeskRequest, key: str) -> HttpResponse:
    """With a reason, until the circumstances are others. What is met meanwhile is left as it is."""
    standing, form, now = _one(request, key), ReasonForm(request.POST, prefix=key), timezone.now()
    if not form.is_valid():
        return _page(request, form)
    if standing.lack is not None:
        said = {"reason": form.cleaned_data["reason"], "circumstances": standing.lack.circumstances}
        name = standing.need.sentence
        statements.forgo(request.organisation, key, name, by=request.user, now=now, **said)
        messages.success(request, _("You do without it. It comes back when something changes about it."))
    return redirect("needs")


@require_POST
@allowed("forgo needs")
def again(request: DeskRequest, key: str) -> HttpResponse:
    standing = _one(request, key)
    if standing.forgone:
        name = standing.need.sentence
        statements.want_again(request.organisation, key, name, by=request.user, now=timezone.now())
    return redirect("needs")


@require_POST
@allowed("run the organisation")
def key_copy(request: DeskRequest) -> HttpResponse:
    """Somebody says, with their name, that a copy of the encryption key is kept elsewhere."""
    if not request.organisation.is_demo:
        statements.keep_key(request.organisation, by=request.user, now=timezone.now())
        messages.success(request, _("It is in the journal, with your name. You are asked again when the key changes."))
    return redirect("needs")


def _one(request: DeskRequest, key: str) -> Standing:
    found = {each.need.key: each for each in standings(request.organisation, timezone.now())}
    if key not in found:
        raise Http404
    return found[key]


def _page(request: DeskRequest, wrong: ReasonForm | None = None) -> HttpResponse:
    found = standings(request.organisation, timezone.now())
    rows = [_shown(request, each, wrong) for each in found]
    by_state = {
        state: [row for row in rows if row["standing"].state == state] for state in ("missing", "forgone", "met")
    }
    context = {**by_state, "may_forgo": request.membership.may("forgo needs")}
    return render(request, "needs.html", context, status=422 if wrong else 200)


def _shown(request: DeskRequest, standing: Standing, wrong: ReasonForm | None) -> dict[str, Any]:
    need = standing.need
    lacking = named(standing, request.organisation) if standing.state == "missing" else []
    is_mine = bool(need.own_page) and any(getattr(row, "user", None) == request.user for row in lacking)
    page, act = (need.own_page, need.own_act) if is_mine else (need.page, need.act)
    ours = wrong if wrong is not None and wrong.prefix == need.key else ReasonForm(prefix=need.key)
    there = _there(page, lacking, of_one=need.of_one)
    return {"standing": standing, "names": names(lacking), "there": there, "act": act, "form": ours}


def _there(page: str, lacking: list[Any], *, of_one: bool) -> str:
    if of_one:
        return reverse(page, args=[lacking[0].pk]) if lacking else ""
    return reverse(page) if page else ""
