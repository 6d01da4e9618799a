"""The page on which each member says how to be told."""

import re
from datetime import time
from typing import Any

import pytest
from django.test import Client

from beffroi.journal.models import Event
from beffroi.notify.duties import send_due
from beffroi.notify.models import Choice, Message
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.notify.conftest import Gateway, written
from tests.post_office import PostOffice

PAGE = "/settings/notifications"
CHOSEN = re.compile(r'value="(\w+)" selected')
WISHES = {
    "sms-address": "06 12 34 56 78",
    "sms-tell_alarm": "at_once",
    "sms-quiet_from": "22:00",
    "sms-quiet_until": "07:00",
}


@pytest.fixture
def chloe(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.chloe)
    client.get("/", headers={"accept-language": "en"})
    client.cookies["beffroi_language"] = "en"
    return client


@pytest.fixture
def sms(gateway: Gateway, settings: Any) -> Gateway:
    settings.SMS_GATEWAY, settings.SMS_TOKEN = gateway.url, "gateway-key"
    return gateway


def mine() -> Choice:
    return Choice.objects.get()


def page(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_without_any_way_out_the_page_says_what_to_set(chloe: Client) -> None:
    shown = page(chloe)
    assert "Nobody is told anything yet" in shown
    for name in ("BEFFROI_MAIL", "BEFFROI_SMS_GATEWAY", "BEFFROI_MATRIX_SERVER"):
        assert name in shown


def test_the_page_says_that_links_need_a_public_address(chloe: Client, office: PostOffice, settings: Any) -> None:
    assert "BEFFROI_PUBLIC_ADDRESS" not in page(chloe)
    settings.PUBLIC_ADDRESS = ""
    assert "BEFFROI_PUBLIC_ADDRESS" in page(chloe)


def test_mail_is_offered_with_what_her_role_may_act_on_and_all_of_it_chosen(chloe: Client, office: PostOffice) -> None:
    shown = page(chloe)
    assert set(CHOSEN.findall(shown)) == {"at_once"}
    assert "mail-tell_alarm" in shown
    assert "mail-tell_access_lost" not in shown  # the mayor's business


def test_a_number_is_used_only_after_its_code_was_typed(chloe: Client, sms: Gateway) -> None:
    chloe.post(f"{PAGE}/sms", WISHES)
    assert (mine().address, mine().is_confirmed) == ("+33612345678", False)
    assert (mine().quiet_from, mine().quiet_until) == (time(22), time(7))
    send_due(Message.objects.get().written_at)
    code = re.search(rb"\b\d{6}\b", sms.asked[0].content)
    assert code
    wrong = "000000" if code[0] != b"000000" else "111111"
    refused = chloe.post(f"{PAGE}/sms/proof", {"sms-proof-code": wrong})
    assert (refused.status_code, mine().is_confirmed) == (422, False)
    chloe.post(f"{PAGE}/sms/proof", {"sms-proof-code": code[0].decode()})
    assert mine().is_confirmed
    assert [event.verb for event in Event.objects.filter(verb__startswith="NOTICE")] == [
        "NOTICE_CHOICE_SAVED",
        "NOTICE_ADDRESS_CONFIRMED",
    ]


def test_another_number_is_another_persons_until_it_is_confirmed(chloe: Client, sms: Gateway) -> None:
    chloe.post(f"{PAGE}/sms", WISHES)
    Choice.objects.update(confirmed_at=NOW)
    chloe.post(f"{PAGE}/sms", {**WISHES, "sms-quiet_from": "23:00"})
    assert mine().is_confirmed
    chloe.post(f"{PAGE}/sms", {**WISHES, "sms-address": "06 99 99 99 99"})
    assert not mine().is_confirmed


def test_a_code_is_guessed_at_most_five_times(feurs: Feurs, sms: Gateway) -> None:
    choice = Choice.of(feurs.chloe, feurs.organisation, "sms")
    choice.keep(address="+33612345678", lang="fr", now=NOW)
    choice.ask_for_proof(now=NOW)
    right = Message.objects.get().opened()["code"]
    wrong = "000000" if right != "000000" else "111111"
    assert [choice.confirm(wrong, now=NOW) for _ in range(5)] == [False] * 5
    assert not choice.confirm(right, now=NOW)


def test_codes_are_not_sent_again_and_again(chloe: Client, sms: Gateway) -> None:
    for _ in range(3):
        chloe.post(f"{PAGE}/sms", WISHES)
        chloe.post(f"{PAGE}/sms/proof", {"again": "yes"})
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"sms-address": "12"}, "This is not a mobile number."),
        ({"sms-quiet_until": ""}, "Give both hours, or neither."),
        ({"sms-quiet_until": "22:00"}, "These hours are the same"),
        ({"sms-tell_alarm": "digest"}, "digest"),
        ({"sms-tell_alarm": "weekly"}, "weekly"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_place_and_nothing_is_lost(
    chloe: Client, sms: Gateway, wish: dict[str, Any], said: str
) -> None:
    answer = chloe.post(f"{PAGE}/sms", {**WISHES, **wish})
    shown = answer.content.decode()
    assert (answer.status_code, said in shown, 'value="22:00"' in shown) == (422, True, True)
    assert not Choice.objects.exists()


def test_each_kind_is_told_at_once_in_the_digest_or_not_at_all(chloe: Client, office: PostOffice) -> None:
    said = {"mail-tell_alarm": "at_once", "mail-tell_post_missed": "digest", "mail-tell_draft_waits": "never"}
    chloe.post(f"{PAGE}/mail", {**said, "mail-digest_at": "07:30", "mail-digest_again_at": "17:00"})
    choice = mine()
    assert "access_lost" in choice.kinds  # not her business, and as it was
    assert set(choice.kinds) & {"alarm", "post_missed", "draft_waits"} == {"alarm"}
    assert (choice.digest_kinds, choice.digest_at, choice.digest_again_at) == (["post_missed"], time(7, 30), time(17))
    assert 'value="17:00"' in page(chloe)


def test_one_press_puts_all_that_can_wait_in_the_digest(chloe: Client, office: PostOffice) -> None:
    said = {"mail-tell_alarm": "at_once", "mail-tell_post_missed": "at_once", "mail-tell_draft_waits": "never"}
    chloe.post(f"{PAGE}/mail", {**said, "gather": "yes"})
    assert (mine().digest_kinds, "alarm" in mine().kinds) == (["post_missed"], True)


def test_a_test_message_takes_two_taps(chloe: Client, office: PostOffice) -> None:
    assert "Send me a test" in page(chloe)
    chloe.post(f"{PAGE}/mail/test")
    send_due(Message.objects.get().written_at)
    assert office.letters[0]["To"] == "Chloé <chloe@feurs.example>"
    assert "A test message from Beffroi" in page(chloe)


def test_nobody_sees_or_tests_a_way_that_is_not_confirmed_or_not_set(chloe: Client, sms: Gateway) -> None:
    assert chloe.post(f"{PAGE}/sms/test").status_code == 404
    assert chloe.post(f"{PAGE}/matrix/test").status_code == 404
    assert chloe.post(f"{PAGE}/sms/proof", {"again": "yes"}).status_code == 404
    assert chloe.post(f"{PAGE}/pigeon").status_code == 404


def test_each_member_changes_only_their_own(chloe: Client, feurs: Feurs, sms: Gateway) -> None:
    chloe.post(f"{PAGE}/sms", WISHES)
    chloe.force_login(feurs.ana)
    assert "+33612345678" not in page(chloe)
    assert mine().user == feurs.chloe


def test_whoever_claims_another_persons_number_does_not_see_what_is_sent_to_it(
    chloe: Client, feurs: Feurs, sms: Gateway
) -> None:
    written(feurs, "sms", "+33612345678", subject=Sentence("Feurs: for Ana only"))
    chloe.post(f"{PAGE}/sms", WISHES)
    assert "for Ana only" not in page(chloe)
    Choice.objects.update(confirmed_at=NOW)
    assert "for Ana only" in page(chloe)


def test_eve_has_no_such_page(client: Client, feurs: Feurs, office: PostOffice) -> None:
    client.force_login(feurs.eve)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/mail/test").status_code == 403
    assert not Message.objects.exists()


def test_a_host_with_a_very_long_name_fits_where_it_is_shown(chloe: Client) -> None:
    address = "https://" + "a." * 150 + "example/canary"
    chloe.post(f"{PAGE}/webhook", {"webhook-address": address})
    assert mine().recipient.secret == address
    assert len(mine().address) <= 255 and "canary" not in mine().address


def test_whoever_presses_save_twice_at_once_has_one_choice_and_one_code(feurs: Feurs, sms: Gateway) -> None:
    first, second = (Choice.of(feurs.chloe, feurs.organisation, "sms") for _press in range(2))
    wishes: dict[str, Any] = {"address": "+33612345678", "lang": "fr", "now": NOW, "kinds": ["alarm"]}
    first.keep(**wishes)
    first.ask_for_proof(now=NOW)
    second.keep(**wishes)
    assert (mine().kinds, mine().code_hash) == (["alarm"], first.code_hash)
