"""From "it was not us" to the account that reads right again: the playbook, on the sandbox."""

from datetime import timedelta

import pytest

from beffroi.archive.models import OwnPost, Post
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, PlaybookRun, Tick
from beffroi.guard.steps import PLACES, STEPS, places
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.guard.taken import LURE, THIEF, not_us, put_back, read_again, take_over


def told(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


def test_not_us_opens_one_playbook_and_the_account_stays_frozen(feurs: Feurs) -> None:
    run = not_us(feurs)
    assert run.account.freeze_now is not None
    run.alarm.judge(ours=False, by=feurs.chloe, now=NOW + minutes(2))
    assert PlaybookRun.objects.count() == 1
    assert told("PLAYBOOK_OPENED") == 1


def test_it_was_us_opens_none(feurs: Feurs) -> None:
    take_over(feurs).judge(ours=True, by=feurs.ana, now=NOW)
    assert not PlaybookRun.objects.exists()


def test_two_alarms_of_one_account_are_dealt_with_in_one_playbook(feurs: Feurs) -> None:
    first = not_us(feurs)
    feurs.sandbox.rename("feurs", THIEF, handle="gabrielle")
    feurs.sandbox.join("feurs", "keeps our access")
    poll_profiles(NOW + minutes(10))
    second = Alarm.objects.exclude(pk=first.alarm_id).get()
    second.judge(ours=False, by=feurs.ana, now=NOW + minutes(11))
    assert PlaybookRun.objects.get() == first


def test_an_alarm_that_froze_nothing_freezes_once_it_was_not_us(feurs: Feurs) -> None:
    poll_profiles(NOW - minutes(10))
    feurs.sandbox.rename("feurs", "")
    poll_profiles(NOW)
    alarm = Alarm.objects.get()
    assert feurs.account.freeze_now is None
    alarm.judge(ours=False, by=feurs.ana, now=NOW)
    assert feurs.account.freeze_now is not None


def test_a_step_is_ticked_by_a_person_once_and_can_be_taken_back(feurs: Feurs) -> None:
    run = not_us(feurs)
    run.tick("password", by=feurs.ana, now=NOW + minutes(3))
    run.tick("password", by=feurs.chloe, now=NOW + minutes(4))
    assert Tick.objects.get().by == feurs.ana
    run.untick("password", by=feurs.chloe, now=NOW + minutes(5))
    assert not Tick.objects.exists()
    assert (told("PLAYBOOK_STEP_DONE"), told("PLAYBOOK_STEP_UNDONE")) == (1, 1)


def test_a_step_that_is_not_in_the_playbook_cannot_be_ticked(feurs: Feurs) -> None:
    with pytest.raises(KeyError):
        not_us(feurs).tick("delete the account", by=feurs.ana, now=NOW)


def test_no_step_deletes_the_account(feurs: Feurs) -> None:
    assert [step.key for step in STEPS][:5] == ["recover", "contacts", "password", "second_factor", "sessions"]
    assert "Do not delete the account" in STEPS[0].text


def test_the_addresses_of_a_mastodon_account_are_those_of_its_server(feurs: Feurs) -> None:
    feurs.account.network, feurs.account.handle = "mastodon", "feurs@social.example"
    [reset, about] = places(feurs.account, STEPS[0])
    assert reset.address == "https://social.example/auth/password/new"
    assert about.address == "https://social.example/about"


def test_every_address_is_one_that_a_step_asks_for() -> None:
    asked = {place for step in STEPS for place in step.places}
    assert {place.key for network in PLACES.values() for place in network} <= asked


def test_each_place_reads_wrong_while_the_thief_is_there_and_right_once_it_is_put_back(feurs: Feurs) -> None:
    run = not_us(feurs)
    assert set(read_again(run, at=minutes(2)).values()) == {"wrong"}
    said = {surface.surface: translated(surface.said) for surface in run.surfaces.all()}
    assert THIEF in said["profile"]
    assert "Gagnez" in said["feed"]
    assert THIEF in said["card"]
    assert THIEF in said["search"]
    put_back(feurs)
    assert set(read_again(run, at=minutes(4)).values()) == {"right"}
    run.refresh_from_db()
    assert run.verified_at == NOW + minutes(4)
    assert told("REPAIR_VERIFIED") == 1


def test_a_card_that_other_sites_kept_is_not_right_yet(feurs: Feurs) -> None:
    run = not_us(feurs)
    put_back(feurs)
    feurs.sandbox.rename("feurs", "Ville de Feurs", card=THIEF)
    states = read_again(run, at=minutes(2))
    assert states == {"profile": "right", "feed": "right", "card": "wrong", "search": "right"}
    run.refresh_from_db()
    assert run.verified_at is None


def test_what_was_right_and_is_not_any_more_is_told(feurs: Feurs) -> None:
    run = not_us(feurs)
    put_back(feurs)
    read_again(run, at=minutes(2))
    feurs.sandbox.rename("feurs", THIEF)
    read_again(run, at=minutes(10))
    run.refresh_from_db()
    assert run.verified_at is None
    assert told("REPAIR_BROKEN") == 1


def test_what_left_through_beffroi_before_the_alarm_is_nobodys_lure(feurs: Feurs) -> None:
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Le marché ouvre.", now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW - minutes(5))
    draft.approve(by=feurs.chloe, version=1, now=NOW - minutes(5))
    send_due(NOW - minutes(5))
    assert Publication.objects.get().state == "sent"
    run = not_us(feurs)
    put_back(feurs)
    assert read_again(run, at=minutes(2))["feed"] == "right"


def test_a_lure_that_the_stream_has_heard_before_the_alarm_is_not_ours(feurs: Feurs) -> None:
    run = not_us(feurs)
    [lure] = feurs.connector.latest(feurs.account.native_id, 10)
    OwnPost.note(Post.store(lure, now=NOW - minutes(1)), feurs.account, now=NOW - minutes(1))
    assert read_again(run, at=minutes(2))["feed"] == "wrong"


def test_a_lure_is_kept_as_evidence_before_anybody_deletes_it(feurs: Feurs) -> None:
    run = not_us(feurs)
    read_again(run, at=minutes(2))
    put_back(feurs)
    read_again(run, at=minutes(4))
    assert run.incident is not None
    entry = run.incident.entries.get(episode="faulty")
    assert entry.post is not None
    assert entry.post.text == LURE
    assert entry.is_intact


def test_a_person_looks_where_the_network_cannot_be_asked(feurs: Feurs) -> None:
    run = not_us(feurs)
    put_back(feurs)
    card = run.surfaces.get(surface="card")
    card.cannot_be_read(Sentence("This server has no public page of the account."), now=NOW + minutes(1))
    read_again(run, at=minutes(2))
    run.refresh_from_db()
    assert run.verified_at is None
    run.surfaces.get(surface="card").confirm(by=feurs.ana, now=NOW + minutes(3))
    run.refresh_from_db()
    assert run.verified_at == NOW + minutes(3)
    assert told("SURFACE_SEEN") == 1


def test_a_network_that_does_not_answer_changes_nothing_that_was_read(feurs: Feurs) -> None:
    run = not_us(feurs)
    put_back(feurs)
    read_again(run, at=minutes(2))
    feurs.sandbox.file.rename(feurs.sandbox.file.with_suffix(".away"))
    states = read_again(run, at=minutes(10))
    assert set(states.values()) == {"right"}
    assert run.surfaces.exclude(trouble={}).count() == 4


def test_the_playbook_closes_when_all_of_it_reads_right_and_the_account_may_speak(feurs: Feurs) -> None:
    run = not_us(feurs)
    put_back(feurs)
    read_again(run, at=minutes(2))
    run.finish(by=feurs.ana, now=NOW + minutes(5))
    assert feurs.account.freeze_now is None
    assert not Alarm.objects.standing().exists()
    assert not run.surfaces.exclude(due_at=None).exists()
    assert run.incident is not None
    ends = run.incident.entries.filter(episode="outcome").order_by("at").values_list("event__verb", flat=True)
    assert list(ends) == ["REPAIR_VERIFIED", "PLAYBOOK_CLOSED"]


def test_it_does_not_close_before_that_unless_a_person_says_why(feurs: Feurs) -> None:
    run = not_us(feurs)
    with pytest.raises(NotAllowed):
        run.finish(by=feurs.ana, now=NOW + minutes(5), despite="  ")
    assert feurs.account.freeze_now is not None
    run.finish(by=feurs.ana, now=NOW + minutes(6), despite="Le moteur garde l'ancien nom une semaine.")
    assert feurs.account.freeze_now is None
    assert told("PLAYBOOK_CLOSED_DESPITE") == 1


def test_a_closed_playbook_takes_nothing_any_more(feurs: Feurs) -> None:
    run = not_us(feurs)
    run.finish(by=feurs.ana, now=NOW + minutes(6), despite="x")
    with pytest.raises(NotAllowed):
        run.tick("warn", by=feurs.ana, now=NOW)
    with pytest.raises(NotAllowed):
        run.choose("rename", by=feurs.ana, now=NOW)
    with pytest.raises(NotAllowed):
        run.finish(by=feurs.ana, now=NOW, despite="x")
    with pytest.raises(NotAllowed):
        run.surfaces.get(surface="card").confirm(by=feurs.ana, now=NOW)


def test_another_alarm_of_the_account_keeps_it_frozen(feurs: Feurs) -> None:
    run = not_us(feurs)
    feurs.sandbox.rename("feurs", "Somebody else again")
    poll_profiles(NOW + minutes(10))
    assert Alarm.objects.count() == 2
    run.finish(by=feurs.ana, now=NOW + minutes(11), despite="x")
    assert feurs.account.freeze_now is not None


def test_once_all_of_it_reads_right_no_alarm_of_the_same_hand_is_left(feurs: Feurs) -> None:
    run = not_us(feurs)
    feurs.sandbox.rename("feurs", "Gabrielle P. Powell 2")
    poll_profiles(NOW + minutes(10))
    assert Alarm.objects.open().exists()
    put_back(feurs)
    read_again(run, at=minutes(12))
    run.finish(by=feurs.ana, now=NOW + minutes(13))
    assert not Alarm.objects.standing().exists()
    assert feurs.account.freeze_now is None


def test_a_thief_who_comes_back_is_another_playbook(feurs: Feurs) -> None:
    run = not_us(feurs)
    put_back(feurs)
    read_again(run, at=minutes(2))
    run.finish(by=feurs.ana, now=NOW + minutes(5))
    feurs.sandbox.rename("feurs", THIEF)
    poll_profiles(NOW + minutes(30))
    again = Alarm.objects.open().get()
    again.judge(ours=False, by=feurs.ana, now=NOW + minutes(31))
    assert PlaybookRun.objects.count() == 2


def test_what_becomes_of_the_account_is_chosen_and_written_down(feurs: Feurs) -> None:
    run = not_us(feurs)
    run.choose("rename", by=feurs.ana, now=NOW + minutes(5))
    run.choose("rename", by=feurs.ana, now=NOW + minutes(6))
    assert told("PLAYBOOK_WAY_CHOSEN") == 1
    with pytest.raises(KeyError):
        run.choose("delete", by=feurs.ana, now=NOW)


def test_nothing_leaves_from_it_while_the_playbook_is_open_and_what_was_held_leaves_or_asks(feurs: Feurs) -> None:
    soon, late = (
        planned(feurs, text, at) for text, at in (("Permanence.", minutes(40)), ("Match ce soir.", minutes(3)))
    )
    run = not_us(feurs)
    for at in (minutes(3), minutes(10), minutes(30)):
        send_due(NOW + at)
    put_back(feurs)
    read_again(run, at=minutes(35))
    run.finish(by=feurs.ana, now=NOW + minutes(36))
    send_due(NOW + minutes(40))
    soon.refresh_from_db()
    late.refresh_from_db()
    assert (soon.state, late.state) == ("sent", "missed")
    assert [post["text"] for post in feurs.sandbox.read().posts.values()] == ["Permanence."]


def planned(feurs: Feurs, text: str, at: timedelta) -> Publication:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text=text,
        leave_at=NOW + at,
        now=NOW - minutes(20),
    )
    draft.submit(by=feurs.bruno, now=NOW - minutes(20))
    draft.approve(by=feurs.chloe, version=1, now=NOW - minutes(20))
    return draft.publications.get()
