"""What goes wrong between a message and its answer: nothing is lost, and nobody is taken for somebody else."""

import re

import pytest
from django.test import Client

from beffroi.access.models import Membership
from beffroi.archive.models import Mention, Post
from beffroi.connectors.contract import StreamEvent
from beffroi.directory.models import Account
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case
from beffroi.listening.changes import follow
from beffroi.publishing.duties import send_due
from tests.cast import NOW, Feurs, minutes
from tests.connectors.sides import MastodonSide
from tests.network.fixtures import loopback_allowed
from tests.network.mastodon_model import USUAL
from tests.network.mastodon_wire import running

ENGLISH = {"accept-language": "en"}


def received(feurs: Feurs, text: str = "@feurs la piscine ?", **more: str) -> Case:
    feurs.sandbox.say("eve", text, at=NOW, **more)
    poll_mentions(NOW)
    open_cases(NOW)
    return Case.objects.latest("pk")


def what_was_seen(client: Client, case: Case) -> str:
    """The page's own note of what the answer is an answer to."""
    page = client.get(f"/inbox/{case.pk}").content.decode()
    return str(re.findall(r'name="seen" value="([^"]*)"', page)[0])


def test_a_message_deleted_while_it_is_answered_is_told_and_the_answer_is_kept(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    case = received(feurs)
    seen = what_was_seen(client, case)
    follow([StreamEvent("1", gone=case.latest.native_id)], "sandbox", NOW + minutes(1))
    answer = {"text": "Oui, lundi.", "seen": seen}
    told = client.post(f"/inbox/{case.pk}/replies", answer, headers=ENGLISH)
    page = told.content.decode()
    assert told.status_code == 409 and "has taken the message away" in page and "Oui, lundi.</textarea>" in page
    assert not case.replies.exists()
    client.post(f"/inbox/{case.pk}/replies", {**answer, "seen": what_was_seen(client, case)})
    assert case.replies.count() == 1  # who wants to answer all the same may


def test_a_message_changed_while_it_is_answered_is_told_and_the_answer_is_kept(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    case = received(feurs)
    seen = what_was_seen(client, case)
    with feurs.sandbox.locked():
        feurs.sandbox.append({"act": "edit", "id": case.latest.native_id, "text": "@feurs la bibliothèque ?"})
    [changed], _ = feurs.connector.mentions("")
    follow([StreamEvent("1", changed, changed=True)], "sandbox", NOW + minutes(1))
    told = client.post(f"/inbox/{case.pk}/replies", {"text": "Oui, lundi.", "seen": seen}, headers=ENGLISH)
    page = told.content.decode()
    assert told.status_code == 409 and "has changed the message" in page and "Oui, lundi.</textarea>" in page
    assert "la bibliothèque ?" in page


def test_a_reply_to_a_post_that_is_gone_is_a_case_and_can_be_answered(feurs: Feurs, client: Client) -> None:
    ours = feurs.sandbox.say("feurs", "La piscine rouvre.", at=NOW - minutes(9))
    feurs.sandbox.delete(ours)
    case = received(feurs, "@feurs pourquoi l'avoir effacé ?", reply_to=ours)
    client.force_login(feurs.driss)
    assert client.get(f"/inbox/{case.pk}").status_code == 200
    draft = case.reply("Une erreur de date.", by=feurs.driss, now=NOW)
    draft.submit(by=feurs.driss, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW)
    assert list(Case.objects.answered()) == [case]


def test_an_answer_to_a_message_that_is_gone_is_refused_and_the_case_goes_on_waiting(feurs: Feurs) -> None:
    with loopback_allowed(), running(USUAL) as model:
        model.world.now = NOW
        side = MastodonSide(model)
        town, eve = side.join("Ville de Feurs"), side.join("Eve")
        Account.register(
            organisation=feurs.organisation, network="mastodon", credentials=town.credentials, by=feurs.ana, now=NOW
        )
        asked = side.say(eve, "À quelle heure ?", mention=town)
        poll_mentions(NOW)
        open_cases(NOW)
        case = Case.objects.get()
        draft = case.reply(f"{case.greeting}À dix heures.", by=feurs.driss, now=NOW)
        draft.submit(by=feurs.driss, now=NOW)
        draft.approve(by=feurs.chloe, version=1, now=NOW)
        side.delete(eve, asked)
        send_due(NOW)
    assert draft.publications.get().state == "failed"
    assert list(Case.objects.waiting()) == [case]


def test_the_same_name_on_two_networks_is_never_taken_for_one_person(feurs: Feurs) -> None:
    here = received(feurs)
    author = {"author_id": here.latest.author_id, "author_handle": "eve", "author_name": "Eve"}
    there = Account.objects.get(pk=feurs.account.pk)
    there.pk, there.network, there.native_id = None, "mastodon", "town"
    there.save()
    post = Post.objects.create(
        network="mastodon", native_id="1", conversation="1", text="x", published_at=NOW, seen_at=NOW, **author
    )
    Mention.objects.create(post=post, account=there, due_at=NOW)
    open_cases(NOW)
    other = Case.objects.get(account=there)
    assert not here.earlier() and not other.earlier()


@pytest.mark.parametrize("role", ["viewer", None])
def test_whose_right_was_removed_while_writing_submits_nothing(feurs: Feurs, client: Client, role: str | None) -> None:
    case = received(feurs)
    client.force_login(feurs.driss)
    seen = what_was_seen(client, case)
    standing = Membership.objects.filter(user=feurs.driss)
    standing.update(role=role) if role else standing.delete()
    told = client.post(f"/inbox/{case.pk}/replies", {"text": "Oui.", "seen": seen})
    assert told.status_code in (302, 403) and not case.replies.exists()


NO_NUMBERS = ["²", "9" * 30, "9" * 5000]  # each is made of digits, and the number of no row


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_what_looks_like_a_number_and_is_none_opens_the_list_unnarrowed(
    feurs: Feurs, client: Client, said: str
) -> None:
    client.force_login(feurs.driss)
    for name in ("team", "label", "wave"):
        assert client.get("/inbox", {name: said}).status_code == 200


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_what_looks_like_a_number_and_is_none_presses_nothing(feurs: Feurs, client: Client, said: str) -> None:
    case = received(feurs)
    client.force_login(feurs.driss)
    for act, what in (
        ("close", {"case": said}),
        ("hand", {"case": case.pk, "team": said}),
        ("label", {"case": case.pk, "label": said}),
    ):
        told = client.post("/inbox/acts", {"act": act, **what}, headers=ENGLISH, follow=True)
        assert "Nothing was done" in told.content.decode()
    assert client.post("/settings/inbox/seats", {"team": said}).status_code == 302
