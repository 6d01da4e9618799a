"""What opens the API to a program."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models.organisation import Organisation
from beffroi.access.models.user import User
from beffroi.access.roles import SCOPES
from beffroi.access.secret_link import hashed, new_secret

USE_IS_NOTED_EVERY = timedelta(minutes=1)
KEPT = timedelta(hours=24)  # an answer, for the call that is made again


def all_scopes() -> list[str]:
    return list(SCOPES)


class ApiToken(models.Model):
    """Lets a program act as `user` in one organisation, as far as its scopes reach: never further than the person.

    Only the hash is kept; the token is shown once. `accounts` are the numbers of those it may act on, None for all.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("What it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=all_scopes)
    accounts: Any = models.JSONField(null=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    calls_left = models.FloatField(default=0)
    calls_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls,
        organisation: Organisation,
        user: User,
        name: str,
        now: datetime,
        *,
        scopes: Iterable[str] | None = None,
        accounts: Iterable[int] | None = None,
        expires_at: datetime | None = None,
    ) -> "tuple[ApiToken, str]":
        """A new token and its text, which is nowhere kept. Without `scopes` it has all, without an end it has none."""
        text = f"beffroi_{new_secret()}"
        kept: dict[str, Any] = {"name": name, "token_hash": hashed(text), "made_at": now, "expires_at": expires_at}
        kept["scopes"] = all_scopes() if scopes is None else [scope for scope in SCOPES if scope in set(scopes)]
        kept["accounts"] = None if accounts is None else sorted(set(accounts))
        return cls.objects.create(organisation=organisation, user=user, **kept), text

    @classmethod
    def opened_by(cls, text: str, now: datetime) -> "ApiToken | None":
        """The living token that `text` is, noting that it was used; None for any other text."""
        living = cls.objects.filter(token_hash=hashed(text), revoked_at=None, user__is_active=True)
        living = living.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=now))
        token = living.select_related("organisation", "user").first()
        if token is not None and (token.used_at is None or now - token.used_at >= USE_IS_NOTED_EVERY):
            living.update(used_at=now)
            token.used_at = now
        return token

    def opens(self, act: str) -> bool:
        """Whether one of its scopes opens `act` to the program; what the person may is asked beside this."""
        return any(act in SCOPES.get(scope, ()) for scope in self.scopes)

    def revoke(self, now: datetime) -> bool:
        """It opens nothing any more; False when it did not before."""
        return bool(ApiToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now))

    def reaches(self, accounts: Iterable[int]) -> bool:
        """Whether it may act on all these accounts."""
        return self.accounts is None or set(accounts) <= set(self.accounts)

    def spend(self, *, now: datetime, per_minute: int) -> float:
        """Takes one call out of the token's bucket, which holds `per_minute` calls and fills as fast as they may be
        spent. The seconds to wait for the next one where it is empty, 0 where the call may go on."""
        with transaction.atomic():
            mine = ApiToken.objects.select_for_update(no_key=True).only("calls_left", "calls_at").get(pk=self.pk)
            passed = max(0.0, (now - mine.calls_at).total_seconds()) if mine.calls_at else 60.0
            left = min(float(per_minute), mine.calls_left + passed * per_minute / 60)
            if left < 1:
                return (1 - left) * 60 / per_minute
            ApiToken.objects.filter(pk=self.pk).update(calls_left=left - 1, calls_at=now)
        return 0.0


class KeptAnswer(models.Model):
    """What a call with an `Idempotency-Key` was answered, so that the same call made again does nothing twice.

    `asked` is a hash of the method, the address and the body: the key of another call is refused.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=200)
    body: Any = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def forget_all(cls, organisation: Organisation) -> None:
        """Somebody was erased, and any of these may name them: what is called again is done again."""
        cls.objects.filter(token__organisation=organisation).delete()

    def keep(self, status: int, body: Any) -> None:
        self.status, self.body = status, body
        self.save(update_fields=["status", "body"])


def forget_answers(now: datetime) -> int:
    """Answers older than a day; how many there were."""
    return KeptAnswer.objects.filter(at__lt=now - KEPT).delete()[0]
