"""What was said before a search was saved, looked through once on each network that can be searched."""

from datetime import datetime, timedelta

from django.db import models

from beffroi.connectors.contract import NetworkTrouble, TryLater
from beffroi.directory.models import Account
from beffroi.journal.models import record
from beffroi.listening.models.search import SavedSearch
from beffroi.vocabulary import Sentence
from beffroi.work.duty import BACKOFF, retry_after
from beffroi.work.models import Due, DueQuerySet

DAYS = timedelta(days=7)


class LookBack(Due):
    """Due until the network has answered, or was asked often enough. `trouble` without `done_at`: it is asked again."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="look_backs")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")  # through which it is asked
    since = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    looked_at = models.PositiveIntegerField(default=0)  # posts that the network gave
    found = models.PositiveIntegerField(default=0)  # of them
    is_whole = models.BooleanField(default=False)  # everything that the network's own search knows was asked for
    trouble = models.JSONField(default=dict)  # a Sentence

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "account"], name="one_look_back_per_account")]
        indexes = [models.Index(fields=["due_at"], name="look_back_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.search_id}: back to {self.since:%d/%m %H:%M} through {self.account_id}"

    @classmethod
    def plan(cls, search: SavedSearch, account: Account, *, now: datetime) -> "LookBack":
        planned = {"since": search.saved_at - DAYS, "due_at": now}
        return cls.objects.get_or_create(search=search, account=account, defaults=planned)[0]

    def settle(self, *, looked_at: int, found: int, is_whole: bool, now: datetime) -> None:
        """It was looked through; said in the journal, by the same transaction as the matches."""
        self.looked_at, self.found, self.is_whole = looked_at, found, is_whole
        self.done_at, self.due_at, self.trouble = now, None, {}
        self.save()
        network, here = Sentence(self.account.on.label).as_json(), self.search.organisation
        record(
            "SEARCH_LOOKED_BACK",
            self.search,
            organisation=here,
            now=now,
            name=self.search.name,
            network=network,
            found=found,
        )

    def failed(self, trouble: NetworkTrouble, *, now: datetime) -> None:
        """Asked again later where that may help, and not for ever."""
        self.attempts, self.trouble = self.attempts + 1, trouble.reason.as_json()
        again = isinstance(trouble, TryLater) and self.attempts <= len(BACKOFF)
        asked = trouble.seconds if isinstance(trouble, TryLater) else None
        self.due_at = now + retry_after(self.attempts, asked) if again else None
        self.done_at = None if again else now
        self.save()
