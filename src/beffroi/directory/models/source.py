"""Where the directory has what it says from: each file that was brought in, and which field came from which."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

# A higher rank wins over a lower one, whatever came first; of two of the same rank, the later reading wins.
RANKS = {
    "wikidata": (10, _("Wikidata")),
    "file": (20, _("A file")),
    "parliament": (30, _("The parliament's account base")),
    "rne": (40, _("Register of elected officials (RNE)")),
    "geography": (50, _("Official geographic code and populations")),
    "person": (90, _("Written here by a person")),
}


class Source(models.Model):
    """One reading of one origin: a file as it was, by its checksum, with what may be done with it."""

    kind = models.CharField(max_length=20, choices=[(key, name) for key, (_rank, name) in RANKS.items()])
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, default="")
    licence = models.CharField(max_length=200, default="")
    url = models.CharField(max_length=500, default="")
    vintage = models.CharField(max_length=20, default="")  # the year, or the day, that it describes
    sha256 = models.CharField(max_length=64, default="")
    read_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "sha256"], name="source_by_checksum")]

    def __str__(self) -> str:
        return f"{self.title} {self.vintage}".rstrip()

    @property
    def rank(self) -> int:
        return RANKS[self.kind][0]


class Sourced(models.Model):
    """A row whose fields each remember their origin: `origins` is {field: [number of the Source, its rank]}."""

    origins = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def take(self, source: Source, **said: Any) -> list[str]:
        """Writes into the unsaved row what `source` says, field by field; the names of the fields that changed.

        A field keeps what it has when that came from an origin of a higher rank, or when the source says nothing
        (None or empty) about it.
        """
        changed = []
        for field, value in said.items():
            if value in (None, "") or self.rank_of(field) > source.rank:
                continue
            if getattr(self, field) != value:
                changed.append(field)
            setattr(self, field, value)
            self.origins[field] = [source.pk, source.rank]
        return changed

    def rank_of(self, field: str) -> int:
        """How much the present value of `field` weighs; 0 for what nobody said."""
        known = self.origins.get(field)
        return int(known[1]) if known else 0
