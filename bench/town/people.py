"""The organisation, its people and its accounts on the sandbox."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password

from beffroi.access.models import Organisation, Team, User
from beffroi.connectors.sandbox_network import Sandbox
from beffroi.directory.models import Account
from beffroi.engines.takeover.watch import Watch
from beffroi.guard.reading import judge_profile
from beffroi.keeping.kinds import all_kinds
from beffroi.keeping.models import Period
from beffroi.vocabulary import Profile

PASSWORD = "a-long-enough-password"
ROLES = ("owner", "manager", "approver", "approver", "editor", "editor", "contributor", "contributor", *["agent"] * 7)
TEAMS = (
    "Voirie", "État civil", "Écoles", "Propreté", "Culture", "Sports", "Urbanisme", "Eau", "Police municipale",
    "Espaces verts", "Cabinet", "Accueil",
)  # fmt: skip
ACCOUNTS = ("ville", "culture", "sports", "voirie", "ecoles", "mediatheque", "maire", "transports")
IN_ALARM = ("mediatheque", "maire")


@dataclass(frozen=True, slots=True)
class Town:
    organisation: Organisation
    people: list[User]
    teams: list[Team]
    accounts: list[Account]
    now: datetime
    chance: random.Random

    @property
    def owner(self) -> User:
        return self.people[0]

    @property
    def approver(self) -> User:
        return self.people[2]

    def writer(self) -> User:
        return self.chance.choice(self.people[4:])

    def account(self) -> Account:
        return self.chance.choice(self.accounts)

    def ago(self, *, days: float) -> datetime:
        return self.now - timedelta(days=days)


def settle(data: Path, now: datetime, chance: random.Random) -> Town:
    organisation = Organisation.objects.create(name="Ville de Grandfleuve")
    sealed = make_password(PASSWORD)  # once: it is slow on purpose
    people = [
        User.objects.create(email=f"{role}-{n}@grandfleuve.example", name=f"{role.title()} {n}", password=sealed)
        for n, role in enumerate(ROLES)
    ]
    for person, role in zip(people, ROLES, strict=True):
        organisation.admit(person, role)
    teams = [Team.objects.create(organisation=organisation, name=name) for name in TEAMS]
    sandbox = Sandbox.create(data / "network")
    accounts = [connect(organisation, sandbox, handle, by=people[0], now=now) for handle in ACCOUNTS]
    for kind in all_kinds():
        if kind.is_chosen:  # its past is long, and is to be there still when it is measured
            Period.choose(organisation, kind, kind.most, by=people[0], now=now)
    return Town(organisation, people, teams, accounts, now, chance)


def connect(organisation: Organisation, sandbox: Sandbox, handle: str, *, by: User, now: datetime) -> Account:
    sandbox.join(handle, f"Grandfleuve {handle}", followers=4_000)
    credentials = {"folder": str(sandbox.file.parent), "handle": handle}
    return Account.register(
        organisation=organisation, network="sandbox", credentials=credentials, by=by, now=now - timedelta(days=600)
    )


def raise_alarms(town: Town) -> None:
    """Two accounts show another name than the registered one, since yesterday."""
    for account in town.accounts:
        if account.handle in IN_ALARM:
            shown = Profile("sandbox", account.native_id, account.handle, "Bons Plans Crypto", followers=4_000)
            judge_profile(account, shown, town.ago(days=1), Watch())
