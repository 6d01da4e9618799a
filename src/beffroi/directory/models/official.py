"""The official accounts of public bodies and of elected officials, as the directory knows them."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.directory.models.account import network_name
from beffroi.directory.models.body import Body
from beffroi.directory.models.person import Person
from beffroi.directory.models.source import Source, Sourced
from beffroi.engines.addresses import Address
from beffroi.engines.likeness.lookalike import skeleton
from beffroi.journal.models import record
from beffroi.vocabulary import Sentence
from beffroi.work.models import DueQuerySet

# Networks on which bodies have accounts; on those without a connector the directory knows the address only.
NETWORKS_WITHOUT_CONNECTOR = {
    "instagram": "Instagram",
    "threads": "Threads",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "tiktok": "TikTok",
}
OPEN_NETWORKS = ("bluesky", "mastodon")  # what anybody may ask, and where a name can be a domain
STATUSES = {
    "active": _("Active"),
    "dormant": _("Dormant"),
    "parked": _("Parked"),
    "left": pgettext_lazy("account", "Left"),
    "closed": pgettext_lazy("account", "Closed"),
}
SPEAKING = ("active", "dormant")
ENDED = ("left", "closed")
WORDS = {  # as the ledger keeps them
    "active": gettext_noop("in use"),
    "dormant": gettext_noop("kept, and hardly used"),
    "parked": gettext_noop("parked"),
    "left": gettext_noop("no longer used"),
    "closed": gettext_noop("closed"),
}
A_YEAR = timedelta(days=365)
A_MONTH = timedelta(days=30)  # until a review that nobody did is asked for again


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
    handle_taken_at = models.DateTimeField(null=True)  # when somebody else was first seen to have its handle
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
            models.Index(fields=["changed_at"], name="official_by_change"),
        ]

    def __str__(self) -> str:
        """By its network's own number where no handle is known, as in a list of accounts that has only numbers."""
        return f"@{self.handle}" if self.handle else f"#{self.native_id}"

    @property
    def network_name(self) -> str:
        return network_name(self.network) or NETWORKS_WITHOUT_CONNECTOR.get(self.network, self.network)

    @property
    def owner(self) -> Body | Person:
        """For whom it speaks: the person whose own account it is, else the body."""
        found = self.person if self.person and not self.is_institutional else self.body or self.person
        assert found is not None  # noqa: S101  # the constraint above
        return found

    @classmethod
    def list_for(cls, body: Body, address: Address, *, by: User, now: datetime) -> "tuple[OfficialAccount, bool]":
        """The account that an address names, listed for `body` if nobody had it; and whether it is the body's."""
        alike = cls.objects.filter(network=address.network).select_related("body__organisation", "person")
        known = (
            alike.filter(native_id=address.native_id)
            if address.native_id
            else alike.filter(looks=skeleton(address.handle))
        )
        for account in known:
            if address.native_id or Address(account.network, account.handle).key == address.key:
                return account, account.body == body
        source, _new = Source.objects.get_or_create(
            kind="person", title=by.name, url="", defaults={"read_at": now, "publisher": str(body.organisation or "")}
        )
        handle = address.handle or address.native_id
        account = cls(body=body, looks=skeleton(handle), changed_at=now, due_at=now + A_YEAR)
        said = {"network": address.network, "native_id": address.native_id, "handle": handle, "url": address.url}
        account.take(source, **said)
        account.save()
        return account, True

    def rename(self, handle: str, *, now: datetime) -> None:
        """The network shows the same account under another handle: the former one is remembered as given up."""
        if handle == self.handle:
            return
        if self.handle:
            FormerHandle.objects.create(
                account=self, handle=self.handle, looks=skeleton(self.handle), until=now, due_at=now
            )
            self.url = self.url.replace(self.handle, handle)
        self.handle, self.looks, self.changed_at = handle, skeleton(handle), now
        self.save(update_fields=["handle", "looks", "url", "changed_at"])

    @property
    def organisation(self) -> Organisation | None:
        """Who of this installation answers for it: the organisation of its body."""
        return self.body.organisation if self.body else None

    @property
    def addresses(self) -> list[Address]:
        """By what a link can name it: its handle, its native id."""
        return [Address(self.network, handle=self.handle), Address(self.network, native_id=self.native_id)]

    def review(self, status: str, *, by: User, now: datetime) -> None:
        """A person of the body says how it stands with the account: asked again in a year."""
        with transaction.atomic():
            self.left_on = (self.left_on or now.date()) if status in ENDED else None
            self.status, self.reviewed_at, self.due_at, self.changed_at = status, now, now + A_YEAR, now
            self.save(update_fields=["status", "left_on", "reviewed_at", "due_at", "changed_at"])
            if status in ENDED:  # nobody needs its proofs any more
                self.proofs.update(due_at=None)
            else:
                self.proofs.filter(due_at=None).update(due_at=now)
            self.tell("OFFICIAL_ACCOUNT_REVIEWED", now=now, by=by, status=Sentence(WORDS[status]).as_json())

    def handle_is_taken(self, *, now: datetime) -> None:
        """Somebody else has the handle under which it is listed: said once, until it is its own again."""
        with transaction.atomic():
            if OfficialAccount.objects.filter(pk=self.pk, handle_taken_at=None).update(handle_taken_at=now):
                self.tell("OFFICIAL_HANDLE_TAKEN", now=now, former=str(self))
        self.handle_taken_at = self.handle_taken_at or now

    def handle_is_back(self) -> None:
        """The network shows the account itself under its handle."""
        if self.handle_taken_at is not None:
            OfficialAccount.objects.filter(pk=self.pk).update(handle_taken_at=None)
            self.handle_taken_at = None

    def ask_for_review(self, *, now: datetime) -> None:
        """A year has passed: the ledger says so, once a month while nobody answers."""
        with transaction.atomic():
            if OfficialAccount.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=now + A_MONTH):
                self.tell("OFFICIAL_ACCOUNT_TO_REVIEW", now=now)

    def tell(
        self, verb: str, *, now: datetime, by: User | None = None, about: models.Model | None = None, **detail: Any
    ) -> None:
        """Writes it into the ledger of the organisation that answers for the account, if there is one; it is `about`
        the account, or one of its rows."""
        if organisation := self.organisation:
            record(verb, about or self, organisation=organisation, actor=by, now=now, account=str(self), **detail)


def number_of(native_id: str) -> str:
    """What the account's own server calls it: on Mastodon the directory writes the server behind the number."""
    return native_id.partition("@")[0]


class FormerHandle(models.Model):
    """A handle that an official account gave up: whoever has it now is not that account."""

    account = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="former_handles")
    handle = models.CharField(max_length=255)
    looks = models.CharField(max_length=255, default="")  # the skeleton of the handle
    until = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when it is looked at again for who has it now
    taken_by = models.CharField(max_length=255, default="")  # the native id of who has it now
    taken_at = models.DateTimeField(null=True)  # when that was first seen

    class Meta:
        indexes = [
            models.Index(fields=["looks"], name="former_by_looks"),
            models.Index(fields=["taken_by"], name="former_by_taker"),
        ]

    def __str__(self) -> str:
        return self.handle
