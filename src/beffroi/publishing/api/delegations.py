"""Who may publish alone, within which limits."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Number,
    ProgramRequest,
    Said,
    Shown,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.people import Person, person
from beffroi.publishing.forms.agreement import DelegationForm
from beffroi.publishing.models import Delegation

router = ActRouter("Delegations")
HOUR = r"^([01]\d|2[0-3]):[0-5]\d$"


class DelegationSaid(Said):
    """`topics` is in the words of a saved search, empty for anything; the hours are on the organisation's clock."""

    to: Number
    accounts: list[Number] = Field(min_length=1, max_length=200)
    kinds: list[Literal["reply", "relay", "announcement"]] = Field(min_length=1, max_length=3)
    topics: Annotated[Word, Field(max_length=500)] = ""
    from_time: Annotated[str, Field(pattern=HOUR)] | None = Field(None, examples=["20:00"])
    to_time: Annotated[str, Field(pattern=HOUR)] | None = Field(None, examples=["07:00"])
    last_day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] = Field(examples=["2027-03-31"])


class DelegationShown(Shown):
    id: int
    given_by: Person
    to: Person
    accounts: list[int]
    kinds: list[str]
    topics: str
    from_time: str | None
    to_time: str | None
    begins_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


@router.read("/delegations", gives=Listed[DelegationShown])
def list_delegations(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """Those that its person gave or holds; all of them for who runs the organisation."""
    rows = Delegation.objects.of(request.organisation).prefetch_related("accounts").select_related("given_by", "to")
    if not _runs_it(request):
        rows = rows.filter(given_by=request.user) | rows.filter(to=request.user)
    return listed(rows, cursor, by=["-begins_at", "-pk"], shown=_shown)


@router.post("/delegations", act="approve", gives=DelegationShown, status=201)
def give_delegation(request: ProgramRequest, said: DelegationSaid) -> Any:
    """Somebody who may approve lets a member publish alone, for a year at most."""
    may_act_on(request, said.accounts)
    data = {name: "" if value is None else value for name, value in said.model_dump().items()}
    form = DelegationForm(request.organisation, request.user, request.now, data)
    checked(form)
    return _shown(form.give())


@router.delete("/delegations/{pk}", act="approve")
def revoke_delegation(request: ProgramRequest, pk: Id) -> Any:
    """Its giver, or whoever runs the organisation, ends it at once."""
    chosen = get_object_or_404(Delegation.objects.of(request.organisation), pk=pk)
    may_act_on(request, [account.pk for account in chosen.accounts.all()])
    if chosen.given_by != request.user and not _runs_it(request):
        words = _("Only %(name)s, or whoever runs the organisation, can revoke it.")
        raise PermissionDenied(words % {"name": chosen.given_by})
    chosen.revoke(by=request.user, now=request.now)


def _runs_it(request: ProgramRequest) -> bool:
    return request.membership.may("run the organisation") and request.auth.opens("run the organisation")


def _shown(row: Delegation) -> DelegationShown:
    return DelegationShown(
        id=row.pk,
        given_by=person(row.given_by),
        to=person(row.to),
        accounts=[account.pk for account in row.accounts.all()],
        kinds=row.kinds,
        topics=row.topics,
        from_time=f"{row.from_time:%H:%M}" if row.from_time else None,
        to_time=f"{row.to_time:%H:%M}" if row.to_time else None,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        revoked_at=row.revoked_at,
    )
