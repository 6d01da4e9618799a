"""An answer that is ready was agreed to by somebody other than its writer, in exactly these words."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.inbox.models import SavedReply
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import ask

ENGLISH = {"accept-language": "en"}
TEXT = "Bonjour {{name}}, {{service}} s’en occupe : {{link}}"
LINK = "https://feurs.example/voirie"


@pytest.fixture
def saved(feurs: Feurs) -> SavedReply:
    made = SavedReply(organisation=feurs.organisation)
    made.write(name="Lampadaire", text=TEXT, link=LINK, by=feurs.driss, now=NOW)
    return made


def test_nobody_agrees_to_their_own_words(feurs: Feurs, saved: SavedReply) -> None:
    feurs.organisation.admit(feurs.driss, "approver")
    with pytest.raises(NotAllowed):
        saved.agree(by=feurs.driss, seen=saved.at, now=NOW)
    assert SavedReply.objects.get().agreed_at is None


def test_somebody_else_agrees_and_it_is_told_who_and_when(feurs: Feurs, saved: SavedReply) -> None:
    saved.agree(by=feurs.chloe, seen=saved.at, now=NOW + minutes(1))
    kept = SavedReply.objects.get()
    assert (kept.agreed_by, kept.agreed_at) == (feurs.chloe, NOW + minutes(1))
    assert Event.objects.get(verb="SAVED_REPLY_AGREED").actor == feurs.chloe


def test_changed_words_ask_for_an_agreement_anew_and_another_name_does_not(feurs: Feurs, saved: SavedReply) -> None:
    saved.agree(by=feurs.chloe, seen=saved.at, now=NOW + minutes(1))
    kept = SavedReply.objects.get()
    kept.write(name="Lampadaire éteint", text=TEXT, link=LINK, by=feurs.driss, now=NOW + minutes(2))
    assert SavedReply.objects.get().agreed_by == feurs.chloe
    kept.write(name="Lampadaire éteint", text=TEXT + " !", link=LINK, by=feurs.driss, now=NOW + minutes(3))
    assert SavedReply.objects.get().agreed_at is None


def test_words_that_changed_while_they_were_read_are_not_agreed_to(feurs: Feurs, saved: SavedReply) -> None:
    read = saved.at
    saved.write(name="Lampadaire", text="Autre chose.", by=feurs.driss, now=NOW + minutes(1))
    with pytest.raises(NotAllowed):
        saved.agree(by=feurs.chloe, seen=read, now=NOW + minutes(2))


def test_the_blanks_are_filled_for_the_person_and_the_service(feurs: Feurs, saved: SavedReply) -> None:
    case = ask(feurs, 0)
    assert saved.for_case(case) == f"Bonjour Eve, Ville de Feurs s’en occupe : {LINK}"
    case.hand_to(feurs.organisation.teams.create(name="Voirie"), by=feurs.driss, now=NOW)
    assert saved.for_case(case) == f"Bonjour Eve, Voirie s’en occupe : {LINK}"


def write(client: Client, **more: str) -> str:
    sent = {"name": "Piscine", "text": "Bonjour {{nom}}.", "link": "", **more}
    return client.post(reverse("saved_replies"), sent, headers=ENGLISH, follow=True).content.decode()


def test_an_unknown_blank_is_named_and_nothing_is_lost(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    shown = write(client, text="Bonjour {{prenom}}, {{name}}.")
    assert "Nothing fills {{prenom}}." in shown
    assert "Bonjour {{prenom}}, {{name}}.</textarea>" in shown
    assert not SavedReply.objects.exists()


def test_a_blank_for_an_address_needs_one(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert "write the address that goes there" in write(client, text="Voir {{lien}}.")
    assert "Somebody else has to agree to it." in write(client, text="Voir {{lien}}.", link=LINK)
    assert "Another saved answer has this name." in write(client, name="piscine")


def test_only_what_was_agreed_stands_beside_an_answer(feurs: Feurs, saved: SavedReply, client: Client) -> None:
    case = ask(feurs, 0)
    client.force_login(feurs.driss)
    there = reverse("case", args=[case.pk])
    assert "Lampadaire" not in client.get(there, headers=ENGLISH).content.decode()
    client.force_login(feurs.chloe)
    seen = {"seen": saved.at.isoformat()}
    agreed = client.post(reverse("saved_reply_agreement", args=[saved.pk]), seen, headers=ENGLISH, follow=True)
    assert "is agreed." in agreed.content.decode()
    assert "this answer was agreed on" in agreed.content.decode()
    client.force_login(feurs.driss)
    assert "agreed on" in client.get(there, headers=ENGLISH).content.decode()
    filled = client.get(there, {"saved": saved.pk}, headers=ENGLISH).context["form"]["text"].value()
    assert filled == f"Bonjour Eve, Ville de Feurs s’en occupe : {LINK}"


def test_whoever_may_not_approve_may_not_agree(feurs: Feurs, saved: SavedReply, client: Client) -> None:
    feurs.organisation.admit(feurs.bruno, "agent")
    client.force_login(feurs.bruno)
    seen = {"seen": saved.at.isoformat()}
    assert client.post(reverse("saved_reply_agreement", args=[saved.pk]), seen).status_code == 403


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-02-30T10:00:00+00:00", "2026-11-20T14:00:00"])
def test_a_moment_that_never_was_agrees_to_nothing(feurs: Feurs, saved: SavedReply, client: Client, seen: str) -> None:
    client.force_login(feurs.chloe)
    sent = reverse("saved_reply_agreement", args=[saved.pk])
    assert "Not agreed" in client.post(sent, {"seen": seen}, headers=ENGLISH, follow=True).content.decode()
    assert SavedReply.objects.get().agreed_at is None
