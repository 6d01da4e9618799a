"""How a search tells people: its policy and its mutes."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.listening.forms.policies import MuteForm, PolicyForm
from beffroi.listening.models import Alert, Match, Mute, Policy, SavedSearch, Story
from beffroi.listening.weighing import past_of

OBSERVED = timedelta(days=30)


@allowed("search")
def policy(request: DeskRequest, pk: int) -> HttpResponse:
    search, now = _search(request, pk), timezone.now()
    chosen = Policy.of(search)
    form = PolicyForm(chosen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen.choose(by=request.user, now=now, **form.wishes())
        messages.success(request, _("Saved. It counts for what is found from now on."))
        return redirect("listening_search", pk=pk)
    context = {"search": search, "form": form, **spikes_of(chosen, now)}
    return render(request, "listening/policy_edit.html", context, status=422 if form.errors else 200)


def spikes_of(policy: Policy, now: datetime) -> dict[str, Any]:
    """What is promised of the spike, and what was seen: how often it rang, and what is usual at this hour."""
    rang = Alert.objects.filter(search=policy.search, rings="spike", opened_at__gt=now - OBSERVED)
    past = past_of(policy, now)
    return {"rang": rang.count(), "usual": round(past.per_hour, 1), "knows": bool(past.counts), "by_week": past.by_week}


@require_POST
@allowed("search")
def search_mute(request: DeskRequest, pk: int) -> HttpResponse:
    search, now = _search(request, pk), timezone.now()
    form = MuteForm(request.POST)
    if form.is_valid():
        Mute.search_until(search, form.ends_at(request.organisation, now), by=request.user, now=now)
        messages.success(request, _("Muted. What is found meanwhile is kept under the search."))
    return redirect("listening_search", pk=pk)


@require_POST
@allowed("search")
def author_mute(request: DeskRequest, pk: int) -> HttpResponse:
    """Nothing more rings for what the author of this match says."""
    mine = Match.objects.filter(search__organisation=request.organisation)
    match = get_object_or_404(mine.select_related("post", "search__organisation"), pk=pk)
    muted = Mute.author(match.search, match.post, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is muted for this search. You can lift it below.") % {"name": muted.name})
    return redirect("listening")


@require_POST
@allowed("search")
def story_mute(request: DeskRequest, pk: int) -> HttpResponse:
    mine = Story.objects.filter(search__organisation=request.organisation)
    story = get_object_or_404(mine.select_related("first", "search__organisation"), pk=pk)
    Mute.of_story(story, by=request.user, now=timezone.now())
    messages.success(request, _("This story is muted, however often it is repeated. You can lift it below."))
    return redirect("listening")


@require_POST
@allowed("search")
def mute_lifting(request: DeskRequest, pk: int) -> HttpResponse:
    get_object_or_404(Mute.objects.of(request.organisation), pk=pk).lift(by=request.user, now=timezone.now())
    messages.success(request, _("It rings again from now on."))
    return redirect("listening")


@require_POST
@allowed("search")
def alert_reopening(request: DeskRequest, pk: int) -> HttpResponse:
    alert = get_object_or_404(Alert.objects.of(request.organisation), pk=pk)
    if alert.reopen(by=request.user, now=timezone.now()):
        messages.success(request, _("It is before everybody again."))
    else:
        messages.warning(request, _("A newer alert of this search is open already."))
    return redirect("listening")


def _search(request: DeskRequest, pk: int) -> SavedSearch:
    mine = SavedSearch.objects.select_related("organisation")
    return get_object_or_404(mine, pk=pk, organisation=request.organisation)
