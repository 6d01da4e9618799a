"""Accounts, their connections (the keys), and their freezes."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import may
from beffroi.access.sealing import seal, unseal
from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Capabilities, Connector, Network, as_json, from_json
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Profile, Sentence

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from beffroi.directory.models.account_role import AccountRole

CEILING = gettext_noop("${ceiling} a month")
NO_CEILING = Sentence(gettext_noop("none"))
PARKED = Sentence(gettext_noop("It is parked: kept so that nobody takes its name, and still watched."))


def network_name(network: str) -> str:
    """What people call a network, in their language; empty for what is none, such as a blog."""
    known = NETWORKS.get(network)
    return gettext(known.label) if known else ""


class AccountQuerySet(models.QuerySet["Account"]):
    def of(self, organisation: Organisation) -> Self:
        return self.filter(organisation=organisation).select_related("connection").order_by("network", "handle")

    def with_limits_read_before(self, moment: datetime) -> Self:
        """Accounts whose access works and whose server was not asked since `moment` what it takes."""
        stale = self.filter(models.Q(limits_read_at=None) | models.Q(limits_read_at__lt=moment))
        return stale.filter(connection__lost_at=None, organisation__is_resting=False).order_by("pk")

    def with_freeze(self) -> Self:
        """With the reason of the freeze in force, in the same query."""
        standing = Freeze.objects.filter(account=models.OuterRef("pk"), lifted_at=None)
        return self.annotate(standing_freeze=models.Subquery(standing.values("reason")[:1]))

    def speaking(self) -> Self:
        """Accounts that may speak: not frozen, and with a key that works."""
        standing = Freeze.objects.filter(account=models.OuterRef("pk"), lifted_at=None)
        return self.filter(connection__lost_at=None).exclude(models.Exists(standing))

    def networks(self) -> list[tuple[str, str]]:
        """Those on which they are, each with its name, in order."""
        return sorted({(account.network, account.network_name) for account in self})

    def first_to_speak_on(self, network: str) -> "Account | None":
        """One of them on `network`, rather one that may speak now."""
        there = self.filter(network=network).with_freeze()
        return min(
            there, key=lambda each: (bool(each.frozen_because), each.connection.lost_at is not None), default=None
        )

    def on_idempotent_networks(self) -> Self:
        """Accounts on networks where sending the same key twice makes one post."""
        return self.filter(network__in=[name for name, network in NETWORKS.items() if network.capabilities.idempotent])


class Account(models.Model):
    """An account on a network, as registered by a person: its name here is the name it must show."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=40)
    native_id = models.CharField(max_length=255)
    handle = models.CharField(_("Handle"), max_length=255)
    name = models.CharField(_("Registered name"), max_length=255)
    url = models.CharField(max_length=500, default="")
    stream = models.CharField(max_length=500, default="")  # the address of the stream this account can read
    limits = models.JSONField(default=dict)  # what its own server takes, where it said so
    limits_read_at = models.DateTimeField(null=True)
    monthly_ceiling = models.DecimalField(max_digits=8, decimal_places=2, null=True)  # US dollars, on paid networks
    has_feed = models.BooleanField(default=False)  # what leaves from it is also published as a feed
    is_institutional = models.BooleanField(_("Institutional account"), default=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AccountQuerySet.as_manager()

    if TYPE_CHECKING:
        roles: RelatedManager[AccountRole]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "network", "native_id"], name="one_account_per_native_id")
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @classmethod
    def register(
        cls, *, organisation: Organisation, network: str, credentials: Mapping[str, str], by: User, now: datetime
    ) -> "Account":
        """Connects an account: asks the network who these credentials are, then keeps them sealed.

        An account that is connected already gets these credentials in place of the old ones. Raises the connector's
        NetworkTrouble when they open nothing.
        """
        refreshed: dict[str, str] = dict(credentials)
        connector = NETWORKS[network].connect(credentials, refreshed.update)
        profile = connector.whoami()
        limits = as_json(connector.capabilities)
        known = cls.objects.filter(organisation=organisation, network=network, native_id=profile.native_id).first()
        if known is not None:
            return known._reconnect(refreshed, limits, by=by, now=now)
        if not by.may("connect accounts", organisation):
            raise PermissionDenied(gettext("Your role does not allow you to connect another account."))
        with transaction.atomic():
            account = cls.objects.create(
                organisation=organisation,
                network=network,
                native_id=profile.native_id,
                handle=profile.handle,
                name=profile.name or profile.handle,
                url=profile.url,
                stream=NETWORKS[network].stream(refreshed),
                limits=limits,
                limits_read_at=now,
                added_at=now,
                added_by=by,
            )
            Connection(account=account).keep(refreshed)
            account._record("ACCOUNT_CONNECTED", by, now)
        return account

    @property
    def on(self) -> Network:
        return NETWORKS[self.network]

    @property
    def network_name(self) -> str:
        return network_name(self.network)

    @property
    def capabilities(self) -> Capabilities:
        """What the network takes from this account: as its own server said, else as is usual on the network."""
        return from_json(self.limits) if self.limits else self.on.capabilities

    def read_limits(self, *, now: datetime) -> None:
        """Asks the account's server again what it takes. Raises the connector's NetworkTrouble."""
        self.limits, self.limits_read_at = as_json(self.connect().capabilities), now
        self.save(update_fields=["limits", "limits_read_at"])

    def connect(self) -> Connector:
        """The only door to a connector. A refreshed login is kept at once."""
        connection = self.connection
        return self.on.connect(connection.credentials(), connection.keep)

    def shown_by(self, profile: Profile) -> bool:
        """Whether `profile` is this very account, whatever it is called now."""
        return (profile.network, profile.native_id) == (self.network, self.native_id)

    @property
    def freeze_now(self) -> "Freeze | None":
        """The freeze in force, None when the account may speak."""
        return self.freezes.filter(lifted_at=None).first()

    @property
    def frozen_because(self) -> Any:
        """The reason of the freeze in force (a stored Sentence), None when the account may speak. Asks nothing when
        the account was read `with_freeze`, or with its freezes."""
        if "standing_freeze" in self.__dict__:
            return self.__dict__["standing_freeze"]
        return next((freeze.reason for freeze in self.freezes.all() if freeze.lifted_at is None), None)

    def role_of(self, user: User) -> str | None:
        """The role that counts on this account: one for it, else the one in the organisation; None for a stranger."""
        return next(iter(roles_on(user, Account.objects.filter(pk=self.pk))), None)

    def lets(self, user: User, act: str) -> bool:
        """Whether `user` may do `act` on this account."""
        role = self.role_of(user)
        return role is not None and may(role, act)

    def must_let(self, user: User, act: str) -> None:
        """Raises PermissionDenied unless it `lets`."""
        if not self.lets(user, act):
            raise PermissionDenied(gettext("You may not do this for %(accounts)s.") % {"accounts": self})

    def freeze(self, *, reason: Sentence, now: datetime, by: User | None = None) -> "Freeze":
        """Nothing leaves from this account from the commit on: the claim of a publication locks the same row."""
        if by is not None:
            self.must_let(by, "judge alarms")
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=self.pk)
            if (already := self.freeze_now) is not None:
                return already
            freeze = self.freezes.create(reason=reason.as_json(), at=now, by=by)
            self._record("ACCOUNT_FROZEN", by, now, reason=reason.as_json())
        return freeze

    def thaw(self, *, by: User, now: datetime) -> None:
        """A person lets the account speak again. A parked account stays parked."""
        self.must_let(by, "judge alarms")
        with transaction.atomic():
            if self.freezes.filter(lifted_at=None, is_parking=False).update(lifted_at=now, lifted_by=by):
                self._record("ACCOUNT_THAWED", by, now)

    def park(self, *, by: User, now: datetime) -> None:
        """Keeps an account that nobody uses any more, rather than delete it: nothing leaves, the guard goes on.

        Raises NotAllowed while it is frozen for another reason.
        """
        self.must_let(by, "connect accounts")
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=self.pk)
            if self.freeze_now is not None:
                raise NotAllowed(f"{self} is frozen")
            self.freezes.create(reason=PARKED.as_json(), at=now, by=by, is_parking=True)
            self._record("ACCOUNT_PARKED", by, now)

    def unpark(self, *, by: User, now: datetime) -> None:
        self.must_let(by, "connect accounts")
        with transaction.atomic():
            if self.freezes.filter(lifted_at=None, is_parking=True).update(lifted_at=now, lifted_by=by):
                self._record("ACCOUNT_UNPARKED", by, now)

    def set_ceiling(self, ceiling: Decimal | None, *, by: User, now: datetime) -> None:
        """What the account may spend in a month, in US dollars; None: as much as its posts cost."""
        self.must_let(by, "connect accounts")
        said = Sentence(CEILING, {"ceiling": str(ceiling)}) if ceiling is not None else NO_CEILING
        with transaction.atomic():
            self.monthly_ceiling = ceiling
            self.save(update_fields=["monthly_ceiling"])
            self._record("ACCOUNT_CEILING_SET", by, now, ceiling=said.as_json())

    def show_feed(self, shown: bool, *, by: User, now: datetime) -> None:
        """Opens or closes the public feed of what leaves from this account."""
        self.must_let(by, "connect accounts")
        with transaction.atomic():
            if Account.objects.filter(pk=self.pk).exclude(has_feed=shown).update(has_feed=shown):
                self._record("ACCOUNT_FEED_OPENED" if shown else "ACCOUNT_FEED_CLOSED", by, now)
        self.has_feed = shown

    def _reconnect(
        self, credentials: Mapping[str, str], limits: dict[str, Any], *, by: User, now: datetime
    ) -> "Account":
        self.must_let(by, "connect accounts")
        with transaction.atomic():
            self.connection.keep(credentials)
            self.limits, self.limits_read_at = limits, now
            self.save(update_fields=["limits", "limits_read_at"])
            self._record("ACCOUNT_RECONNECTED", by, now)
        return self

    def _record(self, verb: str, actor: User | None, now: datetime, **detail: Any) -> None:
        record(verb, self, organisation=self.organisation, actor=actor, now=now, account=str(self), **detail)


def roles_on(user: User, accounts: "models.QuerySet[Account]") -> list[str | None]:
    """The role of `user` that counts on each of `accounts`, in one query."""
    member = Membership.objects.filter(user=user, organisation=models.OuterRef("organisation"))
    own = apps.get_model("directory", "AccountRole").objects.filter(user=user, account=models.OuterRef("pk"))
    role = models.Subquery(member.values("role")[:1])
    found = accounts.order_by().annotate(here=role, special=models.Subquery(own.values("role")[:1]))
    return [here and (special or here) for here, special in found.values_list("here", "special")]


class Connection(models.Model):
    """The credentials of an account, sealed to this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="connection")
    sealed = models.BinaryField()
    lost_at = models.DateTimeField(null=True)
    lost_reason = models.JSONField(default=dict)  # a Sentence

    def __str__(self) -> str:
        return f"connection of {self.account}"

    @property
    def _row(self) -> str:
        return f"directory.connection:{self.pk}:secret"

    def credentials(self) -> dict[str, str]:
        return unseal(bytes(self.sealed), row=self._row)

    def keep(self, credentials: Mapping[str, str]) -> None:
        """Stores credentials, seen to work just now."""
        self.sealed, self.lost_at, self.lost_reason = seal(credentials, row=self._row), None, {}
        self.save()

    def lose(self, reason: Sentence, now: datetime) -> None:
        """The network no longer takes these credentials; said once, until somebody connects the account again.

        Not when others were stored meanwhile: a login that opens once may have been renewed by another worker.
        """
        with transaction.atomic():
            ours = Connection.objects.filter(pk=self.pk, lost_at=None, sealed=bytes(self.sealed))
            if ours.update(lost_at=now, lost_reason=reason.as_json()):
                self.account._record("ACCESS_LOST", None, now, reason=reason.as_json())
        self.lost_at, self.lost_reason = self.lost_at or now, reason.as_json()


class Freeze(models.Model):
    """From `at` to `lifted_at` nothing leaves from the account. `by` is None when Beffroi froze it itself."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="freezes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.JSONField()  # a Sentence
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_parking = models.BooleanField(default=False)  # nobody uses the account any more: no alarm, and none lifts it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(lifted_at=None), name="one_freeze_in_force_per_account"
            )
        ]

    def __str__(self) -> str:
        return str(self.reason.get("say"))
