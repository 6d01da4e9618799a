"""What somebody still relies on stays, whatever the time of the rest."""

from datetime import datetime

import pytest

from beffroi.archive.erasing import pseudonymise
from beffroi.archive.models import BroughtPost, BroughtYear, OwnPost, Post
from beffroi.chronicle.models import Incident
from beffroi.inbox.models import Case
from beffroi.inbox.models.joining import Apart, Merging
from beffroi.journal.models import Event
from beffroi.keeping.going import let_go
from beffroi.keeping.models import Hold, Period
from beffroi.listening.finding import note_found
from beffroi.listening.models import Match, SavedSearch, Story
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.keeping.stories import DAY, EVE, answered, asked, found, search_of
from tests.keeping.test_holds import hold
from tests.keeping.test_periods import kind

LATER = NOW + 500 * DAY


def old_case(feurs: Feurs, text: str = "@feurs et lundi ?") -> Case:
    case = asked(feurs, NOW, text)
    answered(feurs, case, NOW + DAY)
    case.refresh_from_db()
    return case


def closed(feurs: Feurs, text: str, at: datetime = NOW) -> Case:
    case = asked(feurs, at, text)
    case.close(by=feurs.driss, now=NOW)
    return case


def test_the_words_of_an_incident_stay_when_the_case_goes(feurs: Feurs) -> None:
    case = old_case(feurs)
    Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Une annonce"), post=case.latest, now=NOW)
    assert let_go(feurs.organisation, now=LATER)["inbox.cases"] == 1
    post = Post.objects.get(pk=case.latest_id)
    assert (post.text, post.author_handle) == ("@feurs et lundi ?", "eve")


def test_what_came_with_the_archive_of_a_year_stays_with_it(feurs: Feurs) -> None:
    case = old_case(feurs)
    year = BroughtYear.objects.create(account=feurs.account, year=2026, digest="a", at=NOW, by=feurs.ana)
    BroughtPost.objects.create(post=case.latest, archive=year)
    assert let_go(feurs.organisation, now=LATER) == {}
    assert Post.objects.get(pk=case.latest_id).text == "@feurs et lundi ?"


def test_a_case_stays_while_one_that_was_taken_out_of_it_does(feurs: Feurs) -> None:
    case, other = closed(feurs, "@feurs et lundi ?"), asked(feurs, NOW + DAY, "@feurs et mardi ?")
    Apart.objects.create(case=other, origin=case, post=other.latest, by=feurs.driss, at=NOW)
    assert let_go(feurs.organisation, now=LATER) == {}
    assert Apart.objects.exists()
    other.close(by=feurs.driss, now=NOW)
    assert let_go(feurs.organisation, now=LATER)["inbox.cases"] == 2
    assert not Case.objects.exists() and not Post.objects.exists()


def test_a_case_and_what_was_taken_out_and_put_back_go_together(feurs: Feurs) -> None:
    case, other = closed(feurs, "@feurs et lundi ?"), closed(feurs, "@feurs et mardi ?", NOW + DAY)
    Apart.objects.create(case=other, origin=case, post=other.latest, by=feurs.driss, at=NOW)
    Merging.merge(other, case, by=feurs.driss, is_same_person=False, now=NOW)
    assert let_go(feurs.organisation, now=LATER)["inbox.cases"] == 2
    assert not Case.objects.exists()


def test_a_case_that_holds_a_held_one_stays_with_it(feurs: Feurs) -> None:
    case, other = closed(feurs, "@feurs et lundi ?"), closed(feurs, "@feurs et mardi ?", NOW + DAY)
    Merging.merge(other, case, by=feurs.driss, is_same_person=True, now=NOW)
    hold(feurs, "case", other)
    assert let_go(feurs.organisation, now=LATER) == {}
    assert set(Case.objects.all()) == {case, other}


@pytest.mark.parametrize("who", ["ours", "another's find", "another's story", "another's hold", "an incident"])
def test_an_author_on_whom_somebody_else_relies_keeps_the_name(who: str, feurs: Feurs) -> None:
    Period.choose(feurs.organisation, kind("listening.found"), 90, by=feurs.ana, now=NOW)
    match = found(search_of(feurs), "old", NOW - 40 * DAY)
    other = type(feurs.organisation).objects.create(name="Ailleurs")
    if who == "ours":
        OwnPost.objects.create(post=match.post, account=feurs.account)
    elif who in ("another's find", "another's story"):
        theirs = SavedSearch.save_new(organisation=other, name="Le pont", text="pont", by=feurs.eve, now=NOW)
        if who == "another's find":
            Match.note(theirs, match.post, now=NOW)
        else:
            Story.take(theirs, match.post, now=NOW)
    elif who == "another's hold":
        said = {"kind": "period", "said": "2026", "reason": "x", "said_from": NOW - 60 * DAY, "said_to": NOW}
        Hold.place(other, talks=(), by=feurs.eve, now=NOW, **said)
    else:
        Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Une annonce"), post=match.post, now=NOW)
    assert let_go(feurs.organisation, now=NOW) == {}
    assert Post.objects.get().author_handle == "eve"


def test_what_of_one_kind_cannot_go_does_not_keep_the_others(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    case = closed(feurs, "@feurs et lundi ?")
    found(search_of(feurs), "old", NOW - 40 * DAY)
    monkeypatch.setattr(Post._meta, "get_fields", None)  # cases cannot go, nor finds
    assert let_go(feurs.organisation, now=LATER) == {}
    monkeypatch.undo()
    assert set(Case.objects.all()) == {case}
    assert not Event.objects.filter(verb="KEPT_LET_GO").exists()
    let_go(feurs.organisation, now=LATER)
    assert [event.detail["rows"] for event in Event.objects.filter(verb="KEPT_LET_GO")] == [1, 1]


def test_a_find_that_was_erased_is_not_found_again(feurs: Feurs) -> None:
    search = search_of(feurs)
    match = found(search, "old", NOW)
    pseudonymise([match.post], keeps_words=lambda _post: True, now=NOW)
    assert note_found(search, SeenPost("sandbox", "old", EVE, "le pont", NOW), now=NOW) is None
    assert Post.objects.count() == 1
