"""Who must wait before trying again. One row counts the tries of one pair: an account, and an address of the internet.

A pair, so that nobody locks a colleague out from elsewhere. Only a keyed hash of the pair is kept: neither the account
nor the address can be read back.
"""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.crypto import salted_hmac

from beffroi.engines.allowance import place_of

FREE = 5  # tries before the first wait
FIRST_WAIT = timedelta(minutes=1)  # doubled at each further try
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class Attempt(models.Model):
    pair = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count} tries"

    @classmethod
    def take(cls, what: str, who: str, where: str, *, now: datetime) -> "Attempt":
        """Counts one try before it is judged, so that many at the same moment are counted too.

        The answer `is_refused` where the pair waits already: then nothing is judged, and it waits no longer for it.
        """
        with transaction.atomic():
            cls.objects.get_or_create(pair=_pair(what, who, where), defaults={"at": now})
            attempt = cls.objects.select_for_update(no_key=True).get(pair=_pair(what, who, where))
            attempt.is_refused = attempt.until is not None and attempt.until > now
            if not attempt.is_refused:
                attempt._count(now)
        return attempt

    is_refused = False

    @property
    def just_closed(self) -> bool:
        """Whether this very try was the last free one, if it turns out to be wrong."""
        return not self.is_refused and self.until is not None

    def forget(self) -> None:
        """The try was a right one: the count begins anew."""
        Attempt.objects.filter(pk=self.pk).delete()

    def _count(self, now: datetime) -> None:
        self.count = 1 if self.at < now - FORGOTTEN_AFTER else self.count + 1
        self.at = now
        self.until = now + _wait(self.count) if self.count >= FREE else None
        self.save()


def _wait(count: int) -> timedelta:
    doubled: timedelta = FIRST_WAIT * 2 ** min(count - FREE, 10)
    return min(doubled, LONGEST_WAIT)


def _pair(what: str, who: str, where: str) -> str:
    said = "\0".join((what, who.strip().lower(), place_of(where)))
    return salted_hmac("beffroi.door.attempt", said, algorithm="sha256").hexdigest()
