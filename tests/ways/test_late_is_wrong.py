"""Late is wrong, and twice is wrong: what an outage, a kill or a restored backup may never make leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings

from beffroi.connectors import NETWORKS
from beffroi.directory.models import Account
from beffroi.publishing.delivery import take_over
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.site.backup import whole as backup
from beffroi.vocabulary import Sentence
from beffroi.work.alone import alone
from beffroi.work.models import Heartbeat
from tests.cast import NOW, Feurs, minutes
from tests.network.loopback import FarSide, far_side, networks

SECONDS = timedelta(seconds=1)


def approve(feurs: Feurs, account: Account, text: str, leave_at: datetime | None = None) -> Publication:
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[account], text=text, leave_at=leave_at, now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft.publications.get()


def state_of(publication: Publication) -> str:
    publication.refresh_from_db()
    return publication.state


def send_all(now: datetime) -> None:
    while send_due(now):
        pass


@pytest.fixture
def side(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarSide]:
    for name, network in networks().items():
        monkeypatch.setitem(NETWORKS, name, network)
    with far_side() as side:
        yield side


def account_on(feurs: Feurs, side: FarSide, kind: str, handle: str = "feurs") -> Account:
    credentials = {"url": side.url, "account": handle, "patience": "0.3"}
    return Account.register(
        organisation=feurs.organisation, network=kind, credentials=credentials, by=feurs.ana, now=NOW
    )


def texts(side: FarSide) -> list[str]:
    return [post["text"] for post in side.posts]


# --- overdue


@pytest.mark.parametrize("outage", [timedelta(hours=6), timedelta(days=90)])
def test_what_is_overdue_when_the_worker_starts_is_missed_and_a_person_is_asked(
    feurs: Feurs, outage: timedelta
) -> None:
    publication = approve(feurs, feurs.account, "Ce soir à 20 h !", NOW + minutes(5))
    send_all(NOW + minutes(5) + outage)
    assert state_of(publication) == "missed"
    assert not feurs.sandbox.read().posts
    assert publication in Publication.objects.of(feurs.organisation).for_a_person()


def test_what_a_frozen_account_held_too_long_is_missed_when_it_thaws(feurs: Feurs) -> None:
    publication = approve(feurs, feurs.account, "Ce soir à 20 h !")
    feurs.account.freeze(reason=Sentence("Suspected."), now=NOW)
    send_all(NOW)
    feurs.account.thaw(by=feurs.ana, now=NOW + minutes(20))
    send_all(NOW + minutes(20))
    assert state_of(publication) == "missed"
    assert not feurs.sandbox.read().posts


# --- a kill between the network's answer and the commit


def test_a_worker_that_starts_again_settles_the_cut_row_and_the_queue_within_ten_seconds(feurs: Feurs) -> None:
    cut, behind = approve(feurs, feurs.account, "Premier."), approve(feurs, feurs.account, "Second.")
    assert cut.claim(now=NOW)
    feurs.connector.publish(cut.outgoing())  # killed here
    take_over(NOW + 10 * SECONDS)
    send_all(NOW + 10 * SECONDS)
    assert (state_of(cut), state_of(behind)) == ("sent", "sent")
    assert len(feurs.sandbox.read().posts) == 2


@pytest.mark.parametrize("kind", ["keyed", "searched"])
def test_beside_other_workers_it_is_settled_within_a_minute_and_other_accounts_do_not_wait(
    feurs: Feurs, side: FarSide, kind: str
) -> None:
    killed, other = account_on(feurs, side, kind), account_on(feurs, side, kind, "culture")
    cut, elsewhere = approve(feurs, killed, "Premier."), approve(feurs, other, "Ailleurs.")
    assert cut.claim(now=NOW)
    killed.connect().publish(cut.outgoing())  # type: ignore[attr-defined]  # every kind here publishes
    send_all(NOW + 10 * SECONDS)
    assert (state_of(cut), state_of(elsewhere)) == ("sending", "sent")
    send_all(NOW + minutes(1))
    send_all(NOW + minutes(1) + SECONDS)
    assert state_of(cut) == "sent"
    assert texts(side) == ["Premier.", "Ailleurs."]


def test_a_network_that_takes_the_post_and_then_times_out_receives_it_once(feurs: Feurs, side: FarSide) -> None:
    publication = approve(feurs, account_on(feurs, side, "searched"), "Une fois.")
    side.fault = "slow"
    for second in range(0, 600, 15):
        send_all(NOW + second * SECONDS)
    assert state_of(publication) == "sent"
    assert texts(side) == ["Une fois."]


# --- a restored backup


def rewind(*publications: Publication) -> None:
    """What a backup from before the sending remembers of it."""
    for row in publications:
        Publication.objects.filter(pk=row.pk).update(
            state="queued", due_at=row.leave_at, written_at=None, attempts=0, remote_id="", url="", sent_at=None
        )


def restored(monkeypatch: pytest.MonkeyPatch, now: datetime) -> str:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    said = StringIO()
    assert backup.restored(said) == 0, said.getvalue()
    return said.getvalue()


@pytest.mark.parametrize("kind", ["keyed", "searched", "blind"])
def test_after_a_restore_nothing_leaves_twice(
    feurs: Feurs, side: FarSide, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = approve(feurs, account_on(feurs, side, kind), "Une fois.")
    send_all(NOW)
    rewind(publication)
    restored(monkeypatch, NOW + minutes(5))
    send_all(NOW + minutes(5))
    send_all(NOW + minutes(6))
    assert texts(side) == ["Une fois."]
    assert state_of(publication) == ("unsure" if kind == "blind" else "sent")
    assert (publication in Publication.objects.of(feurs.organisation).for_a_person()) is (kind == "blind")


def test_without_the_step_after_the_restore_it_would(feurs: Feurs, side: FarSide) -> None:
    """Why `beffroi restored` exists: the ledger alone cannot know."""
    publication = approve(feurs, account_on(feurs, side, "searched"), "Une fois.")
    send_all(NOW)
    rewind(publication)
    send_all(NOW + minutes(5))
    assert texts(side) == ["Une fois.", "Une fois."]


def test_what_had_not_left_before_the_restore_still_leaves_in_its_time(
    feurs: Feurs, side: FarSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = account_on(feurs, side, "searched")
    due, planned = approve(feurs, account, "Due."), approve(feurs, account, "Plus tard.", NOW + minutes(60))
    assert "1 publication may" in restored(monkeypatch, NOW + minutes(5))
    send_all(NOW + minutes(5))
    assert (state_of(due), state_of(planned)) == ("sent", "queued")
    send_all(NOW + minutes(60))
    assert texts(side) == ["Due.", "Plus tard."]


def test_what_was_being_sent_when_the_backup_was_made_is_looked_up(
    feurs: Feurs, side: FarSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = account_on(feurs, side, "searched")
    publication = approve(feurs, account, "Une fois.")
    assert publication.claim(now=NOW)
    account.connect().publish(publication.outgoing())  # type: ignore[attr-defined]  # as above
    restored(monkeypatch, NOW + minutes(30))
    send_all(NOW + minutes(30))
    assert state_of(publication) == "sent"
    assert texts(side) == ["Une fois."]


def test_nothing_is_put_in_doubt_beside_a_running_worker(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = approve(feurs, feurs.account, "Une fois.")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    Heartbeat.beat("worker", NOW - 10 * SECONDS)
    assert backup.restored(StringIO()) == 1
    assert state_of(publication) == "queued"


on_sqlite = pytest.mark.skipif("postgres" in settings.DATABASES["default"]["ENGINE"], reason="pg_dump does it there")


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_copy_made_while_everything_runs_is_put_back_and_nothing_leaves_twice(
    feurs: Feurs, side: FarSide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = account_on(feurs, side, "searched")
    publication = approve(feurs, account, "Une fois.")
    copy = tmp_path / "copy.sqlite3"
    assert backup.backup(copy, StringIO()) == 0
    send_all(NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + minutes(5))
    said = StringIO()
    assert backup.restore(copy, said) == 0, said.getvalue()
    assert state_of(publication) == "unsure"
    send_all(NOW + minutes(5))
    assert state_of(publication) == "sent"
    assert texts(side) == ["Une fois."]


@on_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wrong", ["missing", "broken", "foreign"])
def test_a_copy_that_is_not_one_replaces_nothing(feurs: Feurs, tmp_path: Path, wrong: str) -> None:
    publication = approve(feurs, feurs.account, "Une fois.")
    copy = tmp_path / "copy.sqlite3"
    if wrong == "broken":
        assert backup.backup(copy, StringIO()) == 0
        whole = copy.read_bytes()
        copy.write_bytes(whole[: len(whole) // 2])
    elif wrong == "foreign":
        copy.write_bytes(b"")
    assert backup.restore(copy, StringIO()) == 1
    assert state_of(publication) == "queued"


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_nothing_is_put_back_under_a_running_worker(feurs: Feurs, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert backup.backup(copy, StringIO()) == 0
    publication = approve(feurs, feurs.account, "Après la copie.")
    with alone(settings.DATA):
        assert backup.restore(copy, StringIO()) == 1
    assert state_of(publication) == "queued"


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_copy_never_overwrites_another(feurs: Feurs, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert backup.backup(copy, StringIO()) == 0
    first = copy.read_bytes()
    assert backup.backup(copy, StringIO()) == 1
    assert copy.read_bytes() == first
