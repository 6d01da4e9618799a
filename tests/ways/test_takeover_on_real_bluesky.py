"""Way 4 to its end on the real Bluesky servers: taken, held back, brought back, read right, and then it leaves."""

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.guard.duties import poll_profiles, verify_repairs
from beffroi.guard.models import Alarm, PlaybookRun
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.duties import send_due
from tests.cast import minutes
from tests.network.far_side import Network
from tests.patience import until
from tests.ways.test_on_real_bluesky import Town, approve, settle, write

LURE = "Gagnez 500 € ce soir, cliquez vite : https://gagner.example"


@pytest.fixture
def town(transactional_db: None, bluesky_full: Network) -> Town:
    return settle(bluesky_full)


def states(run: PlaybookRun) -> dict[str, str]:
    """Reads every place again."""
    now = datetime.now(UTC)
    run.surfaces.exclude(due_at=None).update(due_at=now)
    verify_repairs(now)
    run.refresh_from_db()
    return dict(run.surfaces.values_list("surface", "state"))


def test_a_takeover_to_the_verified_repair(town: Town, bluesky_full: Network) -> None:
    now = datetime.now(UTC)
    publication = approve(town, write(town, leave_at=now + timedelta(seconds=1)))
    poll_profiles(now)
    thief = bluesky_full.sign_in(town.there)
    thief.rename("Gabrielle Powell")
    lure = thief.post(LURE)
    poll_profiles(now + minutes(10))
    alarm = Alarm.objects.get()
    alarm.judge(ours=False, by=town.ana, now=now + minutes(10))
    run = alarm.runs.get()
    PlaybookRun.objects.update(since=now - minutes(15))  # the clock of this test runs ahead of the network's

    until(lambda: states(run) == {"profile": "wrong", "feed": "wrong", "card": "unreadable", "search": "wrong"})
    send_due(now + minutes(11))
    assert [record["value"]["text"] for record in town.there.records()] == [LURE]
    with pytest.raises(NotAllowed):
        run.finish(by=town.ana, now=now + minutes(11))

    town.there.rename("Ville de Feurs")
    town.there.delete(lure)
    until(lambda: states(run) == {"profile": "right", "feed": "right", "card": "unreadable", "search": "right"})
    assert run.verified_at is None
    run.surfaces.get(surface="card").confirm(by=town.ana, now=now + minutes(12))
    run.refresh_from_db()
    run.finish(by=town.ana, now=now + minutes(12))
    send_due(now + minutes(12))
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert [record["uri"] for record in town.there.records()] == [publication.remote_id]
    assert run.incident is not None
    assert run.incident.entries.filter(episode="faulty", post__text=LURE).exists()
