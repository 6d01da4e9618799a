"""People who asked not to be kept."""

import hmac
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi import vocabulary
from beffroi.access.models import Organisation, User
from beffroi.archive.models import Post
from beffroi.journal.models import record


class OptOutQuerySet(models.QuerySet["OptOut"]):
    def of(self, author: vocabulary.Profile) -> Self:
        """The wishes, of all organisations, that this author has by handle or by the network's own id."""
        digests = [digest(author.network, name) for name in (author.handle, author.native_id)]
        return self.filter(models.Q(handle_digest__in=digests) | models.Q(id_digest__in=digests))


class OptOut(models.Model):
    """One person's wish, without the person: the digest tells whether an author is meant, and cannot be read back."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(_("Network"), max_length=40)
    handle_digest = models.CharField(max_length=64)
    id_digest = models.CharField(max_length=64, default="")  # of the network's own id, where a post told it
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OptOutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "network", "handle_digest"], name="one_wish_per_handle")
        ]
        indexes = [
            models.Index(fields=["handle_digest"], name="opt_out_by_handle"),
            models.Index(fields=["id_digest"], name="opt_out_by_id"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.pk}"

    @classmethod
    def add(cls, organisation: Organisation, network: str, handle: str, *, by: User, now: datetime) -> "OptOut":
        """From now on nothing of this author is kept for a search; what was kept is erased by `erasing.erase`."""
        with transaction.atomic():
            wish, new = cls.objects.get_or_create(
                organisation=organisation,
                network=network,
                handle_digest=digest(network, handle),
                defaults={"id_digest": _id_digest(network, handle), "added_at": now, "added_by": by},
            )
            if new:
                record("OPT_OUT_ADDED", wish, organisation=organisation, actor=by, now=now, network=network)
        return wish

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            record("OPT_OUT_REMOVED", self, organisation=self.organisation, actor=by, now=now, network=self.network)
            self.delete()


def is_opted_out(post: vocabulary.Post, organisation_id: int) -> bool:
    """Whether this post's author asked that organisation not to be kept."""
    return OptOut.objects.of(post.author).filter(organisation=organisation_id).exists()


def digest(network: str, name: str) -> str:
    """HMAC-SHA256 of a handle or an id with this installation's secret; capitals and a leading @ do not count."""
    said = f"{network}\0{bare(name)}".encode("utf-8", "ignore")
    return hmac.new(b"listening.optout" + settings.SECRET_KEY.encode(), said, "sha256").hexdigest()


def bare(name: str) -> str:
    return name.strip().removeprefix("@").casefold()


def _id_digest(network: str, handle: str) -> str:
    """Handles change; the id that a kept post has for this handle does not."""
    known = Post.objects.filter(network=network, author_handle__iexact=bare(handle)).values_list("author_id", flat=True)
    return digest(network, known[0]) if known else ""
