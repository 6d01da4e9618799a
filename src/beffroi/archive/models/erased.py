"""What an erasure leaves: a mark that cannot be read back, and a nameless post for who was asked."""

import hmac

from django.conf import settings
from django.db import models

from beffroi.access.models import Organisation


class ErasedPost(models.Model):
    """That a post was erased, so that no later reading brings it back; the digest leads to no post."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]

    @classmethod
    def was(cls, network: str, native_id: str, organisation: int) -> bool:
        """Erased for everybody, or for this organisation."""
        marks = [digest_of(network, native_id), digest_of(network, native_id, organisation)]
        return cls.objects.filter(digest__in=marks).exists()


class StandIn(models.Model):
    """For `organisation`, which erased who wrote it, `post` stands without its author in the place of `instead_of`, on
    which another organisation relies. `conversation` is the one in which it is read."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    post = models.OneToOneField("archive.Post", on_delete=models.CASCADE, related_name="+")
    instead_of = models.ForeignKey("archive.Post", null=True, on_delete=models.SET_NULL, related_name="+")
    conversation = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "instead_of"], name="one_stand_in_for_each")]
        indexes = [models.Index(fields=["organisation", "conversation"], name="stand_in_by_conversation")]

    def __str__(self) -> str:
        return f"{self.post_id} for {self.organisation_id}"

    @classmethod
    def of(cls, organisation: Organisation | int | models.OuterRef, post: str = "pk") -> "models.Exists":
        """For a query of posts: whether this organisation reads another post in the place of the row's."""
        return models.Exists(cls.objects.filter(organisation=organisation, instead_of=models.OuterRef(post)))


def digest_of(network: str, native_id: str, organisation: int | None = None) -> str:
    """HMAC-SHA256 of a post's number with this installation's secret; one of its own for an organisation."""
    whose = "" if organisation is None else f"\0{organisation}"
    said = f"{network}\0{native_id}{whose}".encode("utf-8", "ignore")
    return hmac.new(b"archive.erased" + settings.SECRET_KEY.encode(), said, "sha256").hexdigest()
