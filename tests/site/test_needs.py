"""What is still missing: each line goes once it is so, and comes back when it is so no more."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import Team
from beffroi.access.models.organisation import Membership
from beffroi.directory.models import AccountRole, KeyHolder
from beffroi.door.models import CodeApp, Passkey, ProviderLink, RecoveryCode, has_second_factor
from beffroi.guard.models import Baseline
from beffroi.inbox.models import RoutingRule, Seat, ServiceContact
from beffroi.journal.models import Event, record
from beffroi.notify.models import Message, Recipient, Watch
from beffroi.outbound.mail import MailServer
from beffroi.publishing.models import ApprovalRule, Delegation, OutsideApprover
from beffroi.site.backup.noted import note_backup, note_rehearsal
from beffroi.site.doctor import examine
from beffroi.site.needs import missing, standings
from beffroi.site.needs.lacking import without_second_factor
from beffroi.site.second_factor import _must, who_must
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes

ENGLISH = {"accept-language": "en"}
AT_MOST = 12  # queries of a page


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def lacks(feurs: Feurs, now: Any = None) -> list[str]:
    return [each.need.key for each in missing(standings(feurs.organisation, now or timezone.now()))]


def page(client: Client) -> str:
    return client.get(reverse("needs"), headers=ENGLISH).content.decode()


def passkey(user: Any) -> Passkey:
    return Passkey.add(user, name="x", identifier=user.email, credential=b"x", counter=0, now=NOW)


# --- what is so


def test_an_account_is_missing_until_one_is_connected(feurs: Feurs) -> None:
    assert "account" not in lacks(feurs)
    feurs.account.delete()
    assert lacks(feurs)[0] == "account"


def test_a_second_person_is_missing_as_long_as_one_alone_can_approve(feurs: Feurs) -> None:
    assert "second_person" not in lacks(feurs)
    feurs.organisation.admit(feurs.chloe, "viewer")
    assert "second_person" in lacks(feurs)


def test_nobody_is_missing_where_nobody_has_to_approve(feurs: Feurs) -> None:
    feurs.organisation.admit(feurs.chloe, "viewer")
    ApprovalRule(organisation=feurs.organisation, mode="none").decide(by=feurs.ana, now=NOW)
    assert "second_person" not in lacks(feurs)
    ApprovalRule(organisation=feurs.organisation, account=feurs.account, mode="any").decide(by=feurs.ana, now=NOW)
    assert "second_person" in lacks(feurs)


def test_somebody_from_outside_whom_a_rule_asks_is_a_second_person(feurs: Feurs) -> None:
    feurs.organisation.admit(feurs.chloe, "viewer")
    address = "fanny@prefecture.example"
    fanny = OutsideApprover.add(by=feurs.ana, now=NOW, organisation=feurs.organisation, name="Fanny", email=address)
    assert "second_person" in lacks(feurs)
    ApprovalRule(organisation=feurs.organisation, mode="any").decide(by=feurs.ana, now=NOW, outsiders=[fanny])
    assert "second_person" not in lacks(feurs)


def test_a_second_factor_is_missing_of_those_who_may_let_something_leave(feurs: Feurs) -> None:
    held = without_second_factor(feurs.organisation, NOW)
    assert {member.user for member in held} == {feurs.ana, feurs.chloe}
    passkey(feurs.ana)
    ProviderLink.make(feurs.chloe, issuer="https://id.example", subject="chloe", now=NOW)
    assert {member.user for member in held.all()} == {feurs.chloe}
    ProviderLink.objects.update(with_second_factor=True)
    assert "second_factor" not in lacks(feurs)


def test_whom_the_list_asks_for_a_second_factor_is_whom_the_gate_asks(feurs: Feurs) -> None:
    AccountRole.give(feurs.account, feurs.driss, "approver", by=feurs.ana, now=NOW)
    Delegation.give(
        organisation=feurs.organisation,
        by=feurs.chloe,
        to=feurs.bruno,
        accounts=[feurs.account],
        kinds=["reply"],
        ends_at=NOW + timedelta(days=9),
        now=NOW,
    )
    for now in (NOW - minutes(1), NOW + minutes(1), NOW + timedelta(days=10)):
        members = Membership.objects.filter(organisation=feurs.organisation)
        asked = {member.pk for member in members if _must(member, now)}
        assert {member.pk for member in who_must(feurs.organisation, now)} == asked
    assert not any(has_second_factor(member.user) for member in members)


def test_recovery_codes_are_missing_of_whoever_has_a_factor_and_no_code_left(feurs: Feurs) -> None:
    assert "recovery_codes" not in lacks(feurs)
    passkey(feurs.ana)
    assert "recovery_codes" in lacks(feurs)
    codes = RecoveryCode.make(feurs.ana, NOW)
    assert "recovery_codes" not in lacks(feurs)
    for code in codes:
        RecoveryCode.use(feurs.ana, code, NOW)
    assert "recovery_codes" in lacks(feurs)


def mail(feurs: Feurs, at: Any) -> Message:
    to = Recipient("Ana", "mail", "ana@feurs.example")
    return Message.write(feurs.organisation, kind="test", to=to, now=at, subject=Sentence("x"), body=Sentence("x"))


def test_mail_is_missing_until_the_last_one_has_left(feurs: Feurs, settings: Any) -> None:
    assert "mail" in lacks(feurs)
    settings.MAIL_SERVER = MailServer.parse("smtp://mail.example:25?tls=off")
    assert "mail" in lacks(feurs)
    first = mail(feurs, NOW)
    assert "mail" in lacks(feurs)  # nobody has tried it yet
    assert first.claim(now=NOW)
    first.settle_sent(now=NOW)
    assert "mail" not in lacks(feurs)
    second = mail(feurs, NOW + minutes(1))
    assert "mail" not in lacks(feurs)
    assert second.claim(now=NOW + minutes(1))
    second.settle_again(Sentence("busy"), at=NOW + minutes(9), now=NOW + minutes(1))
    assert "mail" in lacks(feurs)


def test_the_public_address_is_missing_until_it_is_said(feurs: Feurs, settings: Any) -> None:
    assert "address" in lacks(feurs)
    settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"
    assert "address" not in lacks(feurs)


def test_a_backup_counts_for_a_week_and_its_rehearsal_for_three_months(feurs: Feurs) -> None:
    assert "backup" in lacks(feurs, NOW)
    assert note_backup(rows=7, files=1, now=NOW) == ""
    assert "backup" in lacks(feurs, NOW)
    assert note_rehearsal(made_at=NOW, now=NOW) == ""
    assert "backup" not in lacks(feurs, NOW + timedelta(days=6))
    assert "backup" in lacks(feurs, NOW + timedelta(days=8))
    note_backup(rows=7, files=1, now=NOW + timedelta(days=90))
    assert "backup" in lacks(feurs, NOW + timedelta(days=91))


def test_a_backup_of_another_organisation_is_none_of_ours(feurs: Feurs) -> None:
    other = feurs.organisation.__class__.objects.create(name="Ailleurs")
    for verb in ("BACKUP_MADE", "BACKUP_REHEARSED"):
        record(verb, other, organisation=other, now=NOW)
    assert "backup" in lacks(feurs, NOW)


def test_an_account_is_held_by_two_once_a_second_name_is_written_down(feurs: Feurs) -> None:
    assert "holders" in lacks(feurs)
    KeyHolder.write_down(feurs.account, by=feurs.ana, now=NOW, holder="Ana", mail_keeper="Ana")
    assert "holders" in lacks(feurs)
    KeyHolder.write_down(feurs.account, by=feurs.ana, now=NOW, holder="Ana", phone_keeper="Chloé")
    assert "holders" not in lacks(feurs)
    feurs.another_account("culture")
    assert "holders" in lacks(feurs)


def test_without_an_account_nobody_is_told_that_two_hold_each(feurs: Feurs) -> None:
    feurs.account.delete()
    told = [each.need.key for each in standings(feurs.organisation, NOW)]
    assert not {"holders", "identity"} & set(told)


def test_an_identity_is_missing_until_a_person_signs_it(feurs: Feurs) -> None:
    first = Baseline.of(feurs.account)
    assert "identity" in lacks(feurs)
    first.revise(by=feurs.chloe, now=NOW, office="Mairie")
    assert "identity" not in lacks(feurs)


def test_a_service_is_missed_only_once_a_rule_gives_it_questions(feurs: Feurs) -> None:
    roads = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    assert "services" not in lacks(feurs)
    rule = RoutingRule(organisation=feurs.organisation, theme="Éclairage", text="lampadaire", team=roads)
    rule.stand(0, by=feurs.ana, now=NOW)
    assert "services" in lacks(feurs)
    Seat.take([roads], feurs.organisation, by=feurs.driss, now=NOW)
    assert "services" not in lacks(feurs)
    Seat.objects.all().delete()
    ServiceContact(team=roads, email="voirie@feurs.example").keep(by=feurs.ana, now=NOW)
    assert "services" not in lacks(feurs)


def test_somebody_on_call_next_week_is_enough(feurs: Feurs) -> None:
    assert "on_call" in lacks(feurs, NOW)
    hours = {"starts_at": NOW + timedelta(days=7), "ends_at": NOW + timedelta(days=8)}
    Watch.give(feurs.organisation, feurs.driss, by=feurs.ana, now=NOW, **hours)
    assert "on_call" not in lacks(feurs, NOW)
    assert "on_call" in lacks(feurs, NOW + timedelta(days=8))


# --- what a person says


def test_whoever_says_that_a_copy_of_the_key_is_kept_is_named(feurs: Feurs, ana: Client, settings: Any) -> None:
    assert "I keep a copy elsewhere" in page(ana)
    ana.post(reverse("key_copy"))
    assert "key_copy" not in lacks(feurs)
    assert "said so on" in page(ana)
    settings.ENCRYPTION_KEYS = ["another-key", *settings.ENCRYPTION_KEYS]
    assert "key_copy" in lacks(feurs)
    assert "is another one since" in page(ana)


def test_what_is_done_without_is_missed_no_more_and_says_who_and_why(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse("need_forgoing", args=["on_call"]), {"on_call-reason": "On dort la nuit."})
    assert "on_call" not in lacks(feurs)
    assert "On dort la nuit." in page(ana)
    told = Event.objects.get(verb="NEED_FORGONE")
    assert (told.actor, told.detail["reason"]) == (feurs.ana, "On dort la nuit.")
    ana.post(reverse("need_again", args=["on_call"]))
    assert "on_call" in lacks(feurs)


def test_without_a_reason_nothing_is_done_without(feurs: Feurs, ana: Client) -> None:
    answer = ana.post(reverse("need_forgoing", args=["on_call"]), {"on_call-reason": " "}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "<details open>" in answer.content.decode()
    assert "on_call" in lacks(feurs)


def test_what_was_done_without_comes_back_with_another_row_that_lacks_it(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse("need_forgoing", args=["holders"]), {"holders-reason": "Un seul compte, une seule main."})
    assert "holders" not in lacks(feurs)
    feurs.another_account("culture")
    assert "holders" in lacks(feurs)


def test_what_was_done_without_comes_back_when_something_else_is_missing_of_it(
    feurs: Feurs, ana: Client, settings: Any
) -> None:
    ana.post(reverse("need_forgoing", args=["mail"]), {"mail-reason": "Tout passe par Matrix."})
    assert "mail" not in lacks(feurs)
    settings.MAIL_SERVER = MailServer.parse("smtp://mail.example:25?tls=off")
    assert "mail" in lacks(feurs)


def test_only_an_owner_does_without_something(feurs: Feurs, client: Client) -> None:
    feurs.organisation.admit(feurs.driss, "manager")
    client.force_login(feurs.driss)
    assert client.get(reverse("needs")).status_code == 200
    assert "Do without" not in page(client)
    asked = client.post(reverse("need_forgoing", args=["mail"]), {"mail-reason": "x"})
    assert (asked.status_code, "mail" in lacks(feurs)) == (403, True)


# --- where it is told


def test_whoever_does_not_run_the_organisation_is_told_nothing_of_it(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert client.get(reverse("needs")).status_code == 403
    for shown in ("today", "settings"):
        assert reverse("needs") not in client.get(reverse(shown)).content.decode()


def test_today_has_one_line_with_the_number_and_settings_a_door(feurs: Feurs, ana: Client) -> None:
    said = ana.get(reverse("today"), headers=ENGLISH).content.decode()
    assert f"{len(lacks(feurs))} things are still missing" in said
    assert reverse("needs") in ana.get(reverse("settings")).content.decode()


def everything_is_so(feurs: Feurs, settings: Any) -> None:
    settings.MAIL_SERVER = MailServer.parse("smtp://mail.example:25?tls=off")
    settings.PUBLIC_ADDRESS = "https://beffroi.feurs.example"
    left = mail(feurs, NOW)
    assert left.claim(now=NOW)
    left.settle_sent(now=NOW)
    for user in (feurs.ana, feurs.chloe):
        passkey(user)
        RecoveryCode.make(user, NOW)
    now = timezone.now()
    note_backup(rows=7, files=1, now=now)
    note_rehearsal(made_at=NOW, now=now)
    KeyHolder.write_down(feurs.account, by=feurs.ana, now=NOW, holder="Ana", phone_keeper="Chloé")
    Baseline.of(feurs.account).revise(by=feurs.chloe, now=NOW, office="Mairie")
    Watch.give(feurs.organisation, feurs.driss, starts_at=now, ends_at=now + minutes(9), by=feurs.ana, now=now)


def test_once_nothing_is_missing_the_page_says_so_and_today_is_silent(feurs: Feurs, ana: Client, settings: Any) -> None:
    everything_is_so(feurs, settings)
    ana.post(reverse("key_copy"))
    assert lacks(feurs) == []
    assert "Nothing is missing" in page(ana)
    assert reverse("needs") not in ana.get(reverse("today")).content.decode()


def test_the_reader_mends_their_own_and_is_told_whom_else_to_ask(feurs: Feurs, ana: Client) -> None:
    assert f'href="{reverse("second_factor")}"' in page(ana)
    passkey(feurs.ana)
    RecoveryCode.make(feurs.ana, NOW)
    said = page(ana)
    assert f'href="{reverse("second_factor")}"' not in said
    assert "<bdi>Chloé</bdi>" in said


def test_a_demonstration_is_never_nagged(feurs: Feurs, ana: Client) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    assert standings(feurs.organisation, NOW) == []
    assert "The demonstration needs nothing" in page(ana)
    assert reverse("needs") not in ana.get(reverse("today")).content.decode()
    assert ana.post(reverse("need_forgoing", args=["mail"]), {"mail-reason": "x"}).status_code == 404
    ana.post(reverse("key_copy"))
    assert not Event.objects.filter(verb="KEY_COPY_KEPT").exists()


def test_a_need_that_does_not_exist_is_no_page(ana: Client) -> None:
    assert ana.post(reverse("need_forgoing", args=["coffee"]), {"coffee-reason": "x"}).status_code == 404


def test_the_doctor_says_the_same_and_is_not_alarmed(feurs: Feurs) -> None:
    out = StringIO()
    examine(out)
    line = next(line for line in out.getvalue().splitlines() if "still missing" in line)
    assert line.startswith("ok   Ville de Feurs: still missing: second factors, mail, the public address, a backup")


def test_the_page_and_today_cost_few_queries_however_many_lack_something(feurs: Feurs, ana: Client) -> None:
    from django.db import connection

    for number in range(12):
        feurs.another_account(f"compte{number}")
    passkey(feurs.ana)
    for shown in ("needs", "today"):
        ana.get(reverse(shown))
        with CaptureQueriesContext(connection) as asked:
            ana.get(reverse(shown))
        assert len(asked) <= AT_MOST, [query["sql"][:200] for query in asked.captured_queries]


def test_the_application_of_codes_is_a_factor_too(feurs: Feurs) -> None:
    for user in (feurs.ana, feurs.chloe):
        CodeApp.objects.create(user=user, sealed=b"x", made_at=NOW)
    assert not without_second_factor(feurs.organisation, NOW).exists()
