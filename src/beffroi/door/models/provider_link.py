"""Whom an identity provider means: its own name for a person (`sub`), and the person here."""

from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.door.models.ledger import note


class ProviderLink(models.Model):
    """An e-mail address is never such a link: it can be given to somebody else."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    with_second_factor = models.BooleanField(default=False)  # at the last sign-in, as the provider said
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_subject"),
            models.UniqueConstraint(fields=["issuer", "user"], name="one_subject_per_person"),
        ]

    def __str__(self) -> str:
        return f"link of {self.user_id}"

    @classmethod
    def make(cls, user: User, *, issuer: str, subject: str, now: datetime) -> "ProviderLink":
        with transaction.atomic():
            link = cls.objects.create(user=user, issuer=issuer, subject=subject, made_at=now, used_at=now)
            note("PROVIDER_LINKED", user, now=now, by=user)
        return link

    @classmethod
    def to(cls, issuer: str, subject: str) -> "ProviderLink | None":
        return cls.objects.filter(issuer=issuer, subject=subject).select_related("user").first()

    def used(self, *, with_second_factor: bool, now: datetime) -> None:
        ProviderLink.objects.filter(pk=self.pk).update(used_at=now, with_second_factor=with_second_factor)

    def remove(self, *, by: User, now: datetime) -> None:
        with transaction.atomic():
            ProviderLink.objects.filter(pk=self.pk).delete()
            note("PROVIDER_UNLINKED", self.user, now=now, by=by)
