"""What would happen to a text if it were submitted now: who would be asked, or why nobody would."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.publishing.models.decisions import Approval
from beffroi.publishing.models.delegation import Delegation
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.ruling import Ruling
from beffroi.publishing.models.version import Version


@dataclass(frozen=True, slots=True)
class Departure:
    """What the button does: `way` is "asks", "rule" (no approval is asked for), "delegation" or "nobody" (can decide).

    `names` are those who are asked, `all` says that each of them must agree, `giver` gave the delegation.
    """

    way: str
    names: Sequence[str] = ()
    all: bool = False
    giver: str = ""


def departure_of(
    texts: Sequence[tuple[Draft, Version]],
    accounts: Sequence[Account],
    *,
    organisation: Organisation,
    by: User,
    writers: Sequence[User],
    now: datetime,
) -> Departure:
    """The same questions in the same order as at the submission. `texts` are those that would leave, saved or not."""
    rulings = Ruling.all_for(organisation, accounts, writers=writers)
    asking = [ruling for ruling in rulings if ruling.rule.mode != "none"]
    if not asking:
        return Departure("rule")
    if (delegation := _covering(texts, rulings, organisation, by, now)) is not None:
        return Departure("delegation", giver=str(delegation.given_by))
    if not all(ruling.able or ruling.outsiders for ruling in asking):
        return Departure("nobody")
    everybody = all(ruling.rule.mode == "all" and (ruling.named or ruling.outsiders) for ruling in asking)
    names = _names(asking)
    return Departure("asks", names, all=everybody and len(names) > 1)


def _covering(
    texts: Sequence[tuple[Draft, Version]],
    rulings: Sequence[Ruling],
    organisation: Organisation,
    by: User,
    now: datetime,
) -> Delegation | None:
    held = [account for ruling in rulings if ruling.rule.mode != "none" for account in ruling.accounts]
    mine = Delegation.objects.of(organisation).in_force(now).filter(to=by).select_related("organisation")
    for delegation in mine:
        used = [Approval(by=by, ground="delegation", delegation=delegation, at=now)]
        enough = all(ruling.is_met_by(used, escalated=False) for ruling in rulings)
        if enough and all(delegation.covers(*each, accounts=held, now=now) for each in texts):
            return delegation
    return None


def _names(asking: Iterable[Ruling]) -> list[str]:
    people: dict[str, None] = {}
    for ruling in asking:
        named = [*ruling.named, *ruling.outsiders] or User.objects.filter(pk__in=ruling.able).order_by("name")
        people |= dict.fromkeys(str(one) for one in named)
    return list(people)
