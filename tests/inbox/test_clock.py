"""The first-hit-to-answer clock: from the first moment something was found to the departure of its answer."""

from datetime import datetime

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case, Clock
from beffroi.listening.models import SavedSearch
from beffroi.publishing.duties import send_due
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes
from tests.inbox.hits import found, note_on_a_blog, search_for


def ask(feurs: Feurs, minute: float, *, reply_to: str = "") -> str:
    at = NOW + minutes(minute)
    question = feurs.sandbox.say("eve", "@feurs et la passerelle ?", reply_to=reply_to, at=at)
    poll_mentions(at + minutes(1))
    open_cases(at + minutes(2))
    return question


def answer(feurs: Feurs, minute: float) -> None:
    at = NOW + minutes(minute)
    draft = Case.objects.get().reply(f"Elle rouvre jeudi ({minute}).", by=feurs.driss, now=at)
    draft.submit(by=feurs.driss, now=at)
    draft.approve(by=feurs.chloe, version=1, now=at)
    send_due(at)


def clocks() -> list[tuple[datetime, datetime | None]]:
    """To the minute: a sending adds the time that it took to the moment at which it began."""
    every = Clock.objects.with_answer().order_by("pk")
    return [
        (clock.found_at, at and at.replace(second=0, microsecond=0)) for clock in every for at in [clock.answered_at]
    ]


def said_by_eve(at: datetime = NOW) -> Post:
    author = Profile("sandbox", "eve-id", "eve", "Eve")
    seen = SeenPost(network="sandbox", native_id="p1", author=author, text="La passerelle ?", published_at=at)
    return Post.store(seen, now=at)


def test_a_message_to_us_runs_from_when_it_was_seen_until_its_answer_left(feurs: Feurs) -> None:
    ask(feurs, 0)
    assert clocks() == [(NOW + minutes(1), None)]
    answer(feurs, 9)
    assert clocks() == [(NOW + minutes(1), NOW + minutes(9))]
    clock = Clock.objects.get()
    assert (clock.published_at, clock.spoke_to_us, clock.search) == (NOW, True, None)


def test_a_hit_runs_from_its_first_match_whoever_takes_it_up_and_when(feurs: Feurs) -> None:
    first, second = search_for(feurs), search_for(feurs, name="Le canal")
    post = said_by_eve()
    found(second, post, NOW + minutes(3))
    found(first, post, NOW + minutes(2))
    Case.take_from(post, feurs.account, by=feurs.driss, now=NOW + minutes(30))
    clock = Clock.objects.get()
    assert (clock.found_at, clock.search, clock.spoke_to_us) == (NOW + minutes(2), first, False)


def test_a_hit_of_another_organisation_starts_no_clock_of_ours(feurs: Feurs) -> None:
    post, elsewhere = said_by_eve(NOW + minutes(3)), Organisation.objects.create(name="Ailleurs")
    theirs = SavedSearch.save_new(organisation=elsewhere, name="x", text="passerelle", by=feurs.eve, now=NOW)
    found(theirs, post, NOW + minutes(1))
    found(search_for(feurs), post, NOW + minutes(4))
    Case.take_from(post, feurs.account, by=feurs.driss, now=NOW + minutes(30))
    assert Clock.objects.get().found_at == NOW + minutes(4)


def test_a_further_message_while_it_runs_starts_no_other(feurs: Feurs) -> None:
    question = ask(feurs, 0)
    ask(feurs, 5, reply_to=question)
    answer(feurs, 9)
    assert clocks() == [(NOW + minutes(1), NOW + minutes(9))]


def test_a_message_after_the_answer_starts_the_next_one_and_leaves_the_first_as_it_was(feurs: Feurs) -> None:
    question = ask(feurs, 0)
    answer(feurs, 9)
    ask(feurs, 20, reply_to=question)
    assert clocks() == [(NOW + minutes(1), NOW + minutes(9)), (NOW + minutes(21), None)]
    answer(feurs, 24)
    assert clocks() == [(NOW + minutes(1), NOW + minutes(9)), (NOW + minutes(21), NOW + minutes(24))]


def test_what_was_closed_without_an_answer_is_not_answered_by_a_later_one(feurs: Feurs) -> None:
    question = ask(feurs, 0)
    Case.objects.get().close(by=feurs.driss, now=NOW + minutes(4))
    ask(feurs, 20, reply_to=question)
    answer(feurs, 24)
    assert clocks() == [(NOW + minutes(1), None), (NOW + minutes(21), NOW + minutes(24))]


def test_a_page_taken_up_again_after_it_was_closed_counts_from_then(feurs: Feurs) -> None:
    post = note_on_a_blog()
    found(search_for(feurs), post)
    for minute in (5, 60):
        case = Case.take_elsewhere(post, feurs.organisation, by=feurs.driss, now=NOW + minutes(minute))
        case.close(by=feurs.driss, now=NOW + minutes(minute + 1))
    assert clocks() == [(NOW, None), (NOW + minutes(60), None)]
