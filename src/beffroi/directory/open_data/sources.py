"""The sources of the directory as the open data names them: by a number, under their licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from beffroi.directory.models import Source
from beffroi.directory.models.source import Sourced

SHARE_ALIKE = ("ODbL", "CC BY-SA", "CC-BY-SA")  # licences whose data may only be given on under the same one
OURS = "Licence Ouverte 2.0"
ODBL = "ODbL 1.0"


@dataclass(frozen=True)
class Sources:
    """Every source in an order that does not depend on when it was read here; its number is its place there."""

    rows: tuple[Source, ...]

    @classmethod
    def of_the_directory(cls) -> "Sources":
        return cls(tuple(Source.objects.order_by("kind", "title", "vintage", "sha256", "pk")))

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        return {source.pk: number for number, source in enumerate(self.rows, start=1)}

    @cached_property
    def sharing(self) -> frozenset[int]:
        return frozenset(source.pk for source in self.rows if shares_alike(source))

    def is_shared_alike(self, *rows: Sourced | None) -> bool:
        """Whether any field of `rows` comes from a database that must be shared alike."""
        return any(origin[0] in self.sharing for row in rows if row is not None for origin in row.origins.values())

    def fields_by_source(self, row: Sourced) -> list[tuple[int, list[str]]]:
        """The number of each source of `row` with the fields that it gave, both in order."""
        found: dict[int, list[str]] = {}
        for field, (pk, _rank) in row.origins.items():
            if pk in self.numbers:
                found.setdefault(self.numbers[pk], []).append(field)
        return [(number, sorted(fields)) for number, fields in sorted(found.items())]


def shares_alike(source: Source) -> bool:
    return source.licence.startswith(SHARE_ALIKE)
