"""The registered identity: versions that people sign, and what they accept."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, Baseline, ProfilePoll, Stale
from beffroi.journal.models import Event
from beffroi.journal.sentences import translated
from tests.cast import NOW, Feurs, minutes

ENGLISH = {"accept-language": "en"}


def joke(feurs: Feurs, name: str, minute: float) -> Alarm | None:
    """The account shows another name, and the profile is read."""
    feurs.sandbox.rename("feurs", name)
    poll_profiles(NOW + minutes(minute))
    return Alarm.objects.open().first()


def was_us(feurs: Feurs, name: str, minute: float) -> None:
    alarm = joke(feurs, name, minute)
    assert alarm is not None
    alarm.judge(ours=True, by=feurs.ana, now=NOW + minutes(minute))


# --- versions


def test_a_signature_is_a_new_version_and_keeps_what_it_does_not_change(feurs: Feurs) -> None:
    first = Baseline.of(feurs.account)
    second = first.revise(by=feurs.chloe, now=NOW, office="Mairie", languages=["fr"])
    assert (second.number, second.name, second.handles) == (2, "Ville de Feurs", ["feurs"])
    assert [field for field, *_ in second.differences(first)] == ["office", "languages"]
    event = Event.objects.get(verb="IDENTITY_SIGNED")
    assert (event.actor, event.detail["number"], event.detail["changed"]) == (feurs.chloe, 2, ["office", "languages"])


def test_two_people_do_not_sign_over_each_other(feurs: Feurs) -> None:
    read = Baseline.of(feurs.account)
    read.revise(by=feurs.chloe, now=NOW, office="Mairie")
    with pytest.raises(Stale):
        read.revise(by=feurs.ana, now=NOW, office="Commune")


def test_the_kind_of_account_follows_what_was_signed(feurs: Feurs) -> None:
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, is_institutional=False)
    feurs.account.refresh_from_db()
    assert feurs.account.is_institutional is False


# --- it was us


def test_a_name_is_accepted_to_the_letter_first(feurs: Feurs) -> None:
    was_us(feurs, "Gabrielle Powell", 0)
    assert Baseline.of(feurs.account).accepted_once == ["Gabrielle Powell"]
    assert joke(feurs, "Gabrielle Powell", 10) is None
    assert joke(feurs, "Gabrielle P. Powell", 20) is not None


def test_two_answers_to_a_name_make_a_variant_that_may_vary(feurs: Feurs) -> None:
    was_us(feurs, "Gabrielle Powell", 0)
    was_us(feurs, "Gabrielle P. Powell", 10)
    signed = Baseline.of(feurs.account)
    assert (signed.accepted_once, signed.accepted_names) == ([], ["Gabrielle P. Powell", "Gabrielle Powell"])
    assert joke(feurs, "Gabrielle Powell 🎉", 20) is None


def test_two_answers_to_different_names_widen_nothing(feurs: Feurs) -> None:
    was_us(feurs, "Gabrielle Powell", 0)
    was_us(feurs, "Xylophone", 10)
    assert Baseline.of(feurs.account).accepted_names == []


def test_a_new_handle_stands_first_and_the_former_one_is_kept(feurs: Feurs) -> None:
    poll_profiles(NOW - minutes(10))
    feurs.sandbox.rename("feurs", "Ville de Feurs", handle="ville-de-feurs")
    feurs.sandbox.join("feurs", "keeps our access")
    poll_profiles(NOW)
    Alarm.objects.get(detector="handle").judge(ours=True, by=feurs.ana, now=NOW)
    signed = Baseline.of(feurs.account)
    assert (signed.handles, signed.former_handles) == (["ville-de-feurs", "feurs"], ["feurs"])


# --- errors of the register


def test_a_name_that_is_nobodys_here_is_an_error_of_the_register_and_no_alarm(feurs: Feurs) -> None:
    account = feurs.another_account("rosebud", "Rosebud")
    poll_profiles(NOW)
    poll = ProfilePoll.objects.get(account=account)
    assert "Rosebud" in translated(poll.doubt)
    assert not Alarm.objects.exists()
    poll_profiles(NOW + minutes(10))
    poll.refresh_from_db()
    assert poll.doubt
    Baseline.of(account).revise(by=feurs.ana, now=NOW)
    poll.refresh_from_db()
    assert not poll.doubt


def test_the_name_of_one_of_our_people_is_in_order(feurs: Feurs) -> None:
    feurs.chloe.name = "Chloé Garnier"
    feurs.chloe.save()
    account = feurs.another_account("chloe.garnier", "Chloé Garnier")
    poll_profiles(NOW)
    assert not ProfilePoll.objects.get(account=account).doubt


def test_what_was_shown_when_another_name_was_signed_is_an_error_of_the_register(feurs: Feurs) -> None:
    poll_profiles(NOW)
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, name="Xylophone", shown_name="Ville de Feurs")
    poll_profiles(NOW + minutes(10))
    assert "Xylophone" in translated(ProfilePoll.objects.get().doubt)
    assert not Alarm.objects.exists()
    assert joke(feurs, "Gabrielle Powell", 20) is not None


def test_a_stranger_who_was_named_not_us_is_no_error_of_the_register(feurs: Feurs) -> None:
    alarm = joke(feurs, "Gabrielle Powell", 0)
    assert alarm is not None
    verdict = alarm.judge(ours=False, by=feurs.ana, now=NOW)
    Baseline.of(feurs.account).revise(by=feurs.ana, now=NOW, shown_name="Gabrielle Powell")
    verdict.close(by=feurs.ana, now=NOW + minutes(5))
    poll_profiles(NOW + minutes(10))
    assert Alarm.objects.count() == 2


# --- the page


def typed(feurs: Feurs, **other: str) -> dict[str, str]:
    return {
        "version": "1",
        "name": "Ville de Feurs",
        "handles": "feurs\n@villedefeurs",
        "accepted_names": "Mairie de Feurs\n\nMairie de Feurs",
        "kind": "institutional",
        "elsewhere": "no",
        "link_domains": "www.Feurs.fr",
        "languages": "FR",
        **other,
    }


def sign(client: Client, feurs: Feurs, **other: str) -> object:
    there = reverse("identity_signing", args=[feurs.account.pk])
    return client.post(there, typed(feurs, **other), headers=ENGLISH, follow=True)


def test_what_is_typed_is_signed_by_whoever_presses(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.chloe)
    page = sign(client, feurs).content.decode()  # type: ignore[attr-defined]  # a response
    signed = Baseline.of(feurs.account)
    assert (signed.number, signed.signed_by) == (2, feurs.chloe)
    assert (signed.handles, signed.accepted_names) == (["feurs", "villedefeurs"], ["Mairie de Feurs"])
    assert (signed.link_domains, signed.languages, signed.is_used_elsewhere) == (["feurs.fr"], ["fr"], False)
    assert "Signed by Chloé" in page
    assert "— → <bdi>Mairie de Feurs" in page.replace("<bdi>—</bdi>", "—")


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("link_domains", "not a domain", "is no domain"),
        ("languages", "français courant", "is no code of a language"),
        ("name", "", "This field is required"),
        ("accepted_names", "x" * 300, "A line has at most 255"),
    ],
)
def test_bad_input_is_told_at_its_place_and_nothing_is_lost(
    feurs: Feurs, client: Client, field: str, said: str, told: str
) -> None:
    client.force_login(feurs.ana)
    answer = sign(client, feurs, **{field: said, "office": "Mairie"})
    page = answer.content.decode()  # type: ignore[attr-defined]  # a response
    assert answer.status_code == 422  # type: ignore[attr-defined]  # a response
    assert told in page
    assert "villedefeurs" in page
    assert Baseline.of(feurs.account).number == 1


def test_whoever_is_late_is_told_and_may_sign_over_it(feurs: Feurs, client: Client) -> None:
    Baseline.of(feurs.account).revise(by=feurs.chloe, now=NOW, office="Mairie")
    client.force_login(feurs.ana)
    page = sign(client, feurs, office="Commune").content.decode()  # type: ignore[attr-defined]  # a response
    assert "Somebody signed another version" in page
    assert "Commune" in page
    assert 'name="version" value="2"' in page
    sign(client, feurs, office="Commune", version="2")
    assert Baseline.of(feurs.account).office == "Commune"


def test_who_may_not_judge_reads_and_does_not_sign(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    page = client.get(reverse("identity", args=[feurs.account.pk]), headers=ENGLISH).content.decode()
    assert "Sign this identity" not in page
    assert client.post(reverse("identity_signing", args=[feurs.account.pk]), typed(feurs)).status_code == 403
