"""Towns of the directory with what was observed of their accounts."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beffroi.directory.models import Body, OfficialAccount
from beffroi.rankings.duties import export_days
from beffroi.rankings.models import Activity, CounterReading, Ranking

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)  # the week is over, and all questions had their time
HISTORY = Path(__file__).parent / "history" / "deputies_cut.csv"


def town(name: str, population: int | None = 8_000, **more: object) -> OfficialAccount:
    """A commune with an account on Bluesky."""
    body = Body.objects.create(
        kind="commune", code=name[:5], name=name, departement="42", population=population, changed_at=NOW, **more
    )
    return account_of(body, name.casefold())


def account_of(body: Body, handle: str, network: str = "bluesky") -> OfficialAccount:
    return OfficialAccount.objects.create(
        body=body, network=network, native_id=f"did:{handle}", handle=f"{handle}.example", changed_at=NOW
    )


def weekly(measure: str = "own-posts", **more: object) -> Ranking:
    return Ranking.objects.create(measure=measure, window="week", kind="commune", added_at=NOW, due_at=NOW, **more)


def read_daily(account: OfficialAccount, followers: Iterable[int], *, since: datetime = MONDAY) -> None:
    readings = [
        CounterReading(
            account=account, at=since + timedelta(days=day, hours=4), followers=number, following=5, posts=None
        )
        for day, number in enumerate(followers)
    ]
    CounterReading.note(readings, now=NOW)


def said(account: OfficialAccount, kind: str, number: int, *, at: datetime = MONDAY, **more: object) -> None:
    """So many posts of a kind, an hour apart."""
    rows = [
        Activity(account=account, native_id=f"{kind}-{at:%d}-{n}", kind=kind, at=at + timedelta(hours=n), **more)
        for n in range(number)
    ]
    Activity.note(rows, now=NOW)


def exported(now: datetime = NOW) -> int:
    """Writes every day that waits; how many."""
    days = 0
    while worked := export_days(now):
        days += worked
    return days


@pytest.fixture
def kept(settings: pytest.FixtureRequest, tmp_path: Path, db: None) -> Path:
    """The folder of the store, empty."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "rankings"
