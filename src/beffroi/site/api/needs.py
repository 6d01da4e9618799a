"""What the organisation still needs: the same list as the page."""

from datetime import datetime
from typing import Any

from beffroi.access.api import ActRouter, ProgramRequest, Shown
from beffroi.site.needs import Standing, standings
from beffroi.site.needs.naming import named, names

router = ActRouter("Organisation")


class Forgone(Shown):
    by: str
    at: datetime
    reason: str


class NeedShown(Shown):
    """`state` is "missing", "forgone" or "met"; `who` are the people, accounts or services that lack it, `command` is
    to be typed where the installation runs."""

    need: str
    name: str
    state: str
    said: str
    why: str
    who: list[str]
    command: str
    forgone: Forgone | None


@router.read("/needs", act="run the organisation", gives=list[NeedShown])
def list_needs(request: ProgramRequest) -> Any:
    """What is missing, forgone or met, in the order in which to see to it; nothing in a demonstration."""
    return [_need(request, each) for each in standings(request.organisation, request.now)]


def _need(request: ProgramRequest, standing: Standing) -> NeedShown:
    need, lack, forgone = standing.need, standing.lack, standing.forgone
    return NeedShown(
        need=need.key,
        name=str(need.name),
        state=standing.state,
        said=str(lack.words if lack else need.met),
        why=str(lack.why) if lack else "",
        who=names(named(standing, request.organisation)) if standing.state == "missing" else [],
        command=lack.command if lack else "",
        forgone=Forgone(by=forgone.by, at=forgone.at, reason=forgone.reason) if forgone else None,
    )
