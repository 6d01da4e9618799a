"""The ledger: append-only, and any touch is seen."""

import hashlib
import io
import json
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from beffroi.access.models import Organisation
from beffroi.journal.models import PLAIN, Chain, Event, broken_links, is_cut_short, record
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import kept, sentence, sentences, translated
from beffroi.publishing.models import Draft
from beffroi.site.doctor import verify_journal
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.journal.tampering import behind_its_back


def test_an_event_that_was_changed_breaks_the_chain_at_its_place(feurs: Feurs) -> None:
    for reason in ("one", "two", "three"):
        record("CHANGES_REQUESTED", feurs.account, organisation=feurs.organisation, now=NOW, reason=reason)
    assert not list(broken_links(feurs.organisation))
    with behind_its_back():
        Event.objects.filter(number=3).update(detail={"reason": "another"})
    assert [event.number for event in broken_links(feurs.organisation)] == [3]


def test_an_event_that_was_removed_breaks_the_chain(feurs: Feurs) -> None:
    for _ in range(3):
        record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW)
    with behind_its_back():
        Event.objects.filter(number=2).delete()
    assert [event.number for event in broken_links(feurs.organisation)] == [3]


@pytest.mark.parametrize("kept", [0, 2])
def test_last_events_that_were_removed_are_missed(feurs: Feurs, kept: int) -> None:
    for _ in range(3):
        record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW)
    assert not is_cut_short(feurs.organisation)
    with behind_its_back():
        Event.objects.filter(number__gt=kept).delete()
    assert not list(broken_links(feurs.organisation))
    assert is_cut_short(feurs.organisation)
    verify_journal(said := io.StringIO())
    assert said.getvalue() == "BAD  Ville de Feurs: the last events of the journal are not those of its chain\n"


def test_the_database_refuses_any_change_but_an_erasure(feurs: Feurs) -> None:
    event = record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW, account="feurs")
    rows = Event.objects.filter(pk=event.pk)
    changes: list[dict[str, Any]] = [
        {"detail": {}},
        {"actor": feurs.eve},
        {"hash": "0" * 64},
        {"salt": ""},
        {"digest": "0" * 64, "salt": "", "erased_in": event.number + 1},
        {"salt": "", "erased_in": event.number},  # an act is later than what it erases
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match=r"never (changed|removed)"), transaction.atomic():
        rows.delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE: it empties a table by DELETE")
@pytest.mark.parametrize("table", ["journal_event", "access_organisation"])
def test_the_database_refuses_to_empty_the_journal(table: str, feurs: Feurs) -> None:
    record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="never removed"), transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert Event.objects.exists()


def test_an_event_of_the_old_form_stays_true(feurs: Feurs) -> None:
    """As every event was written before details could be erased."""
    end = Chain.objects.get(organisation=feurs.organisation)
    old = Event(
        organisation=feurs.organisation, number=end.number + 1, at=NOW, verb="ACCOUNT_THAWED", subject_kind="a",
        subject_id="1", detail={"account": "Chloé"}, previous=end.hash, form=PLAIN,
    )  # fmt: skip
    said = {"organisation": feurs.organisation.pk, "number": old.number, "at": "2026-11-20T14:00:00.000000+00:00"}
    said |= {"actor": None, "verb": "ACCOUNT_THAWED", "subject": ["a", "1"], "detail": {"account": "Chloé"}}
    as_before = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    old.hash = hashlib.sha256((end.hash + as_before).encode()).hexdigest()
    old.save()
    Chain.objects.filter(pk=end.pk).update(number=old.number, hash=old.hash)
    record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW)
    assert not list(broken_links(feurs.organisation))


def test_an_organisation_of_which_nothing_was_written_is_whole(db: None) -> None:
    assert not is_cut_short(Organisation.objects.create(name="Ailleurs"))


def test_an_act_that_is_rolled_back_leaves_no_event(feurs: Feurs) -> None:
    before = Event.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=NOW)
        raise RuntimeError
    assert Event.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_events_written_at_once_stand_in_one_chain() -> None:
    organisation = Organisation.objects.create(name="Feurs")

    def write() -> None:
        for _ in range(10):
            record("ORGANISATION_FOUNDED", organisation, organisation=organisation, now=timezone.now())
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.objects.filter(organisation=organisation).count() == 40
    assert not list(broken_links(organisation))


def test_two_people_who_move_the_same_row_are_not_both_right(feurs: Feurs) -> None:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW)
    same = Draft.objects.get(pk=draft.pk)
    draft.submit(by=feurs.bruno, now=NOW)
    with pytest.raises(NotAllowed):
        same.submit(by=feurs.driss, now=NOW)


def test_every_verb_has_a_sentence_that_can_be_filled_in(db: None) -> None:
    for verb, said in sentences().items():
        assert verb == verb.upper()
        assert str(said)


def test_a_stored_sentence_is_read_in_the_readers_language(feurs: Feurs) -> None:
    stored = Sentence("The account is frozen: nothing leaves from it.").as_json()
    with translation.override("en"):
        assert translated(stored) == "The account is frozen: nothing leaves from it."


@pytest.mark.parametrize(
    ("kept", "english", "french"),
    [
        ("2026-12-01", "1 December 2026", "1er décembre 2026"),
        ("2026-12-24 18:30", "Thursday 24 December 2026, 18:30", "jeudi 24 décembre 2026 à 18:30"),
        ("2026-13-45", "2026-13-45", "2026-13-45"),
        ("Monday", "Monday", "Monday"),
    ],
)
def test_a_kept_day_is_read_as_the_reader_writes_it(kept: str, english: str, french: str) -> None:
    stored = Sentence(
        "Public ballot {number} is of another day, {day}.", {"number": "2026-12-01", "day": kept}
    ).as_json()
    with translation.override("en"):
        assert translated(stored) == f"Public ballot 2026-12-01 is of another day, {english}."
    with translation.override("fr"):
        assert translated(stored).endswith(f"le {french}.")


def test_words_that_somebody_typed_are_shown_as_they_are(feurs: Feurs) -> None:
    typed = "Non {pas} 100 % <b>d'accord</b>"
    event = record("CHANGES_REQUESTED", feurs.account, organisation=feurs.organisation, now=NOW, reason=typed)
    assert typed in sentence(event)


def test_what_an_event_counts_is_said_of_one_and_of_many(feurs: Feurs) -> None:
    town = feurs.organisation
    told = [record("KEPT_LET_GO", town, organisation=town, actor=feurs.ana, now=NOW, rows=rows) for rows in (1, 12)]
    with translation.override("en"):
        assert [sentence(event) for event in told] == [
            "What was past its time went: 1 record.",
            "What was past its time went: 12 records.",
        ]
        assert [translated(kept(event.verb, event.detail).as_json()) for event in told] == [
            "What was past its time went: 1 record.",
            "What was past its time went: 12 records.",
        ]
        assert str(kept("KEPT_LET_GO", {"rows": 1})) == "What was past its time went: 1 record."
