"""Insults and threats have their own path: a motive of the charter, evidence, a day to look again, and a register."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.connectors.contract import as_json
from beffroi.inbox.duties import remind_of_moderation
from beffroi.inbox.models import Case, ModerationAct, ModerationCharter, Motive
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import question

ENGLISH = {"accept-language": "en"}
THREAT = "On sait où tu habites."
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def charter(feurs: Feurs) -> ModerationCharter:
    return publish(feurs)


def publish(feurs: Feurs, *motives: str, text: str = "On débat ici sans insulte.") -> ModerationCharter:
    said = motives or ("Insultes", "Menaces")
    return ModerationCharter.publish(feurs.organisation, text=text, motives=said, by=feurs.ana, now=NOW)


def motive(charter: ModerationCharter, nth: int = 1) -> Motive:
    return charter.motives.all()[nth]


def decide(feurs: Feurs, case: Case, ground: Motive, **changes: Any) -> ModerationAct:
    what: dict[str, Any] = {"act": "block", "motive": ground, "reason": "Une menace.", "review_at": LATER}
    return ModerationAct.decide(case, case.latest, **{**what, **changes}, by=feurs.driss, now=NOW)


def test_a_decision_keeps_its_evidence_and_its_motive(feurs: Feurs, charter: ModerationCharter) -> None:
    case = question(feurs, THREAT)
    act = decide(feurs, case, motive(charter))
    case.latest.take_away(now=NOW + minutes(1), keep_words=False)
    act.refresh_from_db()
    assert (act.words, act.post.text, len(act.fingerprint)) == (THREAT, "", 64)
    said = Event.objects.get(verb="MODERATION_DECIDED")
    assert (said.actor, said.detail["motive"]) == (feurs.driss, "Menaces")
    assert THREAT not in str(said.detail)
    assert not Post.objects.nobody_needs().filter(pk=act.post_id)


def test_nothing_is_decided_without_a_motive_of_the_charter_in_force(feurs: Feurs) -> None:
    case, old = question(feurs, THREAT), publish(feurs)
    before = motive(old)
    publish(feurs, "Menaces", text="Version 2")
    with pytest.raises(NotAllowed):
        decide(feurs, case, before)
    assert not ModerationAct.objects.exists()


def test_a_decision_without_a_day_to_look_again_is_none(feurs: Feurs, charter: ModerationCharter) -> None:
    with pytest.raises(NotAllowed):
        decide(feurs, question(feurs, THREAT), motive(charter), review_at=NOW)


def test_pressing_twice_decides_once(feurs: Feurs, charter: ModerationCharter) -> None:
    case = question(feurs, THREAT)
    assert decide(feurs, case, motive(charter)) == decide(feurs, case, motive(charter))
    assert Event.objects.filter(verb="MODERATION_DECIDED").count() == 1


def test_the_same_charter_published_again_is_no_new_version(feurs: Feurs, charter: ModerationCharter) -> None:
    assert publish(feurs) == charter
    newer = publish(feurs, "Insultes")
    assert (newer.version, newer.address) == (2, charter.address)
    assert [each.words for each in charter.motives.all()] == ["Insultes", "Menaces"]


def form(charter: ModerationCharter, **changes: str) -> dict[str, str]:
    said = {"act": "block", "motive": str(motive(charter).pk), "reason": "Une menace.", "review_on": "2026-12-20"}
    return {**said, "is_weighed": "on", **changes}


def there(case: Case) -> str:
    return reverse("case_moderation", args=[case.pk])


def test_without_a_charter_the_page_says_so_and_takes_nothing(feurs: Feurs, client: Client) -> None:
    case = question(feurs, THREAT)
    client.force_login(feurs.driss)
    shown = client.post(there(case), {"act": "block"}, headers=ENGLISH).content.decode()
    assert "There is no charter yet" in shown
    assert not ModerationAct.objects.exists()


def test_an_institutional_account_warns_and_asks_for_a_lesser_measure_first(
    feurs: Feurs, charter: ModerationCharter, client: Client
) -> None:
    case = question(feurs, THREAT)
    client.force_login(feurs.driss)
    assert "@feurs is an institutional account." in client.get(there(case), headers=ENGLISH).content.decode()
    page = client.post(there(case), form(charter, is_weighed=""), headers=ENGLISH)
    assert page.status_code == 422
    assert "a lesser measure is not enough" in page.content.decode()
    assert "Une menace." in page.content.decode()
    assert client.post(there(case), form(charter, is_weighed="", act="report"), headers=ENGLISH).status_code == 302


def test_a_personal_account_is_not_warned_of(feurs: Feurs, charter: ModerationCharter, client: Client) -> None:
    feurs.account.is_institutional = False
    feurs.account.save()
    case = question(feurs, THREAT)
    client.force_login(feurs.driss)
    assert "institutional" not in client.get(there(case), headers=ENGLISH).content.decode()
    assert client.post(there(case), form(charter, is_weighed="")).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"motive": ""}, {"reason": ""}, {"review_on": "2026-11-20"}, {"review_on": "2028-01-01"}, {"act": "ban"}],
)
def test_what_is_missing_is_told_and_nothing_is_decided(
    feurs: Feurs, charter: ModerationCharter, client: Client, changes: dict[str, str]
) -> None:
    client.force_login(feurs.driss)
    assert client.post(there(question(feurs, THREAT)), form(charter, **changes)).status_code == 422
    assert not ModerationAct.objects.exists()


def test_the_page_says_that_a_person_does_it_by_hand(feurs: Feurs, charter: ModerationCharter, client: Client) -> None:
    feurs.account.limits = as_json(replace(feurs.account.on.capabilities, moderates=()))
    feurs.account.save()
    case = question(feurs, THREAT)
    client.force_login(feurs.driss)
    shown = client.post(there(case), form(charter), headers=ENGLISH, follow=True).content.decode()
    assert "Not done yet: Beffroi cannot do it on" in shown
    act = ModerationAct.objects.get()
    client.post(reverse("moderation_doing", args=[act.pk]))
    act.refresh_from_db()
    assert (act.done_by, act.done_at) == (feurs.driss, NOW)
    assert Event.objects.get(verb="MODERATION_DONE").actor == feurs.driss


def test_its_day_comes_once_and_a_further_look_sets_another(feurs: Feurs, charter: ModerationCharter) -> None:
    act = decide(feurs, question(feurs, THREAT), motive(charter))
    assert [remind_of_moderation(at) for at in (NOW, LATER, LATER, LATER + minutes(60))] == [0, 1, 0, 0]
    assert Event.objects.filter(verb="MODERATION_REVIEW_DUE").count() == 1
    act.uphold(until=LATER + timedelta(days=90), by=feurs.driss, now=LATER)
    assert remind_of_moderation(LATER + timedelta(days=90)) == 1
    act.lift(by=feurs.driss, now=LATER + timedelta(days=91))
    assert remind_of_moderation(LATER + timedelta(days=999)) == 0
    assert Event.objects.filter(verb="MODERATION_LIFTED").count() == 1


def test_the_register_shows_what_was_decided_and_what_was_lifted(
    feurs: Feurs, charter: ModerationCharter, client: Client
) -> None:
    blocked = decide(feurs, question(feurs, THREAT), motive(charter))
    decide(feurs, question(feurs, "Imbéciles", author="max"), motive(charter, 0), act="hide")
    blocked.lift(by=feurs.ana, now=NOW + minutes(5))
    client.force_login(feurs.bruno)
    shown = client.get(reverse("moderation"), headers=ENGLISH).content.decode()
    assert "@eve" in shown
    assert "@max" in shown
    assert "Lifted" in shown
    blocks = client.get(reverse("moderation") + "?show=block", headers=ENGLISH).content.decode()
    assert "@max" not in blocks
    assert THREAT not in blocks


def test_anybody_reads_the_charter_and_its_earlier_versions(
    feurs: Feurs, charter: ModerationCharter, client: Client
) -> None:
    publish(feurs, "Menaces", text="Version deux du texte.")
    address = reverse("public_charter", args=[charter.address])
    assert "Version deux du texte." in client.get(address).content.decode()
    old = client.get(address, {"version": "1"}, headers=ENGLISH).content.decode()
    assert "On débat ici sans insulte." in old
    assert "It is no longer in force." in old
    assert client.get(reverse("public_charter", args=["elsewhere"])).status_code == 404


def test_only_who_runs_the_organisation_publishes_it(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.post(reverse("charter"), {"text": "x", "motives": "y"}).status_code == 403
    client.force_login(feurs.ana)
    client.post(reverse("charter"), {"text": "x", "motives": "Insultes\n\n  Menaces \nInsultes"})
    published = ModerationCharter.objects.get()
    assert [each.words for each in published.motives.all()] == ["Insultes", "Menaces"]


def test_a_message_of_another_case_cannot_be_moderated_from_here(
    feurs: Feurs, charter: ModerationCharter, client: Client
) -> None:
    case, other = question(feurs, THREAT), question(feurs, "Autre", author="max")
    client.force_login(feurs.driss)
    assert client.get(f"{there(case)}?post={other.latest_id}").status_code == 404


@pytest.mark.parametrize("press", ["doing", "upholding"])
def test_whoever_acts_on_what_was_lifted_meanwhile_is_told_so(
    feurs: Feurs, charter: ModerationCharter, client: Client, press: str
) -> None:
    act = decide(feurs, question(feurs, THREAT), motive(charter))
    act.lift(by=feurs.chloe, now=NOW)
    client.force_login(feurs.driss)
    told = client.post(reverse(f"moderation_{press}", args=[act.pk]), headers=ENGLISH, follow=True)
    page = told.content.decode()
    assert "It was lifted meanwhile, and stands no more." in page
    assert "by hand." not in page and "It stands, and" not in page
