"""An edition as people read it: figures with their unit, bounds as a drawing, classes in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from beffroi.engines.ranking.measures import COMPOSITE, MEASURES, Measure
from beffroi.rankings.models import Edition, Place, Reply, class_name

AT_ONCE = 100  # lines of a page
WIDE = 200.0  # units of a drawing, whatever its width on paper


@dataclass(frozen=True, slots=True)
class Line:
    """One place. `opens` names the class that begins with it, where ranks are given in each class apart. `drawn` are
    the ends of its bounds and its value on the scale of the page; None where it has none."""

    place: Place
    value: str
    bounds: str
    ranks: str
    sample: str
    drawn: Mapping[str, str] | None
    reply: Reply | None
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A class of population that the page can be narrowed to."""

    bound: int | None
    label: str
    is_chosen: bool


def lines(edition: Edition, places: Sequence[Place]) -> list[Line]:
    measure = edition.ranking.of
    low, high = _scale(places)
    said = {
        (reply.body.kind, reply.body.code): reply
        for reply in edition.replies.filter(replaced_at=None).select_related("body", "organisation")
    }
    return [
        Line(
            place,
            _figure(place.value, measure),
            _bounds(place, measure),
            "" if place.best == place.worst else f"{place.best}–{place.worst}",
            number_format(place.sample, 0, force_grouping=True) if place.sample is not None else "",
            _drawn(place, low, high),
            said.get((place.body_kind, place.body_code)),
            _opened(places, nth) if measure and measure.within_class else "",
        )
        for nth, place in enumerate(places)
    ]


def _opened(places: Sequence[Place], nth: int) -> str:
    """The class of population that begins with this line of the page."""
    place = places[nth]
    if place.rank is None:
        return _("Without a rank") if nth == 0 or places[nth - 1].rank is not None else ""
    return class_name(place.bound) if nth == 0 or places[nth - 1].bound != place.bound else ""


def methods(edition: Edition) -> list[tuple[str, str, float | None]]:
    """Title, method in words and weight of each part."""
    if edition.ranking.measure != COMPOSITE:
        measure = MEASURES[edition.ranking.measure]
        return [(_(measure.title), _(measure.method), None)]
    weights = sorted(edition.ranking.weights.items())
    return [(_(MEASURES[name].title), _(MEASURES[name].method), weight) for name, weight in weights]


def choices(edition: Edition, chosen: int | None) -> list[Choice]:
    """The classes that are in it, if there are several."""
    bounds = edition.places.exclude(bound=None).order_by().values_list("bound", flat=True).distinct()
    found = sorted(bound for bound in bounds if bound is not None)
    if len(found) < 2:
        return []
    every = Choice(None, _("All"), chosen is None)
    return [every, *(Choice(bound, class_name(bound), bound == chosen) for bound in found)]


def page_of(places: QuerySet[Place], first: int) -> tuple[list[Place], int | None, int | None]:
    """The lines from the `first` one on, and where the pages before and after begin."""
    found = list(places.order_by("order")[first : first + AT_ONCE + 1])
    before = max(0, first - AT_ONCE) if first else None
    return found[:AT_ONCE], before, first + AT_ONCE if len(found) > AT_ONCE else None


def unit(edition: Edition) -> str:
    measure = edition.ranking.of
    return _(measure.unit) if measure else _("Points out of 100")


def _scale(places: Iterable[Place]) -> tuple[float, float]:
    ends = [(place.low, place.high) for place in places if place.low is not None and place.high is not None]
    low, high = min((each[0] for each in ends), default=0.0), max((each[1] for each in ends), default=1.0)
    return min(0.0, low), high if high > low else low + 1.0


def _drawn(place: Place, low: float, high: float) -> dict[str, str] | None:
    if place.value is None or place.low is None or place.high is None:
        return None
    ends: dict[str, Any] = {"low": place.low, "value": place.value, "high": place.high, "nought": 0.0}
    return {name: f"{4 + (each - low) / (high - low) * (WIDE - 8):.1f}" for name, each in ends.items()}


def _bounds(place: Place, measure: Measure | None) -> str:
    if place.low is None or place.low == place.high:
        return ""
    return f"{_figure(place.low, measure)} – {_figure(place.high, measure)}"


def _figure(value: float | None, measure: Measure | None) -> str:
    if value is None:
        return ""
    if measure is None or measure.is_share:
        number, sign = value * 100, "\N{NO-BREAK SPACE}%" if measure else ""
        digits = 0 if abs(number) >= 10 or number == int(number) else 1
        plus = "+" if measure and measure.name.endswith("progress") and value > 0 else ""
        return f"{plus}{number_format(round(number, digits), digits)}{sign}"
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    return number_format(round(value, digits), digits, force_grouping=True)
