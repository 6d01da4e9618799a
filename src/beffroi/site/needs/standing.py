"""How it stands with each need: missing, forgone, or met."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.access.models import Organisation
from beffroi.site.needs.listed import KEY_COPY, NEEDS, Lack, Need
from beffroi.site.needs.statements import Said, Statements
from beffroi.site.needs.tally import Tally


@dataclass(frozen=True, slots=True)
class Standing:
    """`lack` is None where the need is met; `forgone` by whom, as long as nothing has changed since;
    `vouched` is who says that it is met, where only a person can know."""

    need: Need
    lack: Lack | None = None
    forgone: Said | None = None
    vouched: Said | None = None

    @property
    def state(self) -> str:
        """ "missing", "forgone" or "met"."""
        return "met" if self.lack is None else "forgone" if self.forgone else "missing"


def standings(organisation: Organisation, now: datetime) -> list[Standing]:
    """Every need in the order in which to see to it, in two queries. A demonstration needs nothing."""
    return [] if organisation.is_demo else standings_from(Tally.of(organisation, now), Statements.of(organisation))


def missing(found: list[Standing]) -> list[Standing]:
    return [each for each in found if each.state == "missing"]


def standings_from(tally: Tally, statements: Statements) -> list[Standing]:
    """The same from what was asked already."""
    needed = [need for need in NEEDS if tally.accounts or not need.of_accounts]
    return [_standing(need, need.look(tally, statements), statements) for need in needed]


def _standing(need: Need, lack: Lack | None, statements: Statements) -> Standing:
    said = statements.forgone.get(need.key)
    stands = lack is not None and said is not None and lack.is_covered_by(said.circumstances)
    vouched = statements.key_kept if need.key == KEY_COPY and lack is None else None
    return Standing(need, lack, said if stands else None, vouched)
