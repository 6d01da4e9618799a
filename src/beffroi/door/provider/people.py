"""Who of those whom the provider knows comes in here: by SIRET, by a link that was made, never by an address alone."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from beffroi.access.models import Membership, Organisation, User
from beffroi.door.models import ProviderLink
from beffroi.door.provider.talk import Person
from beffroi.journal.models import record

SIREN = 9  # digits: the body; a SIRET of 14 names one of its places


@dataclass(frozen=True, slots=True)
class Asked:
    """How it stands with somebody who came from the provider. One of these is given:

    `user` comes in, into `organisation`; `known` has to show their password first; `ask` lists whom to ask for an
    invitation; none of them: no organisation here is theirs.
    """

    user: User | None = None
    organisation: Organisation | None = None
    known: User | None = None
    ask: tuple[str, ...] = ()


def bodies_of(siret: str) -> QuerySet[Organisation]:
    """The organisations here that have this SIRET, or the SIREN in it."""
    theirs = Q(siret=siret) | Q(siret=siret[:SIREN])
    return Organisation.objects.filter(theirs, is_demo=False).order_by("pk")


def settle(person: Person, now: datetime) -> Asked:
    """Looks the person up, and makes a viewer of them where their organisation wants that."""
    bodies = bodies_of(person.siret)
    if not bodies:
        return Asked()
    if (link := ProviderLink.to(settings.OIDC_ISSUER, person.subject)) is not None:
        return _linked(link, person, bodies, now)
    if (known := User.objects.filter(email__iexact=person.email).first()) is not None:
        return Asked(known=known)
    admits = bodies.filter(admits_by_provider=True).first()
    return _admitted(person, admits, now) if admits else Asked(ask=_owners(bodies))


def _linked(link: ProviderLink, person: Person, bodies: QuerySet[Organisation], now: datetime) -> Asked:
    mine = Membership.objects.filter(user=link.user, organisation__in=bodies, user__is_active=True)
    membership = mine.select_related("organisation").order_by("pk").first()
    if membership is None:  # they left, or work elsewhere now
        return Asked(ask=_owners(bodies))
    link.used(with_second_factor=person.second_factor, now=now)
    return Asked(user=link.user, organisation=membership.organisation)


def _admitted(person: Person, organisation: Organisation, now: datetime) -> Asked:
    with transaction.atomic():
        user = User.objects.join(email=person.email, name=person.name, password=None)
        organisation.admit(user, "viewer")
        record("ADMITTED_BY_PROVIDER", user, organisation=organisation, now=now, name=user.name)
        link = ProviderLink.make(user, issuer=settings.OIDC_ISSUER, subject=person.subject, now=now)
        link.used(with_second_factor=person.second_factor, now=now)
    return Asked(user=user, organisation=organisation)


def _owners(bodies: QuerySet[Organisation]) -> tuple[str, ...]:
    running = Membership.objects.filter(organisation__in=bodies, role="owner", user__is_active=True)
    return tuple(running.order_by("user__name").values_list("user__name", flat=True))
