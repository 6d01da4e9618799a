"""Who holds each account, proves it once a year, and hands it over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.directory.duties import rehearse_keys
from beffroi.directory.models import KeyHolder
from beffroi.directory.models.key_holder import AGAIN, FIRST, REHEARSED
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Blocked, Draft
from tests.cast import NOW, Feurs

ENGLISH = {"accept-language": "en"}
A_DAY = timedelta(days=1)


def hold(feurs: Feurs, holder: str = "Ana", **said: object) -> KeyHolder:
    told = {"user": feurs.ana if holder == "Ana" else None, "second_factor": "app", **said}
    return KeyHolder.write_down(feurs.account, holder=holder, by=feurs.ana, now=NOW, **told)


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="KEY_").order_by("number").values_list("verb", flat=True))


def test_a_holder_has_a_week_to_prove_it_and_is_asked_again_every_month(feurs: Feurs) -> None:
    hold(feurs)
    assert rehearse_keys(NOW + FIRST - A_DAY) == 0
    assert rehearse_keys(NOW + FIRST) == 1
    assert rehearse_keys(NOW + FIRST + AGAIN - A_DAY) == 0
    assert rehearse_keys(NOW + FIRST + AGAIN) == 1
    assert verbs() == ["KEY_HOLDER_NAMED", "KEY_TO_BE_PROVEN", "KEY_TO_BE_PROVEN"]


def test_a_proof_holds_for_a_year(feurs: Feurs) -> None:
    holder = hold(feurs)
    assert not holder.is_proven(NOW)
    holder.prove(by=feurs.ana, now=NOW + A_DAY)
    assert holder.is_proven(NOW + REHEARSED)
    assert rehearse_keys(NOW + REHEARSED) == 0
    assert rehearse_keys(NOW + A_DAY + REHEARSED) == 1
    assert not holder.is_proven(NOW + A_DAY + REHEARSED + AGAIN)


def test_a_second_person_may_witness_it_and_nobody_their_own_word(feurs: Feurs) -> None:
    proof = hold(feurs).prove(by=feurs.ana, now=NOW)
    with pytest.raises(NotAllowed):
        proof.see(by=feurs.ana, now=NOW)
    proof.see(by=feurs.chloe, now=NOW)
    with pytest.raises(NotAllowed):
        proof.see(by=feurs.bruno, now=NOW)
    proof.refresh_from_db()
    assert proof.witness == feurs.chloe


def test_the_same_holder_told_anew_keeps_the_proof_and_another_must_prove_it(feurs: Feurs) -> None:
    hold(feurs).prove(by=feurs.ana, now=NOW)
    again = hold(feurs, telephone="06 11 22 33 44")
    assert again.is_proven(NOW)
    other = hold(feurs, holder="Chloé")
    assert not other.is_proven(NOW)
    assert KeyHolder.objects.at(feurs.account) == other
    assert KeyHolder.objects.count() == 3
    assert verbs()[-2:] == ["KEY_HOLDER_CHANGED", "KEY_HANDED_OVER"]


def test_who_held_it_before_can_prove_nothing_any_more(feurs: Feurs) -> None:
    former = hold(feurs)
    hold(feurs, holder="Chloé")
    with pytest.raises(NotAllowed):
        former.prove(by=feurs.ana, now=NOW)


def test_a_month_before_the_mandate_ends_the_account_is_to_be_handed_over(feurs: Feurs) -> None:
    until = (NOW + timedelta(days=60)).date()
    hold(feurs, until=until).prove(by=feurs.ana, now=NOW)
    assert rehearse_keys(NOW + timedelta(days=29)) == 0
    assert rehearse_keys(NOW + timedelta(days=31)) == 1
    assert verbs()[-1] == "KEY_TO_BE_HANDED_OVER"


def test_each_is_called_once_in_the_order_of_what_they_can_do(feurs: Feurs) -> None:
    holder = hold(feurs, telephone="1", mail_keeper="Chloé", phone_keeper="chloé", phone_keeper_telephone="2")
    assert [name for name, _telephone, _keeps in holder.to_call] == ["Ana", "Chloé"]


def test_a_parked_account_says_nothing_and_is_still_watched(feurs: Feurs) -> None:
    feurs.account.park(by=feurs.ana, now=NOW)
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW)
    with pytest.raises(Blocked, match="en réserve"):
        draft.submit(by=feurs.bruno, now=NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW)
    assert Alarm.objects.exists()
    feurs.account.thaw(by=feurs.ana, now=NOW)
    assert feurs.account.freeze_now is not None
    feurs.account.unpark(by=feurs.ana, now=NOW)
    assert feurs.account.freeze_now is None


def test_a_frozen_account_is_not_parked_over_its_alarm(feurs: Feurs) -> None:
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW + timedelta(minutes=10))
    with pytest.raises(NotAllowed):
        feurs.account.park(by=feurs.ana, now=NOW)


# --- the pages


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def shown(client: Client, name: str = "key_holders") -> str:
    return client.get(reverse(name), headers=ENGLISH).content.decode()


def test_accounts_that_nobody_can_prove_come_first_and_are_counted(feurs: Feurs, ana: Client) -> None:
    feurs.another_account("a-culture")
    hold(feurs, telephone="06 11 22 33 44").prove(by=feurs.ana, now=NOW)
    page = shown(ana)
    assert "Nobody can prove it" in page
    assert page.index("@a-culture") < page.index("@feurs")
    assert "nobody knows whom to call" in page


def test_the_holder_says_so_on_the_page_and_chloe_has_seen_it(feurs: Feurs, ana: Client) -> None:
    hold(feurs)
    there = reverse("key_proof", args=[feurs.account.pk])
    ana.post(there)
    ana.force_login(feurs.chloe)
    ana.post(there, {"seen": "yes"})
    proof = KeyHolder.objects.get().proofs.get()
    assert (proof.by, proof.witness) == (feurs.ana, feurs.chloe)
    assert "seen by Chloé" in shown(ana)


def test_nobody_else_says_that_the_holder_opened_it(feurs: Feurs, client: Client) -> None:
    hold(feurs)
    client.force_login(feurs.chloe)
    assert client.post(reverse("key_proof", args=[feurs.account.pk])).status_code == 403


def test_what_is_missing_is_said_at_its_place_and_nothing_is_lost(feurs: Feurs, ana: Client) -> None:
    there = reverse("key_holder", args=[feurs.account.pk])
    answer = ana.post(there, {"telephone": "06 11 22 33 44", "second_factor": "app"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "06 11 22 33 44" in answer.content.decode()
    assert not KeyHolder.objects.exists()


def test_a_holder_is_written_down_from_the_page(feurs: Feurs, ana: Client) -> None:
    there = reverse("key_holder", args=[feurs.account.pk])
    ana.post(there, {"holder": "Ana", "user": feurs.ana.pk, "second_factor": "key", "until": "2028-03-31"})
    written = KeyHolder.objects.get()
    assert (written.holder, written.user, written.second_factor) == ("Ana", feurs.ana, "key")
    assert 'value="2028-03-31"' in ana.get(there).content.decode()


def test_an_account_is_parked_and_used_again_from_the_page(feurs: Feurs, ana: Client) -> None:
    there = reverse("account_parking", args=[feurs.account.pk])
    ana.post(there, {"park": "yes"})
    assert "Parked" in shown(ana)
    ana.post(there, {"park": "no"})
    assert feurs.account.freeze_now is None
