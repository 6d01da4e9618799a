"""What is being said now, per search."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, IntegerField, Max, Min, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.directory.models import Account
from beffroi.listening.forms import SearchForm
from beffroi.listening.models import Alert, Match, Parcel, Relay, SavedSearch, Stream
from beffroi.work.paging import page

ALERTS = 12  # shown together; the next ones follow as these are read
POSTS = 5  # of each alert; the others are on its search's page


@allowed("see")
def listening(request: DeskRequest) -> HttpResponse:
    searches = SavedSearch.objects.filter(organisation=request.organisation)
    mine = Account.objects.filter(organisation=request.organisation).exclude(stream="")
    shown = page(searches.annotate(**_found()), request.GET.get("after", ""), by=["name", "pk"])
    context = {
        "alerts": _with_matches(request) if shown.is_first else [],
        "page": shown,
        "streams": Stream.objects.filter(service__in=mine.values("stream")),
        **(_relay() if settings.NATS else {}),
        **_rights(request),
    }
    return render(request, "listening/listening.html", context)


def _relay() -> dict[str, Any]:
    """What is on its way between machines."""
    on_their_way = Parcel.objects.on_their_way().aggregate(number=Count("pk"), oldest=Min("packed_at"))
    return {"relay": Relay.told(), "parcels": on_their_way, "dead": Parcel.objects.dead().count()}


def _found() -> dict[str, Any]:
    """How much a search has found, and when last: asked for the searches of one page only."""
    found = Match.objects.filter(search=OuterRef("pk")).order_by().values("search")
    number = Subquery(found.values(number=Count("pk")), output_field=IntegerField())
    return {"found": Coalesce(number, 0), "last_at": Subquery(found.values(last_at=Max("at")))}


def _with_matches(request: DeskRequest) -> list[Alert]:
    """Open alerts, each with its newest posts in `shown` and their number in `found`."""
    alerts = list(Alert.objects.of(request.organisation).open().annotate(found=Count("matches"))[:ALERTS])
    shown: dict[int, list[Match]] = {alert.pk: [] for alert in alerts}
    place = Window(RowNumber(), partition_by=F("alert"), order_by=["-at", "-pk"])
    newest = Match.objects.filter(alert__in=alerts).annotate(place=place).filter(place__lte=POSTS)
    for match in newest.select_related("post").order_by("-at", "-pk"):
        shown[match.alert_id].append(match)
    for alert in alerts:
        alert.shown = shown[alert.pk]  # type: ignore[attr-defined]  # for the page
    return alerts


@allowed("search")
def search_new(request: DeskRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
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
    return render(request, "listening/search_new.html", {"form": form}, status=422 if form.errors else 200)


@allowed("see")
def search(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _search(request, pk)
    found = chosen.matches.select_related("post")
    shown = page(found, request.GET.get("after", ""), by=["-at", "-pk"])
    return render(request, "listening/search.html", {"search": chosen, "page": shown, **_rights(request)})


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
