"""What is held does not go, by any path."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Post
from beffroi.chronicle.models import Incident
from beffroi.connectors.contract import StreamEvent
from beffroi.inbox.models import Case, TypedMessage
from beffroi.journal.models import Event
from beffroi.keeping.duties import follow_holds
from beffroi.keeping.going import let_go, preview
from beffroi.keeping.kinds import Person, all_kinds, holdables
from beffroi.keeping.models import Hold
from beffroi.keeping.person import erase
from beffroi.listening.changes import follow
from beffroi.listening.forgetting import opt_out
from beffroi.listening.models import Match
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.keeping.stories import DAY, answered, asked, found, search_of

ENGLISH = {"accept-language": "en"}
LATER = NOW + 500 * DAY


def hold(feurs: Feurs, kind: str, row: Any) -> Hold:
    what = holdables()[kind]
    said = {
        "kind": kind,
        "subject_id": str(row.pk),
        "said": str(row),
        "reason": "Plainte",
        "account": what.account(row),
    }
    return Hold.place(feurs.organisation, talks=what.covers(row), by=feurs.ana, now=NOW, **said)


def hold_time(feurs: Feurs) -> Hold:
    said = {"kind": "period", "said": "2026", "reason": "Plainte", "said_from": NOW - 60 * DAY, "said_to": NOW + DAY}
    return Hold.place(feurs.organisation, talks=(), by=feurs.ana, now=NOW, **said)


def person(feurs: Feurs) -> Person:
    return Person.asked(feurs.organisation, network="sandbox", handle="eve", email="", name="")


def test_a_held_case_stays_after_its_time_and_goes_once_the_hold_is_lifted(feurs: Feurs) -> None:
    case = asked(feurs)
    answered(feurs, case, NOW + DAY)
    held = hold(feurs, "case", case)
    assert "inbox.cases" not in let_go(feurs.organisation, now=LATER)
    [cases] = [each for each in all_kinds() if each.key == "inbox.cases"]
    seen = preview(feurs.organisation, cases, 365, now=LATER)
    assert (seen.count, seen.held) == (0, 1)
    held.lift(by=feurs.ana, now=LATER)
    assert not held.lift(by=feurs.ana, now=LATER)
    assert let_go(feurs.organisation, now=LATER)["inbox.cases"] == 1
    assert [event.verb for event in Event.objects.filter(verb__startswith="HOLD_")] == ["HOLD_PLACED", "HOLD_LIFTED"]


@pytest.mark.parametrize("what", ["case", "account", "period", "incident"])
def test_a_person_cannot_be_erased_from_what_is_held(what: str, feurs: Feurs) -> None:
    case = asked(feurs)
    if what == "period":
        hold_time(feurs)
    elif what == "incident":
        title = Sentence("Une annonce")
        hold(feurs, what, Incident.open(feurs.organisation, kind="by_hand", title=title, post=case.latest, now=NOW))
    else:
        hold(feurs, what, {"case": case, "account": feurs.account}[what])
    done = erase(feurs.organisation, person(feurs), by=feurs.ana, now=NOW)
    assert done.held > 0
    post = Post.objects.get()
    assert post.author_handle == "eve" and post.text
    assert Event.objects.get(verb="CASE_OPENED").detail["author"] == "eve"


def test_a_find_that_is_held_stays_when_its_time_is_over_and_when_its_author_asks(feurs: Feurs) -> None:
    found(search_of(feurs), "old", NOW - 40 * DAY)
    hold_time(feurs)
    assert let_go(feurs.organisation, now=NOW) == {}
    assert opt_out(feurs.organisation, "sandbox", "eve", by=feurs.ana, now=NOW) == 0
    assert Match.objects.count() == 1


def test_words_that_are_held_stay_when_their_author_deletes_them(feurs: Feurs) -> None:
    found(search_of(feurs), "post", NOW)
    hold_time(feurs)
    follow([StreamEvent("1", None, gone="post")], "sandbox", NOW)
    post = Post.objects.get()
    assert (post.text, post.gone_at) == ("le pont post", NOW)


def test_what_was_typed_in_and_is_held_is_not_forgotten(feurs: Feurs) -> None:
    case = TypedMessage.take(feurs.organisation, channel="telephone", text="Oui", by=feurs.driss, now=NOW)
    case.close(by=feurs.driss, now=NOW)
    hold(feurs, "case", Case.objects.select_related("latest").get(pk=case.pk))
    assert let_go(feurs.organisation, now=LATER) == {}
    assert Post.objects.get().text == "Oui"


def test_a_hold_of_another_organisation_holds_the_post_and_not_our_find(feurs: Feurs) -> None:
    found(search_of(feurs), "old", NOW - 40 * DAY)
    other = type(feurs.organisation).objects.create(name="Ailleurs")
    said = {"kind": "period", "said": "2026", "reason": "x", "said_from": NOW - 60 * DAY, "said_to": NOW}
    Hold.place(other, talks=(), by=feurs.eve, now=NOW, **said)
    assert let_go(feurs.organisation, now=NOW) == {"listening.found": 1}
    assert Post.objects.count() == 1


def test_a_hold_ends_after_its_last_day_and_takes_in_what_has_grown(feurs: Feurs) -> None:
    case = asked(feurs)
    held = hold(feurs, "case", case)
    Hold.objects.update(until=date(2026, 11, 21))
    held.talks.all().delete()
    follow_holds(feurs.organisation, NOW + DAY)
    assert held.talks.count() == 1
    follow_holds(feurs.organisation, NOW + 2 * DAY)
    held.refresh_from_db()
    assert held.lifted_at is not None and held.lifted_by is None
    assert Event.objects.filter(verb="HOLD_ENDED").exists()


def test_a_hold_is_placed_and_lifted_on_the_page(feurs: Feurs, client: Client) -> None:
    case = asked(feurs)
    client.force_login(feurs.ana)
    there, said = reverse("holds"), {"kind": "case", "subject": str(case.pk), "reason": "Plainte du 3"}
    page = client.post(there, said, headers=ENGLISH, follow=True).content.decode()
    assert "Plainte du 3" in page and "until somebody lifts it" in page
    held = Hold.objects.get()
    assert held.talks.count() == 1
    client.post(reverse("hold_lifting", args=[held.pk]))
    held.refresh_from_db()
    assert held.lifted_by == feurs.ana
    days = {"first": "2026-01-01", "last": "2026-12-31"}
    client.post(there, {"kind": "period", "reason": "x", **days})
    assert Hold.objects.standing().get().said_to == datetime(2026, 12, 31, 23, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "case", "subject": "999999"}, "There is none here that is called so."),
        ({"kind": "case", "subject": "x" * 200}, "There is none here that is called so."),
        ({"kind": "account", "subject": "nobody"}, "There is none here that is called so."),
        ({"kind": "incident", "subject": "9" * 200}, "There is none here that is called so."),
        ({"kind": "period", "first": "2026-02-01", "last": "2026-01-01"}, "Say the first and the last day"),
        ({"kind": "period", "first": "0001-01-01", "last": "0001-01-01"}, "Say the first and the last day"),
        ({"kind": "period", "first": "2026-01-01", "last": "9999-12-31"}, "Say the first and the last day"),
        (
            {"kind": "period", "first": "2026-01-01", "last": "2026-02-01", "until": "2020-01-01"},
            "This day has passed.",
        ),
        ({"kind": "pigeon"}, "pigeon"),
    ],
)
def test_what_cannot_be_held_is_told_at_its_place(
    wrong: dict[str, str], told: str, feurs: Feurs, client: Client
) -> None:
    client.force_login(feurs.ana)
    answer = client.post(reverse("holds"), {"reason": "Plainte", **wrong}, headers=ENGLISH)
    assert answer.status_code == 422
    assert told in answer.content.decode() and "Plainte</textarea>" in answer.content.decode()
    assert not Hold.objects.exists()


def test_another_organisation_holds_nothing_of_ours(feurs: Feurs) -> None:
    case, other = asked(feurs), type(feurs.organisation).objects.create(name="Ailleurs")
    for kind, row in (("case", case), ("account", feurs.account)):
        assert holdables()[kind].find(other, str(row.pk)) is None
