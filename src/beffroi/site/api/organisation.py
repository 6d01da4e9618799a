"""The organisation itself: its name, its clock, its services; and another one."""

from typing import Annotated, Any

from django.conf import settings
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Listed,
    OneOf,
    ProgramRequest,
    Said,
    Shown,
    Word,
    checked,
    listed,
)
from beffroi.access.api.errors import nothing_there
from beffroi.access.models import Organisation, Team
from beffroi.engines.times.elections import TERRITORIES
from beffroi.inbox.api.shown import TeamNamed
from beffroi.people.forms import AnotherOrganisationForm, OrganisationForm, ServiceForm
from beffroi.people.models.owners import found_another

router = ActRouter("Organisation")


class OrganisationSaid(Said):
    """`admits_by_provider`: whoever the identity provider names with its SIRET comes in, and only looks."""

    name: Annotated[Word, Field(min_length=1, max_length=160)] = Field(examples=["Ville de Feurs"])
    zone: Annotated[Word, Field(min_length=1, max_length=60)] = Field(examples=["Europe/Paris"])
    territory: Annotated[str, OneOf(TERRITORIES)] = Field(examples=["metropole"])
    siret: Annotated[Word, Field(max_length=20)] = ""
    admits_by_provider: Flag = False
    is_campaign: Flag = False


class OrganisationShown(Shown):
    id: int
    name: str
    zone: str
    territory: str
    siret: str
    admits_by_provider: bool
    is_campaign: bool


class Named(Said):
    name: Annotated[Word, Field(min_length=1, max_length=160)] = Field(examples=["Office de tourisme"])


class ServiceSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Voirie"])


@router.read("/organisation", act="run the organisation", gives=OrganisationShown)
def read_organisation(request: ProgramRequest) -> Any:
    return _shown(request.organisation)


@router.put("/organisation", act="run the organisation", gives=OrganisationShown)
def change_organisation(request: ProgramRequest, said: OrganisationSaid) -> Any:
    form = OrganisationForm(said.model_dump(), instance=request.organisation)
    checked(form)
    form.change(by=request.user, now=request.now)
    return _shown(request.organisation)


@router.post("/organisations", act="create organisations", gives=OrganisationShown, status=201)
def found_organisation(request: ProgramRequest, said: Named) -> Any:
    """Another one in this instance, whose owner is the person of the token; the token itself stays in this one."""
    if not settings.SEVERAL_ORGANISATIONS or request.organisation.is_demo:
        raise nothing_there()
    name = checked(AnotherOrganisationForm(said.model_dump()))["name"]
    return _shown(found_another(name, by=request.user, now=request.now))


@router.read("/teams", gives=Listed[TeamNamed])
def list_teams(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """The services to which cases are handed."""
    rows = Team.objects.filter(organisation=request.organisation)
    return listed(rows, cursor, by=["name", "pk"], shown=lambda team: TeamNamed(id=team.pk, name=team.name))


@router.post("/teams", act="run the organisation", gives=TeamNamed, status=201)
def add_team(request: ProgramRequest, said: ServiceSaid) -> Any:
    """A service to which cases can be handed from now on."""
    form = ServiceForm(said.model_dump(), instance=Team(organisation=request.organisation))
    checked(form)
    team = form.add(by=request.user, now=request.now)
    return TeamNamed(id=team.pk, name=team.name)


def _shown(row: Organisation) -> OrganisationShown:
    names = [name for name in OrganisationShown.model_fields if name != "id"]
    return OrganisationShown(id=row.pk, **{name: getattr(row, name) for name in names})
