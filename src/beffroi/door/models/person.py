"""All that a person can show beside a password."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.door.models.code_app import CodeApp
from beffroi.door.models.ledger import note
from beffroi.door.models.passkey import Passkey
from beffroi.door.models.provider_link import ProviderLink
from beffroi.door.models.recovery_code import RecoveryCode
from beffroi.door.models.session import OpenSession

__all__ = ["factors", "forget_second_factor", "has_factor", "has_second_factor", "is_protected", "note"]


def factors(user: User) -> list[str]:
    """Which second steps this person can take here: "passkey", "app"."""
    passkey = Passkey.objects.filter(user=user).exists()
    app = CodeApp.objects.filter(user=user).exists()
    return [kind for kind, there in (("passkey", passkey), ("app", app)) if there]


def has_second_factor(user: User) -> bool:
    """Whether a second factor protects this person: one of ours, or one that their identity provider asked for last."""
    return User.objects.filter(is_protected(models.OuterRef("pk")), pk=user.pk).exists()


def has_factor(user: Any) -> models.Q:
    """Whether `factors` gives any, inside a query: `user` is a reference."""
    return models.Exists(Passkey.objects.filter(user=user)) | models.Exists(CodeApp.objects.filter(user=user))


def is_protected(user: Any) -> models.Q:
    """What `has_second_factor` asks, inside a query: `user` is a reference."""
    links = ProviderLink.objects.filter(user=user, with_second_factor=True)
    return has_factor(user) | models.Q(models.Exists(links))


def forget_second_factor(user: User, *, now: datetime) -> None:
    """Takes everything away that this person showed beside a password, and ends their sessions. By who keeps the
    machine, for a telephone and codes that are both lost."""
    with transaction.atomic():
        for shown in (Passkey, CodeApp, RecoveryCode):
            shown._default_manager.filter(user=user).delete()
        ProviderLink.objects.filter(user=user).update(with_second_factor=False)  # it was shown before it was lost
        OpenSession.revoke(OpenSession.objects.all(), user, by=None, now=now)
        note("SECOND_FACTOR_FORGOTTEN", user, now=now, by=None, name=user.name)
