"""By which a start sees whether its keys are those of this database."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from beffroi.access.sealed import sealed_columns
from beffroi.access.sealing import WrongKey, fingerprints, seal, unseal


class KeyMark(models.Model):
    """One for each key under which something may have been sealed here; what is sealed in it is of no use.

    A process leaves the mark of its first key before it seals anything. All marks must open: a key that was in use and
    that nobody gave would leave secrets that nobody can open. Changing the keys removes the marks of the former ones.
    """

    fingerprint = models.CharField(max_length=8, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint

    @classmethod
    def leave(cls, now: datetime) -> None:
        """The mark of the first key. Twice changes nothing."""
        name = fingerprints()[0]
        made = {"sealed": seal({"key": name}, row=_row(name)), "made_at": now}
        cls.objects.get_or_create(fingerprint=name, defaults=made)

    @classmethod
    def missing(cls) -> list[str]:
        """The fingerprints of the keys that are needed here and were not given."""
        return [mark.fingerprint for mark in cls.objects.order_by("made_at") if not mark.opens()]

    @classmethod
    def remove_all_but(cls, kept: Iterable[str]) -> None:
        cls.objects.exclude(fingerprint__in=list(kept)).delete()

    def opens(self) -> bool:
        try:
            unseal(bytes(self.sealed), row=_row(self.fingerprint))
        except WrongKey:
            return False
        return True


def something_does_not_open() -> bool:
    """Whether the latest value of a sealed column opens with none of the keys: in a database that has no mark yet."""
    for column in sealed_columns():
        latest = column.rows.values_list("pk", column.column).last()
        if latest is None:
            continue
        try:
            unseal(bytes(latest[1]), row=column.name_of(latest[0]))
        except WrongKey:
            return True
    return False


def _row(name: str) -> str:
    return f"access.keymark:{name}:mark"
