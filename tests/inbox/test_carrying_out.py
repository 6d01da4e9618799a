"""What was decided about a message is done on the network that lets us, once; undone when it is lifted; and left to a
person where it cannot be done, or where nobody can tell."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.connectors.contract import as_json
from beffroi.connectors.sandbox_network import Sandbox
from beffroi.inbox.duties import carry_out_moderation
from beffroi.inbox.models import Case, Measure, ModerationAct, ModerationCharter
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.notify.kinds import KINDS
from beffroi.publishing.models import Stop
from beffroi.vocabulary import Sentence
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
    motives = ("Insultes", "Menaces")
    return ModerationCharter.publish(feurs.organisation, text="Ici on débat.", motives=motives, by=feurs.ana, now=NOW)


@pytest.fixture
def case(feurs: Feurs, charter: ModerationCharter) -> Case:
    return question(feurs, THREAT)


def decide(feurs: Feurs, case: Case, act: str = "block") -> ModerationAct:
    motive = ModerationCharter.objects.get().motives.all()[1]
    said: dict[str, Any] = {"act": act, "motive": motive, "reason": "Il vise un agent.", "review_at": LATER}
    return ModerationAct.decide(case, case.latest, **said, by=feurs.driss, now=NOW)


def verbs() -> list[str]:
    told = Event.objects.filter(verb__startswith="MODERATION").order_by("number")
    return list(told.values_list("verb", flat=True))


def blocked(network: Sandbox) -> set[tuple[str, str]]:
    return network.read().blocked


def test_a_block_is_done_once_and_undone_when_it_is_lifted(feurs: Feurs, case: Case) -> None:
    act = decide(feurs, case)
    assert [carry_out_moderation(NOW + minutes(1)) for _turn in range(2)] == [1, 0]
    assert blocked(feurs.sandbox) == {(feurs.account.native_id, case.latest.author_id)}
    act.refresh_from_db()
    assert act.done_at is not None
    assert act.done_by is None

    act.lift(by=feurs.ana, now=LATER)
    assert [carry_out_moderation(LATER) for _turn in range(2)] == [1, 0]
    assert blocked(feurs.sandbox) == set()
    assert verbs() == ["MODERATION_DECIDED", "MODERATION_CARRIED_OUT", "MODERATION_LIFTED", "MODERATION_TAKEN_BACK"]
    first, second = Measure.objects.all()
    assert (first.key, first.what, second.what) == (second.key, "block", "unblock")


def test_a_message_is_hidden_and_shown_again(feurs: Feurs, case: Case) -> None:
    act = decide(feurs, case, "hide")
    carry_out_moderation(NOW)
    assert feurs.sandbox.read().hidden == {case.latest.native_id}
    act.lift(by=feurs.ana, now=LATER)
    carry_out_moderation(LATER)
    assert feurs.sandbox.read().hidden == set()


def test_a_report_says_the_motive_and_our_words_and_is_not_taken_back(feurs: Feurs, case: Case) -> None:
    act = decide(feurs, case, "report")
    carry_out_moderation(NOW)
    [told] = feurs.sandbox.read().reports
    assert told["reason"] == "Menaces: Il vise un agent."
    act.lift(by=feurs.ana, now=LATER)
    assert carry_out_moderation(LATER) == 0
    assert Measure.objects.get().number == Measure.objects.get().key


def test_what_is_lifted_before_it_left_never_leaves(feurs: Feurs, case: Case) -> None:
    decide(feurs, case).lift(by=feurs.ana, now=NOW)
    assert carry_out_moderation(NOW + minutes(1)) == 0
    assert blocked(feurs.sandbox) == set()
    assert Measure.objects.get().state == "withdrawn"


def test_pressing_twice_asks_the_network_once(feurs: Feurs, case: Case) -> None:
    decide(feurs, case)
    decide(feurs, case)
    assert Measure.objects.count() == 1


def test_a_frozen_account_moderates_nothing_until_it_is_ours_again(feurs: Feurs, case: Case) -> None:
    feurs.account.freeze(reason=Sentence("Suspected."), now=NOW)
    decide(feurs, case)
    assert carry_out_moderation(NOW + minutes(1)) == 0
    assert blocked(feurs.sandbox) == set()
    feurs.account.thaw(by=feurs.ana, now=NOW + minutes(2))
    assert carry_out_moderation(NOW + minutes(3)) == 1
    assert blocked(feurs.sandbox)


def test_a_stop_holds_back_what_we_say_and_this_says_nothing(feurs: Feurs, case: Case) -> None:
    Stop.begin(feurs.organisation, reason="Attentat", by=feurs.ana, now=NOW)
    decide(feurs, case)
    assert carry_out_moderation(NOW + minutes(1)) == 1
    assert blocked(feurs.sandbox)


def test_a_network_that_asks_to_wait_is_asked_again(feurs: Feurs, case: Case) -> None:
    decide(feurs, case)
    feurs.sandbox.rate_limit(90)
    carry_out_moderation(NOW)
    assert (Measure.objects.get().state, carry_out_moderation(NOW + minutes(1))) == ("queued", 0)
    feurs.sandbox.recover()
    assert carry_out_moderation(NOW + minutes(2)) == 1
    assert blocked(feurs.sandbox)


def test_what_the_network_refuses_a_person_does_by_hand(feurs: Feurs, case: Case, client: Client) -> None:
    act = decide(feurs, case)
    feurs.sandbox.refuse("The sandbox blocks nobody today.")
    carry_out_moderation(NOW)
    client.force_login(feurs.driss)
    page = client.get(reverse("moderation_act", args=[act.pk]), headers=ENGLISH).content.decode()
    assert "Not done: Sandbox (fictional network) does not do it." in page
    assert "The sandbox blocks nobody today." in page
    client.post(reverse("moderation_doing", args=[act.pk]))
    act.refresh_from_db()
    assert act.done_by == feurs.driss
    assert carry_out_moderation(NOW + minutes(60)) == 0
    assert verbs() == ["MODERATION_DECIDED", "MODERATION_REFUSED", "MODERATION_DONE"]


def test_whoever_answers_is_told_that_it_is_left_to_them_until_somebody_did_it(feurs: Feurs, case: Case) -> None:
    act = decide(feurs, case)
    feurs.sandbox.refuse("The sandbox blocks nobody today.")
    carry_out_moderation(NOW)
    refused = Event.objects.get(verb="MODERATION_REFUSED")
    assert (refused.subject_kind, refused.subject_id) == ("inbox.moderationact", str(act.pk))
    kind = KINDS["moderation_left"]
    assert refused.verb in kind.verbs
    act.declare_done(by=feurs.driss, now=NOW)
    done = Event.objects.get(verb="MODERATION_DONE")
    assert (done.subject_kind, done.subject_id) == (refused.subject_kind, refused.subject_id)
    assert done.verb in kind.settled_by


def test_lost_access_is_told_of_the_account_and_the_act_waits(feurs: Feurs, case: Case) -> None:
    decide(feurs, case)
    feurs.sandbox.lose_access("feurs")
    carry_out_moderation(NOW)
    feurs.account.connection.refresh_from_db()
    assert feurs.account.connection.lost_at is not None
    assert Measure.objects.get().state == "queued"
    assert carry_out_moderation(NOW + minutes(60)) == 0


@pytest.mark.parametrize(("act", "state"), [("block", "queued"), ("report", "unsure")])
def test_a_worker_that_died_over_it_leaves_no_second_report(feurs: Feurs, case: Case, act: str, state: str) -> None:
    decide(feurs, case, act)
    measure = Measure.objects.whole().get()
    assert measure.claim(now=NOW)
    assert carry_out_moderation(NOW + minutes(0.5)) == 0
    assert carry_out_moderation(NOW + minutes(2)) == 1
    assert Measure.objects.get().state == state
    assert carry_out_moderation(NOW + minutes(3)) == (1 if act == "block" else 0)
    assert not feurs.sandbox.read().reports


def test_two_workers_block_once(feurs: Feurs, case: Case) -> None:
    decide(feurs, case)
    one, other = Measure.objects.whole().get(), Measure.objects.whole().get()
    assert one.claim(now=NOW)
    with pytest.raises(NotAllowed):
        other.claim(now=NOW)


def test_after_a_backup_a_report_is_in_doubt_and_a_block_is_done_again(feurs: Feurs, case: Case) -> None:
    decide(feurs, case, "report")
    decide(feurs, case, "block")
    assert Measure.objects.doubt(NOW) == 1
    assert set(Measure.objects.values_list("what", "state")) == {("report", "unsure"), ("block", "queued")}


def test_where_the_network_cannot_nothing_is_queued_and_the_page_says_so(
    feurs: Feurs, case: Case, client: Client
) -> None:
    feurs.account.limits = as_json(replace(feurs.account.on.capabilities, moderates=("report",)))
    feurs.account.save()
    case.refresh_from_db()
    client.force_login(feurs.driss)
    page = client.get(reverse("case_moderation", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "at once: Report it to the network." in page
    assert "and say so afterwards: Hide the message, Block its author." in page
    assert not decide(feurs, Case.objects.get(), "hide").measures.exists()


def test_the_page_says_what_became_of_it_on_the_network(feurs: Feurs, case: Case, client: Client) -> None:
    client.force_login(feurs.driss)
    said = {"act": "block", "motive": str(ModerationCharter.objects.get().motives.all()[1].pk), "is_weighed": "on"}
    form = {**said, "reason": "Une menace.", "review_on": "2026-12-20"}
    there = reverse("case_moderation", args=[case.pk])
    page = client.post(there, form, headers=ENGLISH, follow=True).content.decode()
    assert "Beffroi does it on the network now." in page
    assert "On its way to the network" in page
    carry_out_moderation(NOW)
    address = reverse("moderation_act", args=[ModerationAct.objects.get().pk])
    assert "Done on the network" in client.get(address, headers=ENGLISH).content.decode()
    lifting = reverse("moderation_lifting", args=[ModerationAct.objects.get().pk])
    assert "Being taken back" in client.post(lifting, headers=ENGLISH, follow=True).content.decode()
    carry_out_moderation(NOW)
    assert "Taken back on the network" in client.get(address, headers=ENGLISH).content.decode()
