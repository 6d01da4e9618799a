"""Organisations on one installation are strangers: what one erases stays with another that relies on it."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from beffroi.access.models import ApiToken, KeptAnswer, Organisation
from beffroi.archive.models import Mention, Post, StandIn
from beffroi.archive.models.post import pointing
from beffroi.archive.sharing import owner_of
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case, MentionPoll
from beffroi.keeping.kinds import Person
from beffroi.keeping.models import Hold
from beffroi.keeping.person import erase, find
from beffroi.listening.models import Match, SavedSearch
from tests.cast import NOW, PASSWORD, Feurs, minutes
from tests.keeping.stories import DAY, answered, asked, found, neighbour_of, search_of

TO_BOTH = "@feurs @balbigny le pont est-il ouvert ?"
LATER = NOW + minutes(9)


def eve(organisation: Organisation) -> Person:
    return Person.asked(organisation, network="sandbox", handle="eve", email="", name="")


def both(feurs: Feurs) -> tuple[Case, Case]:
    """The case of Feurs, which answered it, and that of the neighbour."""
    there = neighbour_of(feurs)
    asked(feurs, NOW, TO_BOTH)
    mine, theirs = (Case.objects.get(account=account) for account in (feurs.account, there))
    answered(feurs, mine, NOW + minutes(5))
    return mine, theirs


def read(case: Case) -> list[tuple[str, str]]:
    case.refresh_from_db()
    return [(post.author_handle.partition(":")[0], post.text) for post in case.messages()]


def test_what_another_organisation_was_asked_stays_theirs(feurs: Feurs) -> None:
    mine, theirs = both(feurs)
    before = read(theirs)
    done = erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    assert done.held == 0
    assert read(theirs) == before == [("eve", TO_BOTH), ("feurs", "Oui, de 10 h à 19 h.")]
    assert read(mine) == [("erased", TO_BOTH), ("feurs", "Oui, de 10 h à 19 h.")]
    assert theirs.latest.author_handle == "eve" and mine.latest.author_handle.startswith("erased:")
    assert Mention.objects.get(account=theirs.account).post.author_handle == "eve"


def test_what_is_erased_is_found_by_its_organisation_no_more(feurs: Feurs) -> None:
    mine, theirs = both(feurs)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    parts = {each.part.key for each in find(feurs.organisation, eve(feurs.organisation))}
    assert not parts & {"archive.spoken", "inbox.cases"}
    assert erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER).records == 0
    assert Case.saying("eve", feurs.organisation) == []
    assert Case.saying("pont", feurs.organisation) == [mine.pk]
    assert Case.saying("eve", theirs.organisation) == Case.saying("pont", theirs.organisation) == [theirs.pk]


def test_the_page_of_the_case_shows_no_author(feurs: Feurs, client: Client) -> None:
    mine, _theirs = both(feurs)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    client.login(username=feurs.driss.email, password=PASSWORD)
    page = client.get(reverse("case", args=[mine.pk])).content.decode()
    assert "le pont est-il ouvert" in page and "@eve" not in page


def test_who_asks_the_other_organisation_too_is_gone_from_both(feurs: Feurs) -> None:
    mine, theirs = both(feurs)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    erase(theirs.organisation, eve(theirs.organisation), by=feurs.eve, now=LATER)
    assert not Post.objects.filter(author_handle="eve").exists()
    assert [text for _who, text in read(mine)] == [TO_BOTH, "Oui, de 10 h à 19 h."]
    assert [who for who, _text in read(theirs)] == ["erased", "feurs"]
    assert Post.objects.filter(native_id=theirs.conversation).exists()


@pytest.mark.django_db(transaction=True)
def test_who_asks_both_at_once_is_gone_from_both(feurs: Feurs) -> None:
    mine, theirs = both(feurs)
    there = theirs.organisation

    def erase_there() -> None:
        erase(there, eve(there), by=feurs.eve, now=LATER)
        connection.close()

    second = threading.Thread(target=erase_there)
    with transaction.atomic():
        erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
        second.start()
        second.join(timeout=1)  # long enough to be done, if it did not wait for the first
    second.join()
    assert not Post.objects.filter(author_handle="eve").exists()
    assert {who for case in (mine, theirs) for who, _text in read(case)} == {"erased", "feurs"}


def test_words_that_only_another_organisation_answered_go(feurs: Feurs) -> None:
    _mine, theirs = both(feurs)
    erase(theirs.organisation, eve(theirs.organisation), by=feurs.eve, now=LATER)
    assert read(theirs)[0] == ("erased", "")


def test_a_find_of_what_another_organisation_was_asked_goes(feurs: Feurs) -> None:
    there = neighbour_of(feurs)
    asked(feurs, NOW, "@balbigny le pont ?")
    case = Case.objects.get(account=there)
    Match.note(search_of(feurs), case.latest, now=NOW)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    assert not Match.objects.exists()
    assert read(case) == [("eve", "@balbigny le pont ?")]


def test_it_does_not_come_back_to_who_erased_it_and_still_comes_to_the_other(feurs: Feurs) -> None:
    there = neighbour_of(feurs)
    MentionPoll.objects.filter(account=there).update(due_at=None)  # has not been read yet
    asked(feurs, NOW, TO_BOTH)
    search = SavedSearch.save_new(organisation=there.organisation, name="x", text="pont", by=feurs.eve, now=NOW)
    Match.note(search, Post.objects.get(), now=NOW)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    MentionPoll.objects.update(cursor="", due_at=NOW)
    poll_mentions(NOW + DAY)
    open_cases(NOW + DAY)
    assert [case.latest.author_handle for case in Case.objects.filter(account=there)] == ["eve"]
    assert Mention.objects.filter(account=feurs.account).count() == 1


def test_a_find_of_another_organisation_keeps_its_author(feurs: Feurs) -> None:
    case = asked(feurs, NOW, "@feurs le pont ?")
    there = neighbour_of(feurs).organisation
    search = SavedSearch.save_new(organisation=there, name="Le pont", text="pont", by=feurs.eve, now=NOW)
    match = Match.note(search, case.latest, now=NOW)
    assert match is not None
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    match.refresh_from_db()
    assert match.post.author_handle == "eve"
    assert [who for who, _text in read(case)] == ["erased"]


def test_when_the_other_lets_it_go_ours_stays_nameless(feurs: Feurs) -> None:
    mine, theirs = both(feurs)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    Mention.objects.filter(account=theirs.account).delete()
    Case.objects.filter(pk=theirs.pk).delete()
    Post.objects.filter(author_handle="eve").delete()
    assert StandIn.objects.get().instead_of is None
    assert [who for who, _text in read(mine)] == ["erased", "feurs"]


def test_a_case_keeps_its_messages_where_another_organisation_holds_them(feurs: Feurs) -> None:
    mine, theirs = both(feurs)
    said = {"kind": "period", "said": "2026", "reason": "x", "said_from": NOW - DAY, "said_to": LATER}
    Hold.place(theirs.organisation, talks=(), by=feurs.eve, now=NOW, **said)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    assert len(read(mine)) == len(read(theirs)) == 2


def test_what_nobody_else_relies_on_is_nameless_for_everybody(feurs: Feurs) -> None:
    found(search_of(feurs), "said", NOW)
    neighbour_of(feurs)
    asked(feurs)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    assert not Post.objects.filter(author_handle="eve").exists() and not StandIn.objects.exists()


def test_an_erasure_forgets_what_programs_of_its_organisation_were_answered(feurs: Feurs) -> None:
    there = neighbour_of(feurs).organisation
    for organisation, user in ((feurs.organisation, feurs.driss), (there, feurs.eve)):
        token, _text = ApiToken.make(organisation, user, "x", NOW)
        KeptAnswer.objects.create(token=token, key="a", asked="x", body={"author": "eve"}, at=NOW)
    erase(feurs.organisation, eve(feurs.organisation), by=feurs.ana, now=LATER)
    assert [answer.token.organisation for answer in KeptAnswer.objects.all()] == [there]


@pytest.mark.parametrize("key", pointing(), ids=lambda key: key.model.__name__)
def test_every_row_that_points_to_a_post_has_an_owner(key: "object") -> None:
    assert owner_of(key.model).endswith("organisation")  # type: ignore[attr-defined]  # the parameters are keys
