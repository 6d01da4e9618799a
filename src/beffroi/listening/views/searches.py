"""What is being said now, per search."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, IntegerField, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.listening.forms.policies import MuteForm
from beffroi.listening.forms.searches import SearchForm
from beffroi.listening.models import Alert, Feed, Match, Mute, Parcel, Policy, Relay, SavedSearch, Stream
from beffroi.listening.shown import alerts_of, just_read, mutes_of, with_sparks
from beffroi.listening.views import trying
from beffroi.notify.models import Watch
from beffroi.work.paging import page

GAPS = 5  # of each stream


@allowed("see")
def listening(request: DeskRequest) -> HttpResponse:
    searches = SavedSearch.objects.filter(organisation=request.organisation)
    mine = Account.objects.filter(organisation=request.organisation).exclude(stream="")
    shown = page(searches.annotate(**_found()), request.GET.get("after", ""), by=["name", "pk"])
    now = timezone.now()
    with_sparks(shown.rows, now)
    context = {
        **(_attention(request.organisation, now) if shown.is_first else {}),
        "page": shown,
        "feeds": Feed.objects.of(request.organisation).count(),
        "unread_feeds": Feed.objects.of(request.organisation).in_trouble().count(),
        "streams": _streams(mine),
        **(_relay() if settings.NATS else {}),
        **_rights(request),
    }
    return render(request, "listening/listening.html", context)


def _attention(organisation: Organisation, now: datetime) -> dict[str, Any]:
    """What rings, what was just read, what is muted, and who is on call."""
    return {
        "alerts": alerts_of(organisation, now),
        "read": just_read(organisation, now),
        "mutes": mutes_of(organisation, now),
        "on_call": Watch.objects.of(organisation).at(now),
    }


def _streams(mine: QuerySet[Account]) -> list[Stream]:
    """The streams we read, each with its pace in `shown_pace` and what it did not give in `missed`."""
    now = timezone.now()
    streams = list(Stream.objects.filter(service__in=mine.values("stream")).select_related("account").order_by("pk"))
    for stream in streams:
        stream.shown_pace = round(stream.pace_now(now), 1)  # type: ignore[attr-defined]  # for the page
        stream.missed = list(stream.gaps.lately(now)[:GAPS])  # type: ignore[attr-defined]  # for the page
    return streams


def _relay() -> dict[str, Any]:
    """What is on its way between machines."""
    on_their_way = Parcel.objects.on_their_way().aggregate(number=Count("pk"), oldest=Min("packed_at"))
    return {"relay": Relay.told(), "parcels": on_their_way, "dead": Parcel.objects.dead().count()}


def _found() -> dict[str, Any]:
    """How much a search has found, and when last: asked for the searches of one page only."""
    found = Match.objects.filter(search=OuterRef("pk")).order_by().values("search")
    number = Subquery(found.values(number=Count("pk")), output_field=IntegerField())
    return {"found": Coalesce(number, 0), "last_at": Subquery(found.values(last_at=Max("at")))}


@allowed("search")
def search_new(request: DeskRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
    if request.POST.get("then") == "try":
        return trying.page(request, SearchForm(initial=request.POST.dict()))
    if request.method == "POST" and form.is_valid():
        SavedSearch.save_new(
            organisation=request.organisation,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The search is heard from now on."), extra_tags="search-new")
        return redirect("listening")
    return trying.page(request, form)


@allowed("see")
def search(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _search(request, pk)
    found = chosen.matches.select_related("post", "search")
    shown = page(found, request.GET.get("after", ""), by=["-at", "-pk"])
    back = chosen.look_backs.select_related("account").order_by("account__network", "pk")
    context = {"search": chosen, "page": shown, "look_backs": back, "kept": trying.kept(chosen)}
    return render(request, "listening/search.html", {**context, **_rights(request), **_telling(chosen)})


def _telling(search: SavedSearch) -> dict[str, Any]:
    """How the search tells people, and what is muted."""
    mutes = Mute.objects.standing(timezone.now()).filter(search=search)
    return {"policy": Policy.of(search), "mutes": mutes, "mute_form": MuteForm()}


def _rights(request: DeskRequest) -> dict[str, bool]:
    return {"may_search": request.membership.may("search"), "may_answer": request.membership.may("answer")}


@require_POST
@allowed("search")
def pause(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _search(request, pk)
    switch = chosen.pause if chosen.paused_at is None else chosen.resume
    switch(by=request.user, now=timezone.now())
    return redirect("listening_search", pk=pk)


@require_POST
@allowed("search")
def alert_reading(request: DeskRequest, pk: int) -> HttpResponse:
    get_object_or_404(Alert.objects.of(request.organisation), pk=pk).read(by=request.user, now=timezone.now())
    messages.success(request, _("Seen. The next post that matches opens a new alert."))
    return redirect("listening")


def _search(request: DeskRequest, pk: int) -> SavedSearch:
    return get_object_or_404(
        SavedSearch.objects.select_related("organisation"), pk=pk, organisation=request.organisation
    )
