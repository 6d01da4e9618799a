"""All that a person can show beside a password."""

from beffroi.access.models import User
from beffroi.door.models.code_app import CodeApp
from beffroi.door.models.ledger import note
from beffroi.door.models.passkey import Passkey
from beffroi.door.models.provider_link import ProviderLink

__all__ = ["factors", "has_second_factor", "note"]


def factors(user: User) -> list[str]:
    """Which second steps this person can take here: "passkey", "app"."""
    passkey = Passkey.objects.filter(user=user).exists()
    app = CodeApp.objects.filter(user=user).exists()
    return [kind for kind, there in (("passkey", passkey), ("app", app)) if there]


def has_second_factor(user: User) -> bool:
    """Whether a second factor protects this person: one of ours, or one that their identity provider asked for last."""
    return bool(factors(user)) or ProviderLink.objects.filter(user=user, with_second_factor=True).exists()
