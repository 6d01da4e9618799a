"""Where people are found in the directory, and what is connected."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.access.numbers import number_in
from beffroi.directory.models import Account, KeyHolder, OfficialAccount, network_name
from beffroi.keeping.kinds import Circumstance, Holdable, Part, Person, shown


def _official(organisation: Organisation, person: Person) -> "models.QuerySet[OfficialAccount]":
    theirs = person.authored(number="native_id", handle="handle") & ~models.Q(native_id="", handle="")
    return OfficialAccount.objects.filter(theirs | person.named("person__name")).order_by("network", "handle")


def _of_official(account: OfficialAccount) -> dict[str, Any]:
    said = {"network": account.network, "handle": account.handle, "name": account.name, "address": account.url}
    return {**said, "origins": account.origins}


def _holders(organisation: Organisation, person: Person) -> "models.QuerySet[KeyHolder]":
    known = person.named("holder") | person.named("mail_keeper") | person.named("phone_keeper")
    known |= person.mailed("recovery_mail") | models.Q(user__in=person.users)
    return KeyHolder.objects.filter(known, account__organisation=organisation).order_by("pk")


def _of_holder(holder: KeyHolder) -> dict[str, Any]:
    said = {"account": str(holder.account), "holder": holder.holder, "telephone": holder.telephone}
    return {
        **said,
        "recovery_mail": holder.recovery_mail,
        "until": shown(holder.until),
        "ended_at": shown(holder.ended_at),
    }


def _unname(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    """Who holds a key now is handed over first; who held one before is forgotten."""
    nameless = {"holder": "—", "telephone": "", "recovery_mail": "", "user": None}
    keepers = {"mail_keeper": "", "mail_keeper_telephone": "", "phone_keeper": "", "phone_keeper_telephone": ""}
    gone: int = rows.exclude(ended_at=None).update(**nameless, **keepers)
    return gone


def _find_account(organisation: Organisation, said: str) -> Account | None:
    mine = Account.objects.of(organisation)
    if number := number_in(said):
        return mine.filter(pk=number).first()
    return mine.filter(handle__iexact=said.strip().removeprefix("@")).first()


def say(organisation: Organisation) -> list[Circumstance]:
    used = sorted(set(Account.objects.of(organisation).values_list("network", flat=True)))
    return [Circumstance("networks", network_name(network), network) for network in used]


PARTS = [
    Part(
        "directory.official",
        name=_("Official accounts"),
        find=_official,
        said=_of_official,
        fate="kept",
        because=_("Who holds a public office, and by which account they speak, is public. What is wrong is corrected."),
    ),
    Part(
        "directory.key_holders",
        name=_("Who holds the key of an account"),
        find=_holders,
        said=_of_holder,
        fate="pseudonymised",
        because=_("Who holds a key today stays until it is handed over; who held one before is forgotten."),
        erase=_unname,
    ),
]
HOLDABLE = [Holdable("account", _("an account, by its handle"), _find_account, account=lambda account: account.pk)]
CIRCUMSTANCES = [say]
