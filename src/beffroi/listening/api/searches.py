"""Searches, what they found, what rang, and the feeds that are followed."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import wrong
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.archive.api import PostShown, post_shown
from beffroi.journal.sentences import translated
from beffroi.listening.forms.searches import FollowForm, SearchForm
from beffroi.listening.models import Alert, Feed, Match, SavedSearch
from beffroi.listening.trial import Example, Tried, try_out

router = ActRouter("Listening")


class SearchSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Eau"])
    text: Annotated[Text, Field(min_length=1, max_length=10_000)] = Field(examples=["eau OR coupure"])


class SearchTried(Said):
    text: Annotated[Text, Field(min_length=1, max_length=10_000)] = Field(examples=["eau OR coupure"])


class SearchShown(Shown):
    id: int
    name: str
    text: str
    saved_by: Person
    saved_at: datetime
    paused_at: datetime | None


class ExampleShown(Shown):
    text: str
    url: str


class TrialShown(Shown):
    """`reading` is how the search was understood; `a_day` how many posts a day it would find, null while too little
    was heard."""

    reading: str
    a_day: float | None
    sampled: int
    examples: list[ExampleShown]


class MatchShown(Shown):
    id: int
    search: int
    at: datetime
    is_muted: bool
    post: PostShown


class AlertsWanted(Cursor):
    state: Literal["open", "read", "all"] = "open"


class AlertShown(Shown):
    id: int
    search: int
    search_name: str
    reason: str
    opened_at: datetime
    rung_at: datetime | None
    read_at: datetime | None
    read_by: Person | None
    found: int


class FeedSaid(Said):
    address: Annotated[Word, Field(min_length=8, max_length=1000, pattern=r"^https?://")] = Field(
        examples=["https://le-pays.example/feed.xml"]
    )
    title: Annotated[Word, Field(min_length=1)] = Field(examples=["Le Pays"])
    site: Annotated[Word, Field(max_length=1000)] = ""


class FeedShown(Shown):
    id: int
    title: str
    address: str
    site: str
    followed_at: datetime
    paused_at: datetime | None
    read_at: datetime | None
    trouble: str


class Paused(Said):
    paused: Flag


@router.read("/searches", gives=Listed[SearchShown])
def list_searches(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """By name."""
    return listed(_searches(request), cursor, by=["name", "pk"], shown=_search)


@router.post("/searches", act="search", gives=SearchShown, status=201)
def save_search(request: ProgramRequest, said: SearchSaid) -> Any:
    """It is heard from now on."""
    clean = checked(SearchForm(said.model_dump()))
    saved = SavedSearch.save_new(organisation=request.organisation, **clean, by=request.user, now=request.now)
    return _search(saved)


@router.post("/searches/trial", act="search", gives=TrialShown)
def try_search(request: ProgramRequest, said: SearchTried) -> Any:
    """What it would find; nothing is saved."""
    tried = try_out(said.text, request.organisation, request.now)
    if not isinstance(tried, Tried):
        words = f"{tried.place}: {tried.message} {tried.hint}".strip()
        raise wrong("text", words)
    return TrialShown(
        reading=tried.reading,
        a_day=tried.estimate.a_day if tried.estimate else None,
        sampled=tried.sampled,
        examples=[_example(each) for each in tried.examples],
    )


@router.read("/searches/{pk}", gives=SearchShown)
def read_search(request: ProgramRequest, pk: Id) -> Any:
    return _search(search_asked(request, pk))


@router.put("/searches/{pk}", act="search", gives=SearchShown)
def change_search(request: ProgramRequest, pk: Id, said: SearchSaid) -> Any:
    """Heard so from now on; what was found before stays."""
    search = search_asked(request, pk)
    search.change(**checked(SearchForm(said.model_dump())), by=request.user, now=request.now)
    return _search(search)


@router.post("/searches/{pk}/pause", act="search", gives=SearchShown)
def pause_search(request: ProgramRequest, pk: Id, said: Paused) -> Any:
    """Pauses it, or hears it again."""
    search = search_asked(request, pk)
    if said.paused != (search.paused_at is not None):
        (search.pause if said.paused else search.resume)(by=request.user, now=request.now)
    return _search(search)


@router.read("/searches/{pk}/matches", gives=Listed[MatchShown])
def list_matches(request: ProgramRequest, pk: Id, cursor: Query[Cursor]) -> Any:
    """What it found, the latest first."""
    search = search_asked(request, pk)
    return listed(Match.objects.filter(search=search).select_related("post"), cursor, by=["-at", "-pk"], shown=_match)


@router.read("/alerts", gives=Listed[AlertShown])
def list_alerts(request: ProgramRequest, wanted: Query[AlertsWanted]) -> Any:
    """The newest first; those that ask for attention, unless others are asked for."""
    rows = Alert.objects.of(request.organisation).select_related("read_by")
    if wanted.state != "all":
        rows = rows.filter(read_at__isnull=wanted.state == "open")
    return listed(rows, wanted, by=["-opened_at", "-pk"], shown=_alert)


@router.read("/alerts/{pk}", gives=AlertShown)
def read_alert(request: ProgramRequest, pk: Id) -> Any:
    return _alert(_my_alert(request, pk))


@router.read("/alerts/{pk}/matches", gives=Listed[MatchShown])
def list_alert_matches(request: ProgramRequest, pk: Id, cursor: Query[Cursor]) -> Any:
    """The posts under it, the latest first."""
    rows = Match.objects.filter(alert=_my_alert(request, pk)).select_related("post")
    return listed(rows, cursor, by=["-at", "-pk"], shown=_match)


@router.post("/alerts/{pk}/reading", act="search", gives=AlertShown)
def say_alert_is_read(request: ProgramRequest, pk: Id) -> Any:
    """Somebody has seen it; the next match opens a new one."""
    _my_alert(request, pk).read(by=request.user, now=request.now)
    return _alert(_my_alert(request, pk))


@router.post("/alerts/{pk}/reopening", act="search", gives=AlertShown)
def reopen_alert(request: ProgramRequest, pk: Id) -> Any:
    if not _my_alert(request, pk).reopen(by=request.user, now=request.now):
        raise Refusal(409, _("A newer alert of this search asks for attention already."))
    return _alert(_my_alert(request, pk))


@router.read("/feeds", gives=Listed[FeedShown])
def list_feeds(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """By title."""
    return listed(Feed.objects.of(request.organisation).defer("seen"), cursor, by=["title", "pk"], shown=_feed)


@router.post("/feeds", act="search", gives=FeedShown, status=201)
def follow_feed(request: ProgramRequest, said: FeedSaid) -> Any:
    """The address of the feed itself. It is read at once, by the worker."""
    clean = checked(FollowForm(said.model_dump()))
    return _feed(Feed.follow(request.organisation, **clean, by=request.user, now=request.now))


@router.post("/feeds/{pk}/pause", act="search", gives=FeedShown)
def pause_feed(request: ProgramRequest, pk: Id, said: Paused) -> Any:
    feed = _my_feed(request, pk)
    (feed.pause if said.paused else feed.resume)(by=request.user, now=request.now)
    return _feed(_my_feed(request, pk))


@router.post("/feeds/{pk}/reading", act="search", gives=FeedShown)
def read_feed_now(request: ProgramRequest, pk: Id) -> Any:
    """By the worker, and not at its next turn."""
    _my_feed(request, pk).read_now(now=request.now)
    return _feed(_my_feed(request, pk))


@router.delete("/feeds/{pk}", act="search")
def unfollow_feed(request: ProgramRequest, pk: Id) -> Any:
    """What was found in it stays."""
    _my_feed(request, pk).unfollow(by=request.user, now=request.now)


def _searches(request: ProgramRequest) -> Any:
    mine = SavedSearch.objects.filter(organisation=request.organisation)
    return mine.select_related("organisation", "saved_by")


def search_asked(request: ProgramRequest, pk: int) -> SavedSearch:
    search: SavedSearch = get_object_or_404(_searches(request), pk=pk)
    return search


def _search(row: SavedSearch) -> SearchShown:
    said = {name: getattr(row, name) for name in ("name", "text", "saved_at", "paused_at")}
    return SearchShown(id=row.pk, saved_by=person(row.saved_by), **said)


def _example(each: Example) -> ExampleShown:
    return ExampleShown(text=each.document.text, url=each.post.url if each.post else "")


def _match(row: Match) -> MatchShown:
    return MatchShown(id=row.pk, search=row.search_id, at=row.at, is_muted=row.is_muted, post=post_shown(row.post))


def _my_alert(request: ProgramRequest, pk: int) -> Alert:
    rows = Alert.objects.of(request.organisation).select_related("read_by", "search__organisation")
    return get_object_or_404(rows, pk=pk)


def _alert(row: Alert) -> AlertShown:
    return AlertShown(
        id=row.pk,
        search=row.search_id,
        search_name=row.search.name,
        reason=translated(row.reason),
        opened_at=row.opened_at,
        rung_at=row.rung_at,
        read_at=row.read_at,
        read_by=person_or_none(row.read_by),
        found=row.matches.count(),
    )


def _my_feed(request: ProgramRequest, pk: int) -> Feed:
    return get_object_or_404(Feed.objects.of(request.organisation).select_related("organisation"), pk=pk)


def _feed(row: Feed) -> FeedShown:
    names = ("title", "address", "site", "followed_at", "paused_at", "read_at")
    return FeedShown(id=row.pk, **{name: getattr(row, name) for name in names}, trouble=translated(row.trouble))
