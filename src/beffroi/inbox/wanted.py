"""Which cases the list shows: what its address asks for, so that a list can be kept as a bookmark, or sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from beffroi.access.models import Organisation, User
from beffroi.access.numbers import number_in
from beffroi.inbox.models import Case, Seat
from beffroi.inbox.models.case import PRIORITIES, CaseQuerySet
from beffroi.work.few import Few

DUE_FIRST = ("answer_by", "pk")
LONGEST_FIRST, NEWEST_FIRST = ("waiting_since", "pk"), ("-waiting_since", "-pk")
VIEWS = {  # the order of each
    "waiting": LONGEST_FIRST,
    "mine": LONGEST_FIRST,
    "service": LONGEST_FIRST,
    "nobody": LONGEST_FIRST,
    "snoozed": LONGEST_FIRST,
    "answered": NEWEST_FIRST,
    "closed": NEWEST_FIRST,
    "past": NEWEST_FIRST,
    "all": NEWEST_FIRST,
}
FEW = 1_000  # cases: so many are put in order as soon as they are read
COUNTED = ("waiting", "mine", "service", "nobody", "snoozed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty string asks for nothing."""

    show: str = "waiting"
    q: str = ""
    team: str = ""
    network: str = ""
    label: str = ""
    priority: str = ""
    wave: str = ""
    order: str = ""  # "waiting": whoever has waited longest first, where else what is due first would be

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Wanted":
        """What cannot be is left out: an old link still shows a list."""
        said = {field.name: given.get(field.name, "").strip() for field in fields(cls)}
        said["show"] = said["show"] if said["show"] in VIEWS else "waiting"
        said["q"] = said["q"][:200]
        said["order"] = "waiting" if said["order"] == "waiting" else ""
        said["priority"] = said["priority"] if said["priority"] in PRIORITIES else ""
        return cls(**said | {name: said[name] if number_in(said[name]) else "" for name in ("team", "label", "wave")})

    def sorts(self, *, promised: bool) -> tuple[str, ...]:
        """The order of the list; where something is `promised`, the longest waiting stand by when they are due."""
        by_time = VIEWS[self.show] is LONGEST_FIRST and self.show != "snoozed"
        return DUE_FIRST if promised and by_time and self.order != "waiting" else VIEWS[self.show]

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked for than one of the views."""
        return replace(self, show="waiting", order="") != Wanted()

    @property
    def folds(self) -> bool:
        """Whether the cases of a wave are one line of this list."""
        return not self.is_narrow and VIEWS[self.show] is LONGEST_FIRST and self.show != "snoozed"

    def link(self, **other: str) -> str:
        """The query of the same list, but for `other`."""
        wanted = replace(self, **other)
        default = Wanted()
        said = {field.name: getattr(wanted, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in said.items() if value != getattr(default, name)})

    def cases(self, organisation: Organisation, *, by: User) -> QuerySet[Case]:
        rows = self._narrowed(organisation)
        rows = _view(rows.whole(), self.show, Seat.of(by, organisation), by, folds=not self.is_narrow)
        return rows.with_answer().with_snooze().prefetch_related("deadlines")

    def _narrowed(self, organisation: Organisation) -> CaseQuerySet:
        """What few cases have is read and put in order, what many have is met by walking along the list.

        Which of the two, SQLite cannot know; so those few stand without their organisation, by whose index it would
        walk along all cases.
        """
        conditions = list(self._conditions())
        of_many = Case.objects.filter(*conditions, organisation=organisation)
        said = Case.saying(self.q, organisation) if self.q else None
        if said is not None and len(said) <= FEW:
            return Case.objects.filter(*conditions, pk__in=said)
        of_many = of_many if said is None else of_many.filter(pk__in=said)
        for condition in conditions:
            met = self._meeting(condition, organisation).order_by().values_list("pk", "organisation")[: FEW + 1]
            if len(few := list(met)) <= FEW:
                ours = [case for case, whose in few if whose == organisation.pk]
                narrowed = Case.objects.filter(*conditions, pk__in=ours)
                return narrowed if said is None else narrowed.filter(pk__in=said)
        return of_many

    def _meeting(self, condition: Q, organisation: Organisation) -> CaseQuerySet:
        """For the priority there is an index of each organisation's cases; the others stand without, as said above."""
        cases = Case.objects.filter(condition)
        return cases.filter(organisation=organisation) if condition == Q(priority=self.priority) else cases

    def _conditions(self) -> Iterator[Q]:
        if self.team:
            yield Q(team=int(self.team))
        if self.network:
            yield Q(account=None) if self.network == "elsewhere" else Q(account__network=self.network)
        if self.label:
            yield Q(labelled__label=int(self.label))
        if self.wave:
            yield Q(in_wave__wave=int(self.wave))
        if self.priority:
            yield Q(priority=self.priority)


def _view(rows: CaseQuerySet, show: str, teams: list[int], by: User, *, folds: bool = True) -> CaseQuerySet:
    """`folds`: the cases of a wave are one line above the list, and not in it."""
    if show == "answered":
        return rows.answered()
    if show == "closed":
        return rows.exclude(closed_at=None)
    if show == "past":
        return rows.filter(closed_at=F("brought_in__at"))
    if show == "all":
        return rows
    waiting = rows.waiting()
    if show == "snoozed":
        return waiting.asleep()
    whose: dict[str, dict[str, object]] = {
        "mine": {"assignee": by},
        "service": {"team__in": teams},
        "nobody": {"assignee": None, "team": None},
    }
    return waiting.awake().filter(**whose.get(show, {}), **({"in_wave": None} if folds else {}))


def figures(organisation: Organisation, *, by: User) -> dict[str, int]:
    """How many cases the views hold of which one wants to know it, as far as anybody counts; all in one query."""
    rows, teams = Case.objects.filter(organisation=organisation), Seat.of(by, organisation)
    counts = {show: Few.of(_view(rows, show, teams, by)) for show in COUNTED}
    found = Organisation.objects.values_list(*counts.values()).get(pk=organisation.pk)
    return {show: number or 0 for show, number in zip(COUNTED, found, strict=True)}  # of no service at all it is None
