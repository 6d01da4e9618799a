"""What is said to us in private stays private: the answer goes to one person, and nowhere is it shown to others."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Team
from beffroi.archive.models import Post
from beffroi.chronicle import scope
from beffroi.chronicle.forms import ArchivedPost
from beffroi.chronicle.models import Incident
from beffroi.connectors.sandbox import SandboxConnector
from beffroi.directory.models import Account
from beffroi.inbox.asking import ask
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case, Merging, StatusPage
from beffroi.inbox.telling import body_of
from beffroi.inbox.tracing import trace_of
from beffroi.journal.moves import NotAllowed
from beffroi.listening.models import Stream
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Blocked, Draft, Publication
from beffroi.publishing.models.amending import correct
from beffroi.publishing.models.feed import entries
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.connectors.sides import MastodonSide, Someone
from tests.inbox.promised import promise
from tests.network.fixtures import loopback_allowed
from tests.network.mastodon_model import OTHER, USUAL
from tests.network.mastodon_wire import Model, running

ENGLISH = {"accept-language": "en"}
SECRET = "@feurs je n'ose pas le dire en public"


def received(feurs: Feurs, text: str = SECRET, at: datetime = NOW, **more: Any) -> Case:
    feurs.sandbox.say("eve", text, at=at, private=True, **more)
    poll_mentions(at)
    open_cases(at)
    return Case.objects.latest("pk")


def left(feurs: Feurs, case: Case, text: str, at: datetime = NOW) -> Publication:
    draft = case.reply(text, by=feurs.driss, now=at)
    draft.submit(by=feurs.driss, now=at)
    draft.approve(by=feurs.chloe, version=1, now=at)
    send_due(at)
    return draft.publications.get()


def test_a_private_message_is_a_case_that_says_so(feurs: Feurs, client: Client) -> None:
    case = received(feurs)
    client.force_login(feurs.driss)
    assert "Private message" in client.get("/inbox", headers=ENGLISH).content.decode()
    page = client.get(f"/inbox/{case.pk}", headers=ENGLISH).content.decode()
    assert "Private message" in page and "It is not for everybody." in page
    assert "@eve </textarea>" in page  # an answer begins with its person


def test_nobody_outside_the_inbox_sees_it(feurs: Feurs, client: Client) -> None:
    case = received(feurs)
    for page in ("/inbox", f"/inbox/{case.pk}"):
        assert client.get(page).status_code == 302
    client.force_login(feurs.eve)  # she has an account here, and belongs to nobody's town
    for page in ("/inbox", f"/inbox/{case.pk}"):
        assert SECRET not in client.get(page).content.decode()


def test_the_answer_is_private_too(feurs: Feurs) -> None:
    publication = left(feurs, received(feurs), "@eve Venez nous voir.")
    assert feurs.sandbox.read().posts[publication.remote_id]["private"] is True
    assert Post.objects.get(native_id=publication.remote_id).private
    assert list(Case.objects.answered()) == [Case.objects.get()]


def test_a_public_answer_stays_public(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", "@feurs bonjour", at=NOW)
    poll_mentions(NOW)
    open_cases(NOW)
    publication = left(feurs, Case.objects.get(), "Bonjour.")
    assert "private" not in feurs.sandbox.read().posts[publication.remote_id]


@pytest.mark.parametrize("text", ["Venez nous voir.", "@eve Venez nous voir, @driss sera là."])
def test_an_answer_that_would_miss_its_person_or_reach_another_does_not_leave(feurs: Feurs, text: str) -> None:
    draft = received(feurs).reply(text, by=feurs.driss, now=NOW)
    with pytest.raises(Blocked) as blocked:
        draft.submit(by=feurs.driss, now=NOW)
    assert [finding.check for finding in blocked.value.findings if finding.blocks] == ["private"]


def test_the_correction_of_a_private_answer_is_private_too(feurs: Feurs) -> None:
    publication = left(feurs, received(feurs), "@eve Venez lundi.")
    correction = correct(publication.draft, by=feurs.driss, now=NOW + minutes(1))
    version = correction.revise(
        text="@eve Venez mardi.",
        seen=1,
        accounts=[feurs.account],
        by=feurs.driss,
        now=NOW + minutes(2),
    )
    correction.submit(by=feurs.driss, now=NOW + minutes(2))
    correction.approve(by=feurs.chloe, version=version.number, now=NOW + minutes(2))
    send_due(NOW + minutes(2))
    sent = correction.publications.get()
    assert feurs.sandbox.read().posts[sent.remote_id]["private"] is True
    assert entries(feurs.account) == []


def test_nothing_private_leaves_where_a_network_has_nothing_private(
    feurs: Feurs, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = received(feurs)
    draft = case.reply("@eve Oui.", by=feurs.driss, now=NOW)
    draft.submit(by=feurs.driss, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    Account.objects.filter(pk=feurs.account.pk).update(network="bluesky")
    monkeypatch.setattr(Account, "connect", lambda _account: SandboxConnector(feurs.sandbox, "feurs"))
    send_due(NOW)
    publication = draft.publications.get()
    assert publication.state == "failed"
    assert len(feurs.sandbox.read().posts) == 1


def test_it_stands_in_no_chronicle_and_on_no_feed(feurs: Feurs) -> None:
    case = received(feurs)
    left(feurs, case, "@eve Venez nous voir.")
    incident = Incident.open(
        feurs.organisation,
        kind="burst",
        title=Sentence("x"),
        now=NOW,
        started_at=NOW - minutes(5),
        account=feurs.account,
    )
    assert not scope.posts(incident).exists()
    with pytest.raises(Exception, match="archive"):
        ArchivedPost().clean(case.latest.native_id)
    assert entries(feurs.account) == []


def test_the_status_page_says_dates_and_services_only(feurs: Feurs, client: Client) -> None:
    page = StatusPage.open_for(received(feurs), by=feurs.driss, now=NOW)
    shown = client.get(reverse("case_status", args=[page.address])).content.decode()
    assert "ose" not in shown.split("<main")[1] and "eve" not in shown.split("<main")[1].replace("level", "")


def test_the_service_that_is_asked_sees_the_note_and_not_the_message(feurs: Feurs, client: Client) -> None:
    case, team = received(feurs), Team.objects.create(organisation=feurs.organisation, name="CCAS")
    asked = ask(case, team, note="Quelles pièces faut-il ?", by=feurs.driss, now=datetime.now(NOW.tzinfo), here="/")
    page = client.get(asked.address, headers=ENGLISH).content.decode()
    assert "Quelles pièces" in page and "its words stay with those who answer it" in page
    assert "ose pas le dire" not in page


def test_a_warning_of_its_deadline_does_not_say_its_words(feurs: Feurs) -> None:
    promise(feurs, 60)
    case = received(feurs)
    said = body_of(case.deadlines.get(), case, "soon")
    assert "ose" not in str(said)


def test_the_trace_names_its_person(feurs: Feurs) -> None:
    case, team = received(feurs), Team.objects.create(organisation=feurs.organisation, name="CCAS")
    case.hand_to(team, by=feurs.driss, now=NOW)
    assert trace_of(case, page=None, here="/").startswith("@eve ")


def test_public_and_private_are_never_told_as_one(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", "@feurs bonjour", at=NOW - minutes(5))
    private = received(feurs)
    public = Case.objects.exclude(pk=private.pk).get()
    for one, other in ((public, private), (private, public)):
        with pytest.raises(NotAllowed):
            Merging.merge(one, other, by=feurs.driss, is_same_person=True, now=NOW)


def test_a_private_answer_to_our_public_post_is_a_case_of_its_own(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", "La piscine rouvre.", at=NOW - minutes(9))
    feurs.sandbox.say("eve", "Enfin !", reply_to=ours, at=NOW - minutes(8))
    private = received(feurs, "Et pour mon dossier ?", reply_to=ours)
    assert Case.objects.count() == 2
    assert [post.text for post in private.messages()] == ["Et pour mon dossier ?"]


def test_no_stream_and_no_search_brings_it(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", SECRET, at=NOW, private=True)
    feurs.sandbox.say("eve", "Bonjour à tous", at=NOW)
    heard = islice(feurs.connector.stream("0"), 4)
    posts = [event.post for event in heard if event.post is not None]
    assert [post.text for post in posts] == ["Bonjour à tous"]
    assert feurs.connector.search("ose", NOW - minutes(5), 10) == []
    assert not Stream.objects.exists()


# On the model of a server with the Mastodon API


@pytest.fixture(params=[USUAL, OTHER], ids=lambda temper: str(temper.name))
def model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with loopback_allowed(), running(request.param) as model:
        model.world.now = NOW
        yield model


@pytest.fixture
def town(model: Model) -> Someone:
    return MastodonSide(model).join("Ville de Feurs")


def test_on_mastodon_the_answer_is_direct_and_names_its_person(feurs: Feurs, model: Model, town: Someone) -> None:
    Account.register(
        organisation=feurs.organisation, network="mastodon", credentials=town.credentials, by=feurs.ana, now=NOW
    )
    eve = MastodonSide(model).join("Eve")
    asked = model.world.say(eve.account, f"@{town.account.username} entre nous", visibility="direct")
    poll_mentions(NOW)
    open_cases(NOW)
    case = Case.objects.get()
    assert case.latest.private and case.greeting == f"@{eve.handle} "
    model.world.now = NOW
    publication = left(feurs, case, f"{case.greeting}Bien sûr.")
    publication.refresh_from_db()
    sent = model.world.status(publication.remote_id)
    assert (sent.visibility, sent.mentions, sent.reply_to) == ("direct", [eve.account], asked)
    assert json.loads(publication.sent)["visibility"] == "direct"
    assert Draft.objects.get().private_to == eve.handle
