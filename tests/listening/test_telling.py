"""Who is told of an alert, when and in which words: quiet hours, who is on call, and what was muted."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from beffroi.access.models import User
from beffroi.journal.models import Event
from beffroi.listening.duties import tell_alerts
from beffroi.listening.models import Alert, Mute, Policy, SavedSearch
from beffroi.notify.duties import read_ledger
from beffroi.notify.models import Choice, Message, Watch
from tests.cast import NOW, Feurs, minutes
from tests.listening.conftest import Finds, worked

NIGHT = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # midnight in Feurs
MORNING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # seven o'clock
QUIET: dict[str, Any] = {"quiet_from": time(22), "quiet_until": time(7)}


def told() -> set[tuple[str, datetime | None]]:
    return {(message.name, message.due_at) for message in Message.objects.filter(kind="search_alert")}


def on_call(feurs: Feurs, who: Any, starts_at: datetime = NOW, ends_at: datetime = MORNING) -> Watch:
    return Watch.give(feurs.organisation, who, starts_at=starts_at, ends_at=ends_at, by=feurs.ana, now=NOW)


@pytest.fixture
def quiet(feurs: Feurs, search: SavedSearch) -> Policy:
    policy = Policy.of(search)
    policy.choose(by=feurs.driss, now=NOW, rings="each", **QUIET)
    return policy


def test_those_are_told_who_answer_and_the_message_says_what_was_found(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    finds(NOW, text="Le  pont\nest fermé")
    worked(NOW)
    assert told() == {("Ana", NOW), ("Chloé", NOW), ("Driss", NOW)}
    message = Message.objects.filter(name="Driss").get()
    said = message.body["say"].format_map(message.body["values"])
    assert said == "Le pont: one post. “Le pont est fermé”"
    assert message.opened()["link"] == f"https://beffroi.feurs.example/listening#alert-{Alert.objects.get().pk}"


def test_of_a_long_post_the_first_words_are_told(search: SavedSearch, finds: Finds) -> None:
    finds(NOW, text="pont " * 200)
    worked(NOW)
    words = Message.objects.all()[0].body["values"]["words"]
    assert (len(words) <= 100, words[-1]) == (True, "…")


def test_what_rang_is_told_once(search: SavedSearch, finds: Finds) -> None:
    finds(NOW)
    worked(NOW)
    assert tell_alerts(NOW + minutes(5)) == 0
    assert [message.count for message in Message.objects.all()] == [1, 1, 1]


def test_an_alert_that_somebody_has_read_is_told_to_nobody(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    finds(NOW)
    Alert.objects.get().read(by=feurs.driss, now=NOW)
    worked(NOW)
    assert told() == set()


def test_reading_it_withdraws_what_still_waits(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    finds(NOW)
    worked(NOW)
    Alert.objects.get().read(by=feurs.driss, now=NOW)
    read_ledger(NOW)
    assert {message.state for message in Message.objects.all()} == {"withdrawn"}


def has_a_telephone(feurs: Feurs) -> None:
    choice = Choice(user=feurs.driss, organisation=feurs.organisation, channel="sms", lang="fr")
    choice.address, choice.confirmed_at = "+33612345678", NOW
    choice.save()


@pytest.fixture(autouse=True)
def gateway_is_set(settings: Any) -> None:
    settings.SMS_GATEWAY = "https://sms.example"


def sleeps(feurs: Feurs, who: Any) -> None:
    choice = Choice.untouched(who, feurs.organisation, "mail")
    choice.quiet_from, choice.quiet_until = time(21), time(8)
    choice.save()


def test_a_person_has_quiet_hours_of_their_own(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    sleeps(feurs, feurs.chloe)
    finds(NIGHT)
    worked(NIGHT)
    assert told() == {("Ana", NIGHT), ("Driss", NIGHT), ("Chloé", MORNING + minutes(60))}


def test_a_search_that_is_urgent_wakes_them(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    sleeps(feurs, feurs.chloe)
    Policy.of(search).choose(by=feurs.driss, now=NOW, rings="each", is_urgent=True)
    finds(NIGHT)
    worked(NIGHT)
    assert ("Chloé", NIGHT) in told()


@pytest.mark.usefixtures("quiet")
def test_in_the_quiet_hours_of_a_search_only_who_is_on_call_is_told_and_at_once(feurs: Feurs, finds: Finds) -> None:
    sleeps(feurs, feurs.driss)
    on_call(feurs, feurs.driss)
    has_a_telephone(feurs)
    finds(NIGHT)
    worked(NIGHT)
    assert told() == {("Driss", NIGHT)}
    Message.objects.update(state="sent", sent_at=NIGHT, due_at=None)
    worked(MORNING)
    assert told() == {("Driss", None)}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("came", ["the call failed", "there was only a mail"])
def test_where_the_call_rang_nowhere_everybody_is_told_when_the_quiet_hours_end(
    feurs: Feurs, finds: Finds, came: str
) -> None:
    on_call(feurs, feurs.driss)
    if came == "the call failed":
        has_a_telephone(feurs)
    finds(NIGHT)
    worked(NIGHT)
    Message.objects.update(state="sent", sent_at=NIGHT, due_at=None)
    Message.objects.filter(channel="sms").update(state="failed")
    worked(MORNING)
    assert {("Ana", MORNING), ("Chloé", MORNING)} <= told()


@pytest.mark.usefixtures("quiet")
def test_who_is_on_call_is_told_though_their_role_answers_nobody(feurs: Feurs, finds: Finds) -> None:
    on_call(feurs, feurs.bruno)
    finds(NIGHT)
    worked(NIGHT)
    assert told() == {("Bruno", NIGHT)}


@pytest.mark.usefixtures("quiet")
def test_by_day_everybody_is_told_whoever_is_on_call(feurs: Feurs, finds: Finds) -> None:
    on_call(feurs, feurs.driss)
    finds(NOW)
    worked(NOW)
    assert len(told()) == 3


@pytest.mark.usefixtures("quiet")
def test_where_nobody_is_on_call_everybody_is_told_when_the_quiet_hours_end(finds: Finds) -> None:
    for n in range(3):
        finds(NIGHT + minutes(n))
        worked(NIGHT + minutes(n))
    assert (told(), Alert.objects.get().due_at) == (set(), MORNING)
    worked(MORNING)
    assert {due_at for _, due_at in told()} == {MORNING}
    assert Message.objects.filter(name="Ana").get().body["values"]["found"] == 3


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("why", ["over", "taken off", "no channel", "left"])
def test_who_cannot_be_called_leaves_it_to_everybody_in_the_morning(feurs: Feurs, finds: Finds, why: str) -> None:
    who = feurs.driss
    watch = on_call(feurs, who, ends_at=NIGHT - minutes(1) if why == "over" else MORNING)
    if why == "taken off":
        watch.remove(by=feurs.ana, now=NOW)
    if why == "no channel":
        choice = Choice.untouched(who, feurs.organisation, "mail")
        choice.kinds, choice.on_call = [], False
        choice.save()
    if why == "left":
        User.objects.filter(pk=who.pk).update(is_active=False)
    finds(NIGHT)
    worked(NIGHT)
    assert (told(), Alert.objects.get().due_at) == (set(), MORNING)


@pytest.mark.parametrize("night", ["2027-03-28T00:30", "2027-10-31T01:30"])
def test_quiet_hours_end_by_the_clock_in_both_nights_of_the_clock_change(
    feurs: Feurs, quiet: Policy, night: str
) -> None:
    at = datetime.fromisoformat(night).replace(tzinfo=UTC)
    ends = quiet.calls_everybody_at(at)
    assert ends.astimezone(feurs.organisation.tz).time() == time(7)
    assert timedelta(0) < ends - at < timedelta(hours=7)


def test_what_waits_for_the_morning_does_not_hold_back_the_call_at_night(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    """Driss sleeps, and a message to him waits; then a search with quiet hours rings, and he is on call."""
    sleeps(feurs, feurs.driss)
    finds(NIGHT)
    worked(NIGHT)
    Policy.of(search).choose(by=feurs.driss, now=NIGHT, rings="each", **QUIET)
    on_call(feurs, feurs.driss)
    finds(NIGHT + minutes(5))
    worked(NIGHT + minutes(5))
    assert {due_at for name, due_at in told() if name == "Driss"} == {MORNING + minutes(60), NIGHT + minutes(5)}


def test_a_muted_search_keeps_what_it_finds_and_rings_neither_then_nor_later(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    Mute.search_until(search, NOW + minutes(60), by=feurs.driss, now=NOW)
    assert finds(NOW + minutes(59)).is_muted
    worked(NOW + minutes(59))
    assert not Alert.objects.exists()
    assert not finds(NOW + minutes(60)).is_muted
    assert Alert.objects.get().matches.count() == 1


def test_what_rang_before_the_search_was_muted_is_not_told_any_more(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    finds(NOW)
    Mute.search_until(search, NOW + minutes(60), by=feurs.driss, now=NOW)
    worked(NOW)
    assert told() == set()


def test_a_muted_author_is_heard_by_nobody_and_the_others_are(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    Mute.author(search, finds(NOW, by="eve").post, by=feurs.driss, now=NOW)
    Alert.objects.get().read(by=feurs.driss, now=NOW)
    finds(NOW + minutes(1), by="eve")
    assert not Alert.objects.open().exists()
    finds(NOW + minutes(2), by="lucie")
    assert Alert.objects.open().get().matches.count() == 1


def test_a_muted_story_rings_no_more_however_often_it_is_repeated(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    closed = "Le pont du canal est fermé depuis ce matin, les bus passent par la rue Haute."
    story = finds(NOW, text=closed).story
    assert story is not None
    Mute.of_story(story, by=feurs.driss, now=NOW)
    Alert.objects.get().read(by=feurs.driss, now=NOW)
    finds(NOW + minutes(1), text=f"RT {closed}", by="lucie")
    assert not Alert.objects.open().exists()


def test_a_mute_that_is_lifted_rings_again_and_both_are_in_the_ledger(
    feurs: Feurs, search: SavedSearch, finds: Finds
) -> None:
    post = finds(NOW).post
    mute = Mute.author(search, post, by=feurs.driss, now=NOW)
    assert Mute.author(search, post, by=feurs.driss, now=NOW) == mute
    for _ in range(2):
        mute.lift(by=feurs.chloe, now=NOW + minutes(1))
    assert not finds(NOW + minutes(2)).is_muted
    verbs = list(Event.objects.filter(verb__contains="MUTE").order_by("number").values_list("verb", flat=True))
    assert verbs == ["AUTHOR_MUTED", "MUTE_LIFTED"]


def test_an_alert_that_was_read_by_mistake_is_open_again(feurs: Feurs, search: SavedSearch, finds: Finds) -> None:
    finds(NOW)
    alert = Alert.objects.get()
    alert.read(by=feurs.driss, now=NOW)
    assert alert.reopen(by=feurs.driss, now=NOW)
    assert Alert.objects.open().get() == alert
    alert.read(by=feurs.driss, now=NOW)
    finds(NOW + minutes(1))
    assert not alert.reopen(by=feurs.driss, now=NOW + minutes(2))
    assert Alert.objects.open().get() != alert
