"""Which accounts a ranking compares, and for which body each of them speaks today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from beffroi.directory.models import Body, Mandate, OfficialAccount
from beffroi.directory.models.official import SPEAKING
from beffroi.engines.ranking.record import Account
from beffroi.rankings.models import Ranking
from beffroi.vocabulary import Sentence

LONGEST_CHAIN = 10  # mergers one after the other; a circle, which would be a mistake, ends there


@dataclass(frozen=True, slots=True)
class Chosen:
    """An account with the body that it speaks for: the one into which its own went, if that was merged."""

    account: OfficialAccount
    body: Body

    @property
    def name(self) -> str:
        """Of the person whose own account it is, else of the body."""
        person = self.account.person
        return person.name if person and not self.account.is_institutional else label(self.body)

    def compared(self) -> Account:
        excluded = self.account.excluded_because
        return Account(
            self.account.pk,
            self.account.network,
            self.account.handle or self.account.native_id,
            self.name,
            population=self.body.population,
            bound=self.body.population_class,
            excluded=Sentence(excluded["say"], excluded.get("values", {})) if excluded else None,
        )


def chosen(ranking: Ranking) -> list[Chosen]:
    """In the order of the accounts' keys. A person's own account stands for the body in which they hold an office."""
    found = OfficialAccount.objects.filter(status__in=SPEAKING, is_institutional=not ranking.is_personal)
    if ranking.network:
        found = found.filter(network=ranking.network)
    offices = _offices(ranking) if ranking.is_personal else {}
    where = {each: each.body_id or offices.get(each.person_id or 0) for each in found.select_related("person")}
    bodies = standing(Body.objects.filter(pk__in={body for body in where.values() if body}))
    every = (Chosen(account, bodies[body]) for account, body in where.items() if body in bodies)
    asked = (each for each in every if _is_asked_for(each.body, ranking))
    return sorted(asked, key=lambda each: each.account.pk)


def _offices(ranking: Ranking) -> dict[int, int]:
    """By person the body of the ranking's kind in which they hold, or last held, an office."""
    held = Mandate.objects.filter(body__kind=ranking.kind).order_by(F("since").asc(nulls_first=True), "pk")
    return dict(held.values_list("person", "body"))


def standing(bodies: Iterable[Body]) -> dict[int, Body]:
    """By the key of each body the one that stands for it now."""
    now = {body.pk: body for body in bodies}
    for _step in range(LONGEST_CHAIN):
        wanted = {body.successor_id for body in now.values() if body.successor_id}
        if not wanted:
            break
        successors = Body.objects.in_bulk(list(wanted))
        now = {key: successors.get(body.successor_id or 0, body) for key, body in now.items()}
    return now


def own_institutions(every: Sequence[Chosen]) -> Iterator[tuple[int, str]]:
    """Pairs of an account and the native id of another one on its network that speaks for the same body, for its group
    of communes or a commune of it, or for somebody in office there."""
    houses: Mapping[tuple[str, int], list[str]] = _houses()
    for each in every:
        house = each.body.group_id or each.body.pk
        for native_id in houses.get((each.account.network, house), ()):
            if native_id != each.account.native_id:
                yield each.account.pk, native_id


def label(body: Body) -> str:
    """Its name as nobody confuses it: ten communes are called Saint-Denis."""
    return f"{body.name} ({body.departement})" if body.departement and body.kind == "commune" else body.name


def _houses() -> dict[tuple[str, int], list[str]]:
    """The native ids of each network by house: a group of communes with its communes, or a body without a group."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    rows = OfficialAccount.objects.exclude(native_id="").exclude(body=None)
    for network, native_id, body, group in rows.values_list("network", "native_id", "body", "body__group"):
        found[network, group or body].append(native_id)
    return found


def _is_asked_for(body: Body, ranking: Ranking) -> bool:
    return body.kind == ranking.kind and (ranking.bound is None or body.population_class == ranking.bound)
