"""The page of those we talk with: who is ticked, what the card is made of, and how it becomes a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account, Body, OfficialAccount
from beffroi.engines.counts.exchange_words import A_ROBOT, OUR_OWN
from beffroi.publishing.models import Draft
from beffroi.rankings.thanks.conversation import talked_with
from beffroi.vocabulary import Post as Seen
from beffroi.vocabulary import Profile, Ref
from tests.cast import NOW, Feurs, minutes

DAY = timedelta(days=1)
MONTH = (NOW - 30 * DAY, NOW)
PEOPLE = {"lucie": "Lucie Bernard", "prefet": "Préfecture de la Loire", "meteo_bot": "Météo"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def author(handle: str, network: str = "sandbox") -> Profile:
    return Profile(network, f"id-{handle}", handle, PEOPLE.get(handle, handle))


def heard(feurs: Feurs, handle: str, text: str = "@feurs bonjour", *, days: float = 2, **more: Any) -> Post:
    at = NOW - days * DAY
    seen = Seen("sandbox", f"{handle}-{days}", author(handle), text, at, **more)
    mention = Mention.note(seen, feurs.account, now=at)
    assert mention is not None
    return mention.post


def answered(feurs: Feurs, to: Post | None, text: str = "Bonjour !", *, after: float = 10, **more: Any) -> Post:
    account = feurs.account
    us = Profile("sandbox", account.native_id, account.handle, account.name)
    at = (to.published_at if to else NOW - DAY) + minutes(after)
    reply: dict[str, Any] = {"reply_to": Ref(to.native_id), "root": Ref(to.conversation)} if to else {}
    return Post.store(Seen("sandbox", f"ours-{at}-{text[:9]}", us, text, at, **reply, **more), now=at)


def names(lines: Any) -> list[str]:
    return [line.who.handle for line in lines]


def institution(network: str = "sandbox", handle: str = "prefet", **more: Any) -> OfficialAccount:
    body = Body.objects.create(kind="state", code=handle, name="Préfecture de la Loire", changed_at=NOW, **more)
    return OfficialAccount.objects.create(
        body=body, network=network, native_id=f"id-{handle}", handle=handle, changed_at=NOW
    )


@pytest.fixture
def talking(feurs: Feurs) -> Feurs:
    """Feurs talks with Lucie and with the prefecture; a robot and spam speak to it."""
    institution()
    for days in (2, 5, 9):
        answered(feurs, heard(feurs, "lucie", days=days))
    answered(feurs, heard(feurs, "prefet", days=3))
    for days in (1, 2, 3):
        heard(feurs, "meteo_bot", days=days)
    for n in range(8):
        heard(feurs, "promo", "@feurs soldes", days=4 + n / 1000)
    return feurs


def test_replies_count_on_both_sides(feurs: Feurs) -> None:
    answered(feurs, heard(feurs, "lucie"))
    told = talked_with(feurs.account, *MONTH)
    assert names(told.ranked) == ["lucie"]
    assert [str(word) for word in told.ranked[0].counterpart.words] == ["Our replies: 1", "Their mentions: 1"]


def test_what_answers_and_what_quotes_us_are_told_apart(feurs: Feurs) -> None:
    ours = answered(feurs, None, "Le marché ouvre à 8 h.")
    heard(feurs, "lucie", "merci", days=0.5, reply_to=Ref(ours.native_id), root=Ref(ours.native_id))
    heard(feurs, "lucie", "à lire", days=0.2, quote_of=Ref(ours.native_id))
    answered(feurs, None, "Voir aussi", after=60, quote_of=Ref("lucie-0.5"))
    counts = talked_with(feurs.account, *MONTH).ranked[0].counterpart.counts
    assert counts == {(False, "reply"): 1, (False, "quote"): 1, (True, "quote"): 1}


def test_whom_we_name_counts_as_a_mention_once_for_each_post(feurs: Feurs) -> None:
    said = heard(feurs, "lucie")
    answered(feurs, said, "Merci @lucie, voyez @prefet.")
    counts = {line.who.handle: line.counterpart.counts for line in talked_with(feurs.account, *MONTH).ranked}
    assert counts == {"lucie": {(False, "mention"): 1, (True, "reply"): 1}, "prefet": {(True, "mention"): 1}}


def test_what_is_private_gone_or_of_another_time_is_not_read(feurs: Feurs) -> None:
    heard(feurs, "lucie", days=1, private=True)
    heard(feurs, "lucie", days=40)
    gone = heard(feurs, "lucie", days=3)
    gone.take_away(now=NOW, keep_words=False)
    told = talked_with(feurs.account, *MONTH)
    assert (list(told.ranked), list(told.apart)) == ([], [])


def test_robots_our_own_accounts_and_bursts_are_shown_apart(talking: Feurs) -> None:
    own = talking.another_account("culture")
    seen = Seen("sandbox", "own", Profile("sandbox", own.native_id, "culture", "Feurs Culture"), "@feurs", NOW - DAY)
    Mention.note(seen, talking.account, now=NOW)
    told = talked_with(talking.account, *MONTH)
    assert names(told.ranked) == ["lucie", "prefet"]
    because = {line.who.handle: line.because for line in told.apart}
    assert because["meteo_bot"] == A_ROBOT.as_json()
    assert because["culture"] == OUR_OWN.as_json()
    assert set(because) == {"meteo_bot", "culture", "promo"}


def test_an_own_account_that_we_only_named_is_our_own_too(feurs: Feurs) -> None:
    feurs.another_account("culture")
    answered(feurs, None, "Voyez @culture et @prefet.")
    told = talked_with(feurs.account, *MONTH)
    assert (names(told.ranked), names(told.apart)) == (["prefet"], ["culture"])


def test_the_page_begins_with_the_account_that_is_spoken_to_most(talking: Feurs, client: Client) -> None:
    talking.another_account("a-culture")
    client.force_login(talking.driss)
    assert client.get(reverse("thanks")).context["account"] == talking.account


def test_an_account_of_our_body_in_the_directory_is_our_own(feurs: Feurs) -> None:
    institution(handle="office", organisation=feurs.organisation)
    heard(feurs, "office")
    assert [line.because for line in talked_with(feurs.account, *MONTH).apart] == [OUR_OWN.as_json()]


def test_a_private_person_is_not_on_the_card_until_somebody_ticks_them(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    page = client.get(reverse("thanks"), {"days": 30})
    assert [who.key for who in page.context["card"].people] == ["id-prefet"]
    ticked: dict[str, Any] = {"days": 30, "account": talking.account.pk, "chosen": 1, "who": ["id-lucie", "id-prefet"]}
    page = client.get(reverse("thanks"), ticked)
    assert [who.handle for who in page.context["card"].people] == ["lucie", "prefet"]
    left_out = client.get(reverse("thanks"), {"days": 30, "chosen": 1})
    assert left_out.context["card"] is None


def test_who_is_apart_cannot_be_put_on_a_card(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    asked: dict[str, Any] = {"days": 30, "chosen": 1, "who": ["id-meteo_bot", "id-promo", "id-nobody"]}
    page = client.get(reverse("thanks"), asked)
    assert page.context["card"] is None


def test_the_text_alternative_says_everything_in_both_languages(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    asked: dict[str, Any] = {"days": 30, "chosen": 1, "who": ["id-lucie", "id-prefet"]}
    said = {lang: client.get(reverse("thanks"), {**asked, "lang": lang}).context["card"].alt for lang in ("fr", "en")}
    for alt in said.values():
        assert "Ville de Feurs" in alt
        assert "Lucie Bernard (@lucie), Préfecture de la Loire (@prefet)" in alt
    assert "21 octobre" in said["fr"]
    assert "Merci" in said["fr"]
    assert "21 October" in said["en"]
    assert "Thank you" in said["en"]


@pytest.mark.parametrize("shape", ["link", "square", "story"])
def test_the_card_is_a_picture_that_can_be_kept(shape: str, talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    asked: dict[str, Any] = {"days": 30, "download": ""}
    answer = client.get(reverse("thanks_card", args=[shape]), asked)
    assert answer.content.startswith(b"\x89PNG")
    assert answer["Content-Disposition"].endswith(f'-{shape}.png"')


def test_a_card_of_nobody_or_of_another_shape_is_not_there(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    assert client.get(reverse("thanks_card", args=["stamp"]), {"days": 30}).status_code == 404
    assert client.get(reverse("thanks_card", args=["link"]), {"days": 30, "chosen": 1}).status_code == 404


def test_two_taps_make_a_draft_and_submit_it(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    asked: dict[str, Any] = {"account": talking.account.pk, "days": 30, "chosen": 1, "lang": "fr", "shape": "square"}
    answer = client.post(reverse("thanks_draft"), asked | {"who": ["id-lucie", "id-prefet"]})
    draft = Draft.objects.get()
    assert answer.headers["Location"] == reverse("draft", args=[draft.pk])
    (picture,) = draft.latest.pictures
    assert (picture.mime, picture.width, picture.height) == ("image/png", 1080, 1080)
    assert "Lucie Bernard (@lucie)" in picture.alt
    assert "@lucie @prefet" in draft.latest.text
    assert not draft.publications.exists()
    client.post(reverse("draft_submission", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_the_same_tap_twice_makes_one_draft(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    for _ in range(2):
        client.post(reverse("thanks_draft"), {"days": 30, "lang": "fr", "shape": "link"})
    assert Draft.objects.count() == 1


def test_who_only_looks_may_make_no_draft(talking: Feurs, client: Client) -> None:
    talking.organisation.admit(talking.eve, "viewer")
    client.force_login(talking.eve)
    page = client.get(reverse("thanks"), {"days": 30})
    assert page.context["may_draft"] is False
    assert client.post(reverse("thanks_draft"), {"days": 30, "shape": "link"}).status_code == 403


def test_more_names_than_the_network_takes_are_counted_in_the_text(feurs: Feurs, client: Client) -> None:
    for n in range(8):
        answered(feurs, heard(feurs, f"{'tres-long-' * 6}{n}", days=n + 1))
    client.force_login(feurs.driss)
    everybody = [line.who.key for line in talked_with(feurs.account, *MONTH).ranked]
    asked: dict[str, Any] = {"days": 30, "chosen": 1, "who": everybody, "lang": "en"}
    page = client.get(reverse("thanks"), asked)
    text = page.context["card"].text
    assert len(text) <= feurs.account.capabilities.max_length
    assert "others" in text


def test_the_account_of_another_organisation_is_not_there(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.get(reverse("thanks"), {"account": 10**9}).status_code == 404
    assert client.get(reverse("thanks"), {"account": "x"}).status_code == 404


def test_days_that_cannot_be_are_said_at_their_place(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    answer = client.get(reverse("thanks"), {"first": "2026-11-30", "last": "2026-11-01"})
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_without_an_account_the_page_offers_to_connect_one(feurs: Feurs, client: Client) -> None:
    Account.objects.all().delete()
    client.force_login(feurs.ana)
    assert reverse("accounts") in client.get(reverse("thanks")).content.decode()


def test_the_colour_is_that_of_the_body(talking: Feurs, client: Client) -> None:
    client.force_login(talking.driss)
    plain = client.get(reverse("thanks_card", args=["link"]), {"days": 30}).content
    Body.objects.create(
        kind="commune", code="42094", name="Feurs", colour="#17614f", organisation=talking.organisation, changed_at=NOW
    )
    assert client.get(reverse("thanks_card", args=["link"]), {"days": 30}).content != plain
