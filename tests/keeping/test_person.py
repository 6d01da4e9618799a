"""One person in everything that is kept: found, taken along, erased."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import ApiToken, User
from beffroi.archive.models import ErasedPost, Mention, Post
from beffroi.facts.models import Fact, Witness
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case, TypedMessage
from beffroi.journal.models import Event, broken_links, record
from beffroi.keeping.kinds import Person, all_parts
from beffroi.keeping.person import erase, find
from beffroi.listening.models import Alert, Match, Mute, OptOut, Story
from beffroi.listening.telling import body_of
from beffroi.notify.models import Message, Recipient
from beffroi.publishing.models import OutsideApprover
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.keeping.stories import DAY, answered, asked, found, search_of

ENGLISH = {"accept-language": "en"}


def person(feurs: Feurs, **said: str) -> Person:
    names = {"network": "", "handle": "", "email": "", "name": ""}
    return Person.asked(feurs.organisation, **{**names, **said})


def eve(feurs: Feurs) -> Person:
    return person(feurs, network="sandbox", handle="@Eve")


def everything() -> str:
    """All that the tables say, but for our own member of this name, and for what left in our name, as it left."""
    from django.apps import apps

    rows: list[Any] = []
    for model in apps.get_models():
        if model is not User and model.__name__ not in (
            "Session",
            "ContentType",
            "Account",
            "Connection",
            "Publication",
        ):
            rows += ((model.__name__, row) for row in model._default_manager.values())
    return json.dumps(rows, default=str, ensure_ascii=False, indent=1).casefold()


def test_every_part_says_what_becomes_of_it_and_why() -> None:
    for part in all_parts():
        assert part.because and part.name
        assert (part.fate == "kept") == (part.erase is None), part.key


def test_a_citizen_is_found_under_all_their_handles(feurs: Feurs) -> None:
    search = search_of(feurs)
    Mute.author(search, found(search, "before", NOW).post, by=feurs.driss, now=NOW)
    Post.objects.update(author_handle="eve.before")
    found(search, "after", NOW)
    asked(feurs)
    seen = {each.part.key: each.count for each in find(feurs.organisation, eve(feurs))}
    assert seen["listening.found"] == 2
    assert seen["listening.mutes"] == 1
    assert seen["archive.spoken"] == seen["inbox.cases"] == 1
    assert "eve.before" in eve(feurs).words
    assert seen["journal.names"] >= 1


def test_an_erasure_leaves_no_trace_of_who_it_was_and_the_chain_true(feurs: Feurs) -> None:
    search = search_of(feurs)
    found(search, "said", NOW)
    Mute.author(search, Post.objects.get(), by=feurs.driss, now=NOW)
    case = asked(feurs)
    answered(feurs, case, NOW + minutes(5))
    asked(feurs, NOW + minutes(6), "@feurs et mardi ?")
    done = erase(feurs.organisation, eve(feurs), objects=True, by=feurs.ana, now=NOW + minutes(9))
    assert done.held == 0
    told = everything()
    sandbox = feurs.sandbox.read().accounts
    number = next(key for key, one in sandbox.items() if one["handle"] == "eve")
    assert not [line for line in told.splitlines() if number in line]
    assert "ève roux" not in told and '"eve"' not in told
    assert "la piscine est-elle ouverte" in told  # we answered it
    assert "et mardi" not in told  # nobody did
    assert not Match.objects.exists() and not Mute.objects.exists()
    assert OptOut.objects.exists()
    assert not list(broken_links(feurs.organisation))
    assert [post.text for post in Case.objects.order_by("pk")[0].messages()][1] == "Oui, de 10 h à 19 h."


def test_what_was_erased_does_not_come_back(feurs: Feurs) -> None:
    asked(feurs)
    erase(feurs.organisation, eve(feurs), by=feurs.ana, now=NOW)
    assert ErasedPost.objects.count() == 1
    from beffroi.inbox.models import MentionPoll

    MentionPoll.objects.update(cursor="", due_at=NOW)
    poll_mentions(NOW + DAY)
    open_cases(NOW + DAY)
    assert Mention.objects.count() == Case.objects.count() == 1
    assert "eve" not in Post.objects.get().author_handle


def test_nobody_else_is_touched(feurs: Feurs) -> None:
    feurs.sandbox.join("eve.martin", "Ève Martin")
    feurs.sandbox.say("eve.martin", "@feurs bonjour", at=NOW)
    poll_mentions(NOW)
    open_cases(NOW)
    assert find(feurs.organisation, eve(feurs)) == []
    assert erase(feurs.organisation, eve(feurs), by=feurs.ana, now=NOW).records == 0
    assert Post.objects.get().author_handle == "eve.martin"


def test_a_member_who_left_becomes_a_number_and_who_works_here_does_not(feurs: Feurs) -> None:
    record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, actor=feurs.bruno, now=NOW, account="x")
    record("WATCH_GIVEN", feurs.account, organisation=feurs.organisation, actor=feurs.ana, now=NOW, name="Bruno")
    token, _text = ApiToken.make(feurs.organisation, feurs.bruno, "x", NOW)
    bruno = person(feurs, email="BRUNO@feurs.example")
    assert {"access.user", "journal.acts", "journal.names"} <= {
        each.part.key for each in find(feurs.organisation, bruno)
    }
    erase(feurs.organisation, bruno, by=feurs.ana, now=NOW)
    assert User.objects.get(pk=feurs.bruno.pk).name == "Bruno"
    feurs.bruno.memberships.all().delete()
    erase(feurs.organisation, bruno, by=feurs.ana, now=NOW)
    left = User.objects.get(pk=feurs.bruno.pk)
    assert (left.name, left.email, left.is_active) == (f"No. {left.pk}", f"{left.pk}@left.invalid", False)
    assert not left.has_usable_password()
    token.refresh_from_db()
    assert token.revoked_at == NOW
    assert Event.objects.get(verb="ACCOUNT_THAWED").actor == left
    assert "name" not in Event.objects.get(verb="WATCH_GIVEN").detail
    assert not list(broken_links(feurs.organisation))


def test_who_telephoned_bears_witness_or_approves_is_found_by_name(feurs: Feurs) -> None:
    case = TypedMessage.take(
        feurs.organisation, channel="telephone", text="Le banc", name="Mme Roux", by=feurs.driss, now=NOW
    )
    fact = Fact.state_it(feurs.organisation, statement="Adopté", by=feurs.bruno, now=NOW)
    Witness.name_one(fact, name="Mme Roux", channel="mail", address="roux@x.example", by=feurs.bruno, now=NOW)
    outside: dict[str, Any] = {"organisation": feurs.organisation, "name": "Mme Roux", "email": "roux@x.example"}
    approver = OutsideApprover.add(**outside, by=feurs.ana, now=NOW)
    OutsideApprover.objects.update(removed_at=NOW)
    roux = person(feurs, name="mme roux", email="roux@x.example")
    seen = {each.part.key for each in find(feurs.organisation, roux)}
    assert {"inbox.typed", "facts.witnesses", "publishing.outside"} <= seen
    erase(feurs.organisation, roux, by=feurs.ana, now=NOW)
    told = everything()
    assert "roux" not in told
    assert Case.objects.get().pk == case.pk
    approver.refresh_from_db()
    assert approver.name == f"No. {approver.pk}"


def test_another_organisation_finds_nothing_of_ours(feurs: Feurs) -> None:
    asked(feurs)
    other = type(feurs.organisation).objects.create(name="Ailleurs")
    theirs = Person.asked(other, network="sandbox", handle="eve", email="ana@feurs.example", name="Ana")
    assert find(other, theirs) == []
    assert erase(other, theirs, by=feurs.eve, now=NOW).records == 0
    assert Post.objects.get().author_handle == "eve"


def test_the_screen_shows_gives_and_erases(feurs: Feurs, client: Client) -> None:
    asked(feurs)
    client.force_login(feurs.ana)
    who = {"network": "sandbox", "handle": "eve", "email": "", "name": ""}
    page = client.post(reverse("person_data"), who, headers=ENGLISH).content.decode()
    assert "Messages to our accounts" in page and "is made nameless" in page and "la piscine" in page
    answer = client.post(reverse("person_file"), who)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]  # a FileResponse
        told = json.loads(archive.read("data.json"))
        assert "la piscine" in archive.read("data.html").decode()
    assert {part["part"] for part in told["parts"]} >= {"archive.spoken", "inbox.cases"}
    page = client.post(
        reverse("person_erasure"), {**who, "objects": "1"}, headers=ENGLISH, follow=True
    ).content.decode()
    assert "erased or made nameless" in page
    assert OptOut.objects.count() == 1
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"PERSON_EXPORTED", "PERSON_ERASED", "JOURNAL_DETAIL_ERASED"} <= verbs


@pytest.mark.parametrize(
    "wrong", [{}, {"handle": "eve"}, {"email": "no"}, {"network": "sandbox"}, {"network": "pigeon", "handle": "eve"}]
)
def test_who_is_not_named_is_not_looked_for(wrong: dict[str, str], feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    for page in ("person_data", "person_file", "person_erasure"):
        # an empty form is sent with its field: the page alone is no question
        assert client.post(reverse(page), {"name": "", **wrong}).status_code == 422
    assert not Event.objects.filter(verb__startswith="PERSON_").exists()


def test_a_long_number_of_a_network_is_looked_for_in_sentences_too() -> None:
    ids = frozenset({("bluesky", "did:plc:z72i7hdynmk6r22z"), ("mastodon", "1234")})
    assert Person(ids=ids).words == {"did:plc:z72i7hdynmk6r22z"}


def test_words_by_which_repetitions_are_known_go_with_their_author(feurs: Feurs) -> None:
    case = asked(feurs, NOW, "@feurs le pont de la Loire est-il fermé demain matin ?")
    answered(feurs, case, NOW + minutes(5))
    Match.note(search_of(feurs), case.latest, now=NOW)
    assert "loire" in Story.objects.get().telling["words"]
    assert find(feurs.organisation, eve(feurs))[0].part.key != "listening.found"  # it spoke to us
    erase(feurs.organisation, eve(feurs), by=feurs.ana, now=NOW + minutes(9))
    assert Story.objects.get().telling == {"words": "", "addresses": []}


def test_a_message_to_colleagues_that_waits_leaves_without_the_words_of_the_person(feurs: Feurs) -> None:
    found(search_of(feurs), "est fermé " * 20, NOW)
    body = body_of(Alert.objects.get())
    to = Recipient("Ana", "mail", "ana@feurs.example")
    what: dict[str, Any] = {"kind": "search_alert", "to": to, "subject": Sentence("Alert"), "body": body, "now": NOW}
    message = Message.write(feurs.organisation, **what)
    assert str(body.values["words"]).startswith("le pont est fermé")
    erase(feurs.organisation, eve(feurs), by=feurs.ana, now=NOW)
    message.refresh_from_db()
    assert message.body["values"] == {**body.values, "words": "…"}
    assert message.due_at is not None
