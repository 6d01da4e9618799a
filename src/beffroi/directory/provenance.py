"""Where each field of a row of the directory comes from, told to people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.directory.models import Source
from beffroi.directory.models.source import Sourced

FIELDS: Mapping[str, str | Promise] = {
    "body": _("Body"),
    "person": _("Person"),
    "native_id": _("Number on the network"),
    "handle": _("Handle"),
    "name": _("Name"),
    "url": _("Address"),
    "is_institutional": _("Institutional account"),
    "status": _("Status"),
    "opened_on": _("Opened on"),
    "left_on": _("Left on"),
    "population": _("Population"),
    "population_year": _("Year of the population"),
    "site": _("Official site"),
    "siren": _("SIREN"),
    "departement": _("Département"),
    "region": _("Région"),
    "group_id": _("Group of communes (EPCI)"),
    "nature": _("Nature"),
    "office": _("Office"),
    "since": _("Since"),
    "until": _("Until"),
    "official_page": _("Official page"),
    "wikidata": _("Wikidata"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """One field of a row: the reading that gave its value."""

    field: str
    source: Source

    @property
    def label(self) -> str | Promise:
        return FIELDS.get(self.field, self.field)


def origins(row: Sourced, sources: Mapping[int, Source]) -> list[Origin]:
    """The fields of `row` in their order, each with its source; those of which nobody said anything are left out."""
    return [Origin(field, sources[pk]) for field, (pk, _rank) in sorted(row.origins.items()) if pk in sources]


def by_source(rows: Sequence[Sourced]) -> list[tuple[Source, list[str]]]:
    """Each source that these rows come from, the latest first, with the names of the fields that it gave."""
    sources = sources_of(rows)
    fields: dict[int, set[str]] = {}
    for row in rows:
        for origin in origins(row, sources):
            fields.setdefault(origin.source.pk, set()).add(str(origin.label))
    latest = sorted(fields, key=lambda pk: sources[pk].read_at, reverse=True)
    return [(sources[pk], sorted(fields[pk])) for pk in latest]


def sources_of(rows: Iterable[Sourced]) -> dict[int, Source]:
    """Every source that some field of `rows` comes from, in one query."""
    return Source.objects.in_bulk(set(_named(rows)))


def _named(rows: Iterable[Sourced]) -> Iterator[int]:
    for row in rows:
        yield from (origin[0] for origin in row.origins.values() if origin[0] is not None)
