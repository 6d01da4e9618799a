"""Which official accounts are read, and when each comes next."""

from datetime import datetime, timedelta

from django.db import models

from beffroi.directory.models import OfficialAccount
from beffroi.directory.models.official import OPEN_NETWORKS
from beffroi.work.models import Due, DueQuerySet

PACE = timedelta(days=1)


class CollectionQuerySet(DueQuerySet["Collection"]):
    def begin(self, *, now: datetime) -> int:
        """A row for each account that can be read by anybody and has none yet; how many."""
        listed = (
            OfficialAccount.objects.filter(network__in=OPEN_NETWORKS).exclude(native_id="").exclude(status="closed")
        )
        new = listed.exclude(models.Exists(Collection.objects.filter(account=models.OuterRef("pk"))))
        rows = [Collection(account=account, due_at=now) for account in new.order_by("pk")]
        return len(self.bulk_create(rows, ignore_conflicts=True, batch_size=2_000))


class Collection(Due):
    """What was read of one account so far. `posts` is its own counter of posts at the last reading."""

    account = models.OneToOneField(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    posts = models.PositiveBigIntegerField(null=True)
    read_at = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)  # the network no longer shows the account

    objects = CollectionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="collection_by_due")]

    def __str__(self) -> str:
        return f"what was read of {self.account}"
