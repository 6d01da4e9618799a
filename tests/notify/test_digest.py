"""What can wait comes together, once a day: each thing with its page, never what was settled, and never nothing."""

from datetime import datetime, time, timedelta
from email.message import EmailMessage
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.access.models import Membership, User
from beffroi.inbox.quoting import say_less, waiting
from beffroi.journal.models import Event, record
from beffroi.keeping.kinds import Person
from beffroi.notify.duties import read_ledger, send_due
from beffroi.notify.models import Choice, Message
from beffroi.notify.telling import tell
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.post_office import PostOffice

EVENING = NOW + timedelta(hours=2)  # 17:00 in Feurs
MORNING = NOW + timedelta(hours=17)  # 8:00
BODY = Sentence("Look.")


@pytest.fixture(autouse=True)
def ana(feurs: Feurs, office: PostOffice) -> Choice:
    """Ana is told in a digest of keys that are lost and of proofs that fell, the others of nothing."""
    for user in (feurs.bruno, feurs.chloe, feurs.driss):
        Choice(user=user, organisation=feurs.organisation, channel="mail", lang="fr", on_call=False).save()
    choice = Choice.of(feurs.ana, feurs.organisation, "mail")
    choice.keep(
        address="", lang="en", now=NOW, kinds=["alarm", "mandate_ends"], digest_kinds=["access_lost", "proof_fell"]
    )
    read_ledger(NOW)
    Message.objects.all().delete()
    return choice


def happens(feurs: Feurs, verb: str, n: int = 1, now: datetime = NOW) -> None:
    row = feurs.account.__class__(pk=n)
    record(verb, row, organisation=feurs.organisation, now=now, account=f"@feurs-{n}", proof="x", why=BODY.as_json())
    read_ledger(now)


def came(office: PostOffice, now: datetime) -> list[EmailMessage]:
    """What leaves then."""
    before = len(office.letters)
    send_due(now)
    return office.letters[before:]


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


def test_what_can_wait_comes_together_in_the_morning_each_with_its_page(feurs: Feurs, office: PostOffice) -> None:
    happens(feurs, "PROOF_FELL", 7)
    for n in (1, 2):
        happens(feurs, "ACCESS_LOST", n, NOW + minutes(60 * n))
    assert came(office, MORNING - minutes(1)) == []
    [digest] = came(office, MORNING)
    assert (digest["To"], digest["Subject"]) == ("Ana <ana@feurs.example>", "Ville de Feurs: your digest, 3 things")
    text = digest.get_content().replace("\r\n", "\n")
    assert text.count("https://beffroi.feurs.example/settings/accounts") == 2
    assert text.count("A network no longer takes our key\n") == 1
    assert text.index("A proof of an official account") < text.index("A network no longer takes our key")
    assert "@feurs-1" in text
    assert "https://beffroi.feurs.example/settings/notifications" in text
    assert came(office, MORNING + timedelta(days=1)) == []
    assert states() == {"sent"}


def test_no_day_without_news_brings_a_digest(feurs: Feurs, office: PostOffice) -> None:
    assert came(office, MORNING) == []
    happens(feurs, "ACCESS_LOST")
    happens(feurs, "ACCOUNT_RECONNECTED", now=NOW + minutes(5))
    assert came(office, MORNING) == []
    assert states() == {"withdrawn"}


def test_what_is_settled_before_it_leaves_is_not_in_it(feurs: Feurs, office: PostOffice) -> None:
    for n in (1, 2):
        happens(feurs, "ACCESS_LOST", n)
    happens(feurs, "ACCOUNT_RECONNECTED", 1, NOW + minutes(5))
    [digest] = came(office, MORNING)
    assert digest["Subject"] == "Ville de Feurs: your digest, 1 thing"
    assert "@feurs-1" not in digest.get_content()


def test_the_same_is_in_it_once_until_it_is_settled(feurs: Feurs, office: PostOffice) -> None:
    for hour in range(5):
        happens(feurs, "ACCESS_LOST", now=NOW + minutes(60 * hour))
    assert len(came(office, MORNING)) == 1
    happens(feurs, "ACCESS_LOST", now=MORNING + minutes(1))
    assert came(office, MORNING + timedelta(days=1)) == []


def test_what_was_chosen_at_once_does_not_wait_for_it(feurs: Feurs, office: PostOffice) -> None:
    tell(feurs.organisation, "mandate_ends", body=BODY, now=NOW)
    assert len(came(office, NOW)) == 1


def test_what_is_urgent_never_waits_in_a_digest(feurs: Feurs, office: PostOffice, ana: Choice) -> None:
    ana.digest_kinds, ana.kinds = ["alarm", "search_alert"], ["alarm"]
    ana.save()
    tell(feurs.organisation, "alarm", body=BODY, now=NOW)
    tell(feurs.organisation, "search_alert", body=BODY, now=NOW, urgent=True)
    assert len(came(office, NOW)) == 2


def test_it_comes_twice_a_day_to_who_wants_that(feurs: Feurs, office: PostOffice, ana: Choice) -> None:
    ana.digest_again_at = time(17)
    ana.save()
    happens(feurs, "ACCESS_LOST", 1)
    assert len(came(office, EVENING)) == 1
    happens(feurs, "ACCESS_LOST", 2, EVENING + minutes(5))
    assert came(office, MORNING - minutes(1)) == []
    assert len(came(office, MORNING)) == 1


@pytest.mark.parametrize(("night", "comes"), [("2026-03-28T20:00", "06:00"), ("2026-10-24T20:00", "07:00")])
def test_it_comes_by_the_clock_on_the_wall_in_both_odd_nights(ana: Choice, night: str, comes: str) -> None:
    at = ana.digest_leaves_at(datetime.fromisoformat(f"{night}+00:00"))
    assert f"{at:%H:%M}" == comes


def test_it_waits_for_the_end_of_ones_quiet_hours(ana: Choice) -> None:
    ana.quiet_from, ana.quiet_until = time(22), time(9)
    assert ana.digest_leaves_at(NOW) == MORNING + minutes(60)


def test_a_mail_server_that_is_away_brings_the_whole_of_it_later(
    feurs: Feurs, office: PostOffice, settings: Any
) -> None:
    happens(feurs, "ACCESS_LOST", 1)
    server, settings.MAIL_SERVER = settings.MAIL_SERVER, None
    assert came(office, MORNING) == []
    settings.MAIL_SERVER = server
    happens(feurs, "ACCESS_LOST", 2, MORNING + timedelta(seconds=1))
    [digest] = came(office, MORNING + minutes(1))
    assert digest["Subject"] == "Ville de Feurs: your digest, 2 things"


def test_what_comes_while_it_leaves_is_in_the_next_one(feurs: Feurs, office: PostOffice) -> None:
    happens(feurs, "ACCESS_LOST", 1)
    digest = Message.objects.get(kind="digest")
    assert digest.claim(now=MORNING)
    happens(feurs, "ACCESS_LOST", 2, MORNING)
    digest.settle_sent(now=MORNING)
    [next_one] = came(office, MORNING + timedelta(days=1))
    assert next_one["Subject"] == "Ville de Feurs: your digest, 1 thing"
    assert "@feurs-2" in next_one.get_content()


def test_a_worker_that_dies_while_it_leaves_loses_nothing(feurs: Feurs, office: PostOffice) -> None:
    happens(feurs, "ACCESS_LOST")
    assert Message.objects.get(kind="digest").claim(now=MORNING)
    assert len(came(office, MORNING + minutes(3))) == 1
    assert states() == {"sent"}


def test_who_has_left_meanwhile_is_sent_nothing(feurs: Feurs, office: PostOffice) -> None:
    happens(feurs, "ACCESS_LOST")
    User.objects.filter(pk=feurs.ana.pk).update(is_active=False)
    assert came(office, MORNING) == []
    assert states() == {"withdrawn"}


def test_a_digest_that_fails_is_seen_and_told_once(feurs: Feurs, office: PostOffice, settings: Any) -> None:
    for n in (1, 2):
        happens(feurs, "ACCESS_LOST", n)
    User.objects.filter(pk=feurs.ana.pk).update(email="ana@refused.example")
    Message.objects.update(address="ana@refused.example")
    assert came(office, MORNING) == []
    assert states() == {"failed"}
    assert Event.objects.filter(verb="NOTICE_FAILED").count() == 1
    [unreached] = Message.objects.of_whom_nobody_was_reached(feurs.organisation, NOW)
    assert unreached.kind == "digest"
    assert not Message.objects.exclude(sealed=None).exists()


def test_of_very_many_things_it_says_how_many_more(feurs: Feurs, office: PostOffice) -> None:
    for n in range(60):
        happens(feurs, "ACCESS_LOST", n + 1, NOW + minutes(n))
    [digest] = came(office, MORNING)
    assert "60 things" in str(digest["Subject"])
    assert "And 10 more." in digest.get_content()


def test_each_reads_it_in_their_own_language(feurs: Feurs, office: PostOffice, ana: Choice) -> None:
    ana.lang = "fr"
    ana.save()
    happens(feurs, "ACCESS_LOST")
    assert came(office, MORNING)[0]["Subject"] == "Ville de Feurs\N{NARROW NO-BREAK SPACE}: récapitulatif, 1 point"


def test_a_line_is_taken_out_under_the_lock_of_its_digest(feurs: Feurs) -> None:
    """Whoever sends a digest locks it and then its lines: in the other order each would wait for the other."""
    happens(feurs, "ACCESS_LOST")
    digest = Message.objects.get(kind="digest")
    [line] = digest.lines.all()
    with CaptureQueriesContext(connection) as asked:
        happens(feurs, "ACCOUNT_RECONNECTED", now=NOW + minutes(5))
    said = [query["sql"] for query in asked]
    taken_out = next(n for n, sql in enumerate(said) if sql.startswith("UPDATE") and "withdrawn" in sql)
    locked = [n for n, sql in enumerate(said) if "'digest'" in sql and sql.startswith("SELECT")]
    assert line.digest_id == digest.pk
    assert locked and min(locked) < taken_out


def test_the_upgrade_leaves_their_words_to_the_lines_that_wait(feurs: Feurs, office: PostOffice) -> None:
    happens(feurs, "ACCESS_LOST")
    import_module("beffroi.notify.migrations.0015_what_left_keeps_no_words").forget(apps, None)
    assert "@feurs-1" in came(office, MORNING)[0].get_content()


def test_an_erased_person_is_named_in_no_line_that_waits(feurs: Feurs) -> None:
    body = Sentence("{who} writes.", {"who": "Lucie Martin"})
    tell(feurs.organisation, "access_lost", body=body, now=NOW)
    lucie = Person(called=frozenset({"Lucie Martin"}))
    rows = waiting(feurs.organisation, lucie)
    assert [row.kind for row in rows] == ["access_lost"]
    assert say_less(feurs.organisation, lucie, rows) == 1
    assert "Lucie" not in str(list(Message.objects.values_list("body", flat=True)))


def moved(feurs: Feurs, address: str) -> None:
    User.objects.filter(pk=feurs.ana.pk).update(email=address)


def test_it_goes_to_the_address_that_its_reader_has_by_then(feurs: Feurs, office: PostOffice) -> None:
    happens(feurs, "ACCESS_LOST")
    moved(feurs, "ana@feurs.test")
    [digest] = came(office, MORNING)
    assert digest["To"] == "Ana <ana@feurs.test>"


def test_it_goes_nowhere_once_the_address_was_taken_out(feurs: Feurs, office: PostOffice) -> None:
    key = "https://hooks.example/canary"
    webhook = Choice.untouched(feurs.ana, feurs.organisation, "webhook")
    webhook.keep(address=key, lang="en", now=NOW, digest_kinds=["access_lost"])
    Choice.objects.filter(pk=webhook.pk).update(confirmed_at=NOW)
    happens(feurs, "ACCESS_LOST")
    Choice.objects.filter(pk=webhook.pk).update(address="", confirmed_at=None, sealed=None)
    send_due(MORNING)
    assert set(Message.objects.filter(channel="webhook").values_list("state", flat=True)) == {"withdrawn"}
    assert len(office.letters) == 1


def test_what_ones_role_no_longer_sees_to_is_not_in_it(feurs: Feurs, office: PostOffice, ana: Choice) -> None:
    ana.digest_kinds = ["access_lost", "draft_waits"]
    ana.save()
    happens(feurs, "ACCESS_LOST")
    tell(feurs.organisation, "draft_waits", body=BODY, now=NOW)
    Membership.objects.filter(user=feurs.ana).update(role="approver")
    [digest] = came(office, MORNING)
    assert digest["Subject"] == "Ville de Feurs: your digest, 1 thing"
    assert "@feurs-1" not in digest.get_content()
