"""One press acts on one case or on many; one press takes it back."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import Organisation
from beffroi.inbox.duties import tidy_desk
from beffroi.inbox.models import Act, Assignment, Case, CaseLabel, Label, Note, Snooze
from beffroi.inbox.models.act import KINDS, TAKEN_BACK_WITHIN
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again, ask

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def cases(feurs: Feurs) -> list[Case]:
    return [ask(feurs, minute, who=who) for minute, who in enumerate(("eve", "karim", "lucie"))]


def label_of(feurs: Feurs, name: str = "Éclairage") -> Label:
    label = Label(organisation=feurs.organisation)
    label.call(name, by=feurs.driss, now=NOW)
    return label


def press(client: Client, act: str, cases: list[Case], **more: object) -> str:
    sent = {"act": act, "case": [case.pk for case in cases], **more}
    return client.post(reverse("case_acts"), sent, headers=ENGLISH, follow=True).content.decode()


def test_each_thing_that_can_be_pressed_can_be_taken_back(feurs: Feurs, cases: list[Case]) -> None:
    label, team = label_of(feurs), feurs.organisation.teams.create(name="Voirie")
    asked = NOW + minutes(90)
    values = {
        "assign": feurs.driss.pk,
        "hand": team.pk,
        "prioritise": "urgent",
        "snooze": asked.isoformat(),
        "close": True,
        "label": True,
    }
    assert values.keys() == KINDS.keys()
    for kind, value in values.items():
        about = label.pk if kind == "label" else 0
        before = [KINDS[kind].read(again(case), about) for case in cases]
        act = Act.press(kind, cases, value, by=feurs.driss, now=NOW + minutes(5), about=about)
        assert act is not None
        assert [KINDS[kind].read(again(case), about) for case in cases] == [value] * 3, kind
        assert act.undo(now=NOW + minutes(6)) == 3
        assert [KINDS[kind].read(again(case), about) for case in cases] == before, kind


def test_every_act_on_every_case_is_an_event_and_so_is_taking_it_back(feurs: Feurs, cases: list[Case]) -> None:
    act = Act.press("close", cases, True, by=feurs.driss, now=NOW + minutes(5))
    assert act is not None
    act.undo(now=NOW + minutes(6))
    told = Event.objects.filter(actor=feurs.driss).values_list("verb", flat=True)
    assert list(told.order_by("number")) == ["CASE_CLOSED"] * 3 + ["CASE_REOPENED"] * 3 + ["ACT_UNDONE"]


def test_what_a_colleague_changed_since_stays(feurs: Feurs, cases: list[Case]) -> None:
    act = Act.press("prioritise", cases, "high", by=feurs.driss, now=NOW + minutes(5))
    again(cases[0]).prioritise("urgent", by=feurs.chloe, now=NOW + minutes(6))
    assert act is not None
    assert act.undo(now=NOW + minutes(7)) == 2
    assert [again(case).priority for case in cases] == ["urgent", "normal", "normal"]


def test_a_second_undo_does_nothing(feurs: Feurs, cases: list[Case]) -> None:
    act = Act.press("close", cases, True, by=feurs.driss, now=NOW + minutes(5))
    assert act is not None
    assert [act.undo(now=NOW + minutes(6)) for _press in range(2)] == [3, 0]


def test_only_ones_own_last_act_can_be_taken_back_and_only_for_a_while(feurs: Feurs, cases: list[Case]) -> None:
    act = Act.press("close", cases, True, by=feurs.driss, now=NOW)
    assert Act.of(feurs.driss, feurs.organisation, now=NOW + minutes(1)) == act
    assert Act.of(feurs.chloe, feurs.organisation, now=NOW + minutes(1)) is None
    assert Act.of(feurs.driss, feurs.organisation, now=NOW + TAKEN_BACK_WITHIN) is None
    assert tidy_desk(NOW + minutes(1)) == 0
    assert tidy_desk(NOW + 3 * TAKEN_BACK_WITHIN) == 1


def test_pressing_what_is_so_already_is_no_act(feurs: Feurs, cases: list[Case]) -> None:
    assert Act.press("prioritise", cases, "normal", by=feurs.driss, now=NOW) is None
    assert not Event.objects.filter(verb="CASE_PRIORITISED").exists()


def test_a_case_is_given_to_a_person_with_its_trace(feurs: Feurs, cases: list[Case], client: Client) -> None:
    client.force_login(feurs.driss)
    assert "2 cases were given." in press(client, "to-me", cases[:2])
    assert {again(case).assignee for case in cases} == {feurs.driss, None}
    assert Assignment.objects.filter(person=feurs.driss, by=feurs.driss).count() == 2
    press(client, "assign", cases, to=feurs.chloe.pk)
    assert {again(case).assignee for case in cases} == {feurs.chloe}
    press(client, "assign", cases[:1], to="nobody")
    assert again(cases[0]).assignee is None


def test_nobody_is_given_a_case_who_may_not_answer(feurs: Feurs, cases: list[Case], client: Client) -> None:
    client.force_login(feurs.driss)
    for who in (feurs.bruno, feurs.eve):  # a contributor; a stranger
        assert "choose to whom" in press(client, "assign", cases[:1], to=who.pk)
    assert again(cases[0]).assignee is None


def test_the_page_offers_to_take_it_back_without_any_script(feurs: Feurs, cases: list[Case], client: Client) -> None:
    client.force_login(feurs.driss)
    shown = press(client, "close", cases[:2], back="/inbox?show=mine")
    assert "2 cases were closed." in shown
    assert f'action="{reverse("case_undoing")}"' in shown
    undone = client.post(reverse("case_undoing"), {"back": "/inbox"}, headers=ENGLISH, follow=True).content.decode()
    assert "Taken back in 2 cases." in undone
    assert not Case.objects.exclude(closed_at=None)


def test_a_wrong_choice_changes_nothing_and_keeps_what_was_chosen(
    feurs: Feurs, cases: list[Case], client: Client
) -> None:
    client.force_login(feurs.driss)
    for act, wrong in {
        "snooze": {"until_at": "2020-01-01T08:00"},
        "label": {"label": ""},
        "prioritise": {"priority": "very"},
        "hand": {"team": "99"},
        "dance": {},
    }.items():
        shown = press(client, act, cases[:1], **wrong)
        assert "Nothing was done" in shown, act
        assert (
            f'value="{cases[0].pk}" form="bulk" data-key="x" data-key-label="Choose the row" data-pick checked' in shown
        )
    assert not Act.objects.exists()


def test_the_way_back_leads_nowhere_else(feurs: Feurs, cases: list[Case], client: Client) -> None:
    client.force_login(feurs.driss)
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post(reverse("case_acts"), {"act": "close", "case": cases[0].pk, "back": elsewhere})
        assert answer["Location"] == reverse("inbox")


def test_the_cases_of_another_organisation_are_out_of_reach(feurs: Feurs, cases: list[Case], client: Client) -> None:
    Organisation.objects.create(name="Ailleurs").admit(feurs.eve, "owner")
    client.force_login(feurs.eve)
    assert "choose at least one case" in press(client, "close", cases)
    assert not Case.objects.exclude(closed_at=None)


def test_a_case_is_set_aside_until_a_moment_of_ones_own(feurs: Feurs, cases: list[Case], client: Client) -> None:
    client.force_login(feurs.driss)
    tomorrow = timezone.localtime(timezone.now() + minutes(24 * 60)).strftime("%Y-%m-%dT10:30")
    assert "1 case was set aside." in press(client, "snooze", cases[:1], until_at=tomorrow)
    asleep = Snooze.of(again(cases[0]))
    assert asleep is not None and asleep.due_at is not None
    assert asleep.due_at.astimezone(feurs.organisation.tz).strftime("%H:%M") == "10:30"
    assert "1 case was woken." in press(client, "wake", cases[:1])
    assert Snooze.of(again(cases[0])) is None


def test_a_label_goes_from_every_case_with_itself(feurs: Feurs, cases: list[Case]) -> None:
    label = label_of(feurs)
    Act.press("label", cases, True, by=feurs.driss, now=NOW, about=label.pk)
    label.remove(by=feurs.driss, now=NOW)
    assert not CaseLabel.objects.exists()
    assert Event.objects.get(verb="LABEL_REMOVED").detail["cases"] == 3


def test_a_priority_is_one_of_four_words(feurs: Feurs, cases: list[Case]) -> None:
    with pytest.raises(IntegrityError):
        Case.objects.filter(pk=cases[0].pk).update(priority="very")


def test_a_note_is_for_colleagues_and_the_journal_does_not_say_it(
    feurs: Feurs, cases: list[Case], client: Client
) -> None:
    client.force_login(feurs.driss)
    there = reverse("case_notes", args=[cases[0].pk])
    sent = {"note": "Vu avec la voirie : lampe commandée.", "to": feurs.chloe.pk}
    shown = client.post(there, sent, headers=ENGLISH, follow=True).content.decode()
    assert "lampe commandée" in shown
    assert (Note.objects.get().to, Note.objects.get().by) == (feurs.chloe, feurs.driss)
    told = Event.objects.get(verb="CASE_NOTE_FOR")
    assert told.detail == {"to": "Chloé"}
    empty = client.post(there, {"note": "  "}, headers=ENGLISH)
    assert empty.status_code == 422
    assert "the note is empty" in empty.content.decode()


def test_no_note_reaches_the_network(feurs: Feurs, cases: list[Case]) -> None:
    Note.write(cases[0], "Ne pas répondre trop vite.", by=feurs.driss, now=NOW)
    draft = cases[0].reply("Bonjour.", by=feurs.driss, now=NOW)
    assert draft.latest.text == "Bonjour."


def test_a_moment_that_the_clock_shows_twice_sets_aside_until_the_first(
    feurs: Feurs, cases: list[Case], client: Client
) -> None:
    client.force_login(feurs.driss)
    told = press(client, "snooze", cases[:1], until_at="2099-10-25T02:30")  # its field cannot ask which
    assert "comes twice" not in told
    assert Snooze.objects.get().due_at == datetime(2099, 10, 25, 0, 30, tzinfo=UTC)
