"""The official accounts of public bodies and of elected officials, as the directory knows them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.directory.models.account import network_name
from beffroi.directory.models.body import Body
from beffroi.directory.models.person import Person
from beffroi.directory.models.source import Sourced
from beffroi.engines.lookalike import skeleton
from beffroi.work.models import DueQuerySet

# Networks on which bodies have accounts; on those without a connector the directory knows the address only.
NETWORKS_WITHOUT_CONNECTOR = {
    "instagram": "Instagram",
    "threads": "Threads",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "tiktok": "TikTok",
}
STATUSES = {
    "active": _("Active"),
    "dormant": _("Dormant"),
    "parked": _("Parked"),
    "left": _("Left"),
    "closed": _("Closed"),
}
SPEAKING = ("active", "dormant")


class OfficialAccountQuerySet(DueQuerySet["OfficialAccount"]):
    def spoken_for(self, body: Body) -> Self:
        """The accounts of a body itself, not of those who hold an office there."""
        return self.filter(body=body).order_by("status", "network", "handle")

    def at(self, network: str, *, handle: str = "", native_id: str = "") -> "OfficialAccount | None":
        """The account that has this handle now, or this native id, on `network`."""
        wanted = models.Q(native_id=native_id) if native_id else models.Q(handle__iexact=handle)
        return self.filter(wanted, network=network).order_by("-changed_at").first()


class OfficialAccount(Sourced):
    """One account of a body or of a person in office. `native_id` never changes and is empty until a network told it;
    `handle` is the name it has now, whole: "ville.example.fr", "ville@server.example". `due_at`: its yearly review."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, null=True, related_name="accounts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="accounts")
    network = models.CharField(max_length=40)
    native_id = models.CharField(max_length=255, default="")
    handle = models.CharField(_("Handle"), max_length=255)
    looks = models.CharField(max_length=255, default="")  # the skeleton of the handle: what it looks like
    name = models.CharField(max_length=255, default="")
    url = models.CharField(max_length=500, default="")
    is_institutional = models.BooleanField(_("Institutional account"), default=True)  # else a person's own
    status = models.CharField(max_length=20, choices=list(STATUSES.items()), default="active")
    opened_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    excluded_because = models.JSONField(default=dict)  # a Sentence: why no ranking counts it
    reviewed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = OfficialAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "native_id"],
                condition=~models.Q(native_id=""),
                name="each_official_account_once",
            ),
            models.CheckConstraint(
                condition=models.Q(body__isnull=False) | models.Q(person__isnull=False),
                name="an_official_account_speaks_for_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "handle"], name="official_by_handle"),
            models.Index(fields=["looks"], name="official_by_looks"),
            models.Index(fields=["due_at"], name="official_by_review"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @property
    def network_name(self) -> str:
        return network_name(self.network) or NETWORKS_WITHOUT_CONNECTOR.get(self.network, self.network)

    @property
    def owner(self) -> Body | Person:
        """For whom it speaks: the person whose own account it is, else the body."""
        found = self.person if self.person and not self.is_institutional else self.body or self.person
        assert found is not None  # noqa: S101  # the constraint above
        return found

    def rename(self, handle: str, *, now: datetime) -> None:
        """The network shows the same account under another handle: the former one is remembered as given up."""
        if handle == self.handle:
            return
        if self.handle:
            FormerHandle.objects.create(account=self, handle=self.handle, until=now)
        self.handle, self.looks, self.changed_at = handle, skeleton(handle), now
        self.save(update_fields=["handle", "looks", "changed_at"])


class FormerHandle(models.Model):
    """A handle that an official account gave up: whoever has it now is not that account."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="former_handles")
    handle = models.CharField(max_length=255)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["handle"], name="former_by_handle")]

    def __str__(self) -> str:
        return self.handle
