"""Builds the town of Bellecloche: its people, its accounts on the sandbox, its services and searches."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from beffroi.access.models import Organisation, Team, User
from beffroi.connectors.sandbox_network import Sandbox
from beffroi.directory.models import Account
from beffroi.guard.models import ProfilePoll
from beffroi.inbox.models import Calendar, MentionPoll, ResponseTarget
from beffroi.listening.duties import open_streams
from beffroi.listening.models import SavedSearch, Stream

NAME = "Ville de Bellecloche"
PEOPLE = {
    "ana": ("Ana Moreau", "owner"),
    "bruno": ("Bruno Lefort", "contributor"),
    "chloe": ("Chloé Garnier", "approver"),
    "driss": ("Driss Amrani", "agent"),
}
ACCOUNTS = {"bellecloche": "Ville de Bellecloche", "ana.moreau": "Ana Moreau"}
FOLLOWERS = {"bellecloche": 5400, "ana.moreau": 1000, "eve": 1240, "lucie": 210, "karim": 95, "carnet": 3800}
CITIZENS = {"eve": "Eve", "lucie": "Lucie Bernard", "karim": "Karim B.", "carnet": "Le Carnet du canal"}
TEAMS = ("Voirie", "État civil", "Eau et assainissement")
SEARCHES = {
    "Le pont du Canal": 'pont PRÈS/4 canal OU "passerelle du canal"',
    "Bellecloche": "bellecloche OU #Bellecloche",
}


@dataclass(frozen=True)
class Town:
    """A demonstration organisation with its network."""

    organisation: Organisation

    @property
    def network(self) -> Sandbox:
        return Sandbox(Path(self.account("bellecloche").stream))

    def person(self, who: str) -> User:
        """Ana, Bruno, Chloé or Driss by their first name in small letters."""
        return User.objects.get(memberships__organisation=self.organisation, name=PEOPLE[who][0])

    def account(self, handle: str) -> Account:
        return Account.objects.of(self.organisation).get(handle=handle)

    def team(self, name: str) -> Team:
        return Team.objects.get(organisation=self.organisation, name=name)


def standing() -> Town | None:
    """The demonstration town, if somebody has visited it."""
    organisation = Organisation.objects.filter(is_demo=True, is_resting=False).first()
    return Town(organisation) if organisation else None


def build(now: datetime) -> Town:
    """A new town, in the place of an earlier one."""
    folder = Path(settings.DATA) / "demonstration" / uuid.uuid4().hex
    network = Sandbox.create(folder)
    for handle, name in {**ACCOUNTS, **CITIZENS}.items():
        network.join(handle, name, followers=FOLLOWERS[handle])
    with transaction.atomic():
        _put_to_rest()
        town = Town(Organisation.objects.create(name=NAME, is_demo=True))
        _people(town.organisation)
        ana = town.person("ana")
        for handle in ACCOUNTS:
            credentials = {"folder": str(folder), "handle": handle}
            Account.register(
                organisation=town.organisation, network="sandbox", credentials=credentials, by=ana, now=now
            )
        for name in TEAMS:
            Team.objects.create(organisation=town.organisation, name=name)
        _promise(town.organisation, ana, now)
        for name, text in SEARCHES.items():
            SavedSearch.save_new(organisation=town.organisation, name=name, text=text, by=ana, now=now)
        open_streams(now)
        Stream.objects.filter(service=str(folder)).update(cursor=str(network.end()))  # what is said from now on
    return town


def _promise(organisation: Organisation, by: User, now: datetime) -> None:
    """A first answer within four hours in which the town hall is opened."""
    hours = Calendar.begin(organisation)
    usual = {"week": hours.week, "zone": hours.zone, "territory": hours.territory, "closures": "", "nights": ""}
    hours.keep(name="Mairie", by=by, now=now, **usual)
    ResponseTarget(organisation=organisation).keep(aim="first", minutes=4 * 60, calendar=hours, by=by, now=now)


def _put_to_rest() -> None:
    """Earlier towns are read no more; their ledger stays."""
    earlier = Account.objects.filter(organisation__is_demo=True)
    Stream.objects.filter(account__in=earlier).delete()
    MentionPoll.objects.filter(account__in=earlier).update(due_at=None)
    ProfilePoll.objects.filter(account__in=earlier).update(due_at=None)
    Organisation.objects.filter(is_demo=True).update(is_resting=True)


def _people(organisation: Organisation) -> None:
    for who, (name, role) in PEOPLE.items():
        email = f"{who}.{organisation.pk}@bellecloche.invalid"
        organisation.admit(User.objects.join(email=email, name=name, password=None), role)
