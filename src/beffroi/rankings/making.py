"""How an edition is made: accounts, sums, ranks, the archive, and the rows that pages read."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from beffroi.directory.models import Source
from beffroi.engines.ranking import FORMULA
from beffroi.engines.ranking.measures import COMPOSITE, MEASURES, needs
from beffroi.engines.ranking.placing import Place as Placed
from beffroi.engines.ranking.window import Window
from beffroi.rankings.choosing import Chosen, chosen, own_institutions
from beffroi.rankings.exporting import store
from beffroi.rankings.models import CounterReading, Edition, Place, Ranking
from beffroi.rankings.models.edition import archives
from beffroi.rankings.reckoning import reckon

BATCH = 2_000


def make(ranking: Ranking, window: Window, *, now: datetime) -> Edition:
    """The edition of a window, from what the store holds; the next number where there was one."""
    every = chosen(ranking)
    wanted = needs(ranking.measure, ranking.weights)
    manifest = _manifest(ranking, window, every)
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        made = Path(folder, "edition.zip")
        accounts = [each.compared() for each in every]
        own = own_institutions(every) if wanted.counterparts else ()
        places, digest = reckon(store(), made, manifest, accounts, own)
        size = made.stat().st_size
        made.replace(archives() / f"{digest}.zip")
    with transaction.atomic():
        Ranking.objects.select_for_update(no_key=True).get(pk=ranking.pk)
        earlier = Edition.objects.filter(ranking=ranking, first=window.first, until=window.until).count()
        edition = Edition.objects.create(
            ranking=ranking,
            number=earlier + 1,
            first=window.first,
            until=window.until,
            formula=FORMULA,
            made_at=now,
            sha256=digest,
            size=size,
            ranked=sum(place.rank is not None for place in places),
            unranked=sum(place.rank is None for place in places),
            manifest=manifest,
        )
        Place.objects.bulk_create(_rows(edition, places, every), batch_size=BATCH)
    return edition


def _manifest(ranking: Ranking, window: Window, every: Sequence[Chosen]) -> dict[str, Any]:
    measure = MEASURES.get(ranking.measure)
    parts = sorted(ranking.weights) if ranking.measure == COMPOSITE else [ranking.measure]
    return {
        "formula": FORMULA,
        "python": "3.11",
        "measure": ranking.measure,
        "title": measure.title if measure else "Several measures together",
        "method": {name: MEASURES[name].method for name in parts},
        "weights": ranking.weights,
        "window": ranking.window,
        "first": window.first.isoformat(),
        "until": window.until.isoformat(),
        "days": "UTC; the day of `until` is the first one after the window",
        "kind": ranking.kind,
        "class": ranking.bound,
        "network": ranking.network,
        "personal": ranking.is_personal,
        "sources": [_told(source) for source in _sources(window, every)],
    }


def _sources(window: Window, every: Sequence[Chosen]) -> Iterable[Source]:
    """What the counters were brought in from, and who said which population."""
    first, until = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (window.first, window.until))
    keys = [each.account.pk for each in every]
    read = CounterReading.objects.filter(at__gte=first, at__lt=until).exclude(source=None)
    read = read.filter(account__in=keys) if len(keys) <= BATCH else read
    counted = set(read.values_list("source", flat=True).distinct())
    people = {each.body.origins["population"][0] for each in every if "population" in each.body.origins}
    return Source.objects.filter(pk__in=counted | people).order_by("pk")


def _told(source: Source) -> dict[str, str]:
    return {name: getattr(source, name) for name in ("title", "publisher", "licence", "url", "vintage", "sha256")}


def _rows(edition: Edition, places: Sequence[Placed], every: Sequence[Chosen]) -> Iterator[Place]:
    bodies = {each.account.pk: each.body for each in every}
    for order, place in enumerate(places, start=1):
        account, figure = place.account, place.figure
        body = bodies[account.key]
        yield Place(
            edition=edition,
            order=order,
            rank=place.rank,
            best=place.best,
            worst=place.worst,
            of=place.of,
            value=figure.value if figure else None,
            low=figure.low if figure else None,
            high=figure.high if figure else None,
            sample=figure.sample if figure else None,
            why=place.why.as_json() if place.why else {},
            account=account.key,
            network=account.network,
            handle=account.handle,
            name=account.body,
            body_kind=body.kind,
            body_code=body.code,
            bound=account.bound,
        )


def _folder() -> Path:
    archives().mkdir(parents=True, exist_ok=True)
    return archives()
