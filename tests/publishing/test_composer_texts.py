"""One idea, one text per network where they differ; and what would leave, shown before it does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.connectors.contract import as_json
from beffroi.directory.models import Account, Connection
from beffroi.publishing.models import Draft, LinkReading, Version
from tests.cast import NOW, Feurs
from tests.publishing.test_composer_pages import written

AT_MOST = 15  # queries of a page; that of a saved draft also reads what the checks see


def on_bluesky(feurs: Feurs, handle: str = "feurs.example", **limits: Any) -> Account:
    """An account on another network, as it stands once it was connected."""
    account = Account(organisation=feurs.organisation, network="bluesky", native_id=f"did:plc:{handle}", handle=handle)
    account.name, account.added_at, account.added_by = "Ville de Feurs", NOW, feurs.ana
    account.limits = {**as_json(account.on.capabilities), **limits}
    account.save()
    Connection(account=account).keep({})
    return account


@pytest.fixture
def bruno(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.bruno)
    return client


def own_texts() -> dict[str, str]:
    return dict(Draft.objects.get().latest.texts)


def test_a_network_gets_its_own_text_and_the_others_the_common_one(feurs: Feurs, bruno: Client) -> None:
    bluesky = on_bluesky(feurs)
    both = [feurs.account.pk, bluesky.pk]
    bruno.post(reverse("draft_new"), written(feurs, "Pour tous.", accounts=both, text_bluesky="Pour Bluesky."))
    latest = Draft.objects.get().latest
    assert latest.text_on("bluesky") == "Pour Bluesky."
    assert latest.text_on("sandbox") == "Pour tous."


@pytest.mark.parametrize("own", ["", "  \r\n", "Pour\r\ntous."])
def test_an_own_text_that_is_emptied_or_equal_is_no_own_text(own: str, feurs: Feurs, bruno: Client) -> None:
    on_bluesky(feurs)
    bruno.post(reverse("draft_new"), written(feurs, "Pour\ntous.", text_bluesky="Pour Bluesky."))
    there = reverse("draft_edit", args=[Draft.objects.get().pk])
    assert own_texts() == {"bluesky": "Pour Bluesky."}
    assert "Pour Bluesky." in bruno.get(there).content.decode()
    bruno.post(there, written(feurs, "Pour\ntous.", text_bluesky=own, seen=1))
    assert own_texts() == {}


def test_an_own_text_is_kept_when_the_form_comes_back(feurs: Feurs, bruno: Client) -> None:
    on_bluesky(feurs)
    answer = bruno.post(reverse("draft_new"), written(feurs, text_bluesky="Mot à garder", leave_at="2020-01-01T10:00"))
    assert answer.status_code == 422
    assert "Mot à garder" in answer.content.decode()


def test_one_network_alone_asks_for_no_second_text(feurs: Feurs, bruno: Client) -> None:
    assert 'name="text_sandbox"' not in bruno.get(reverse("draft_new")).content.decode()


def test_the_limits_stand_on_the_page_and_servers_that_differ_have_a_line_each(feurs: Feurs, bruno: Client) -> None:
    on_bluesky(feurs, "a.example")
    page = bruno.get(reverse("draft_new")).content.decode()
    assert page.count('data-count-for="id_text"') == 2
    on_bluesky(feurs, "b.example", max_length=5000)
    page = bruno.get(reverse("draft_new"), headers={"accept-language": "en"}).content.decode()
    assert "@b.example</span> <span data-count>at most 5000 characters" in page
    assert page.count('data-count-for="id_text"') == 3


def test_there_are_as_many_image_slots_as_the_most_generous_network_takes(feurs: Feurs, bruno: Client) -> None:
    assert bruno.get(reverse("draft_new")).content.decode().count('type="file"') == 4
    on_bluesky(feurs, max_images=7)
    assert bruno.get(reverse("draft_new")).content.decode().count('type="file"') == 7


# --- what would leave


def previewed(client: Client, feurs: Feurs, *args: Any, draft: Draft | None = None, **more: Any) -> str:
    there = reverse("draft_preview", args=[draft.pk]) if draft else reverse("draft_new_preview")
    answer = client.post(there, written(feurs, *args, **more), headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_preview_shows_the_parts_of_a_thread_as_they_will_leave(feurs: Feurs, bruno: Client) -> None:
    text = "Le pont est fermé. " * 20 + "\r\n---\r\nMerci."
    shown = previewed(bruno, feurs, text, is_thread="on")
    bruno.post(reverse("draft_new"), written(feurs, text, is_thread="on"))
    version = Draft.objects.get().latest
    posts = version.posts_on("sandbox", feurs.account.capabilities)
    assert len(posts) == 3
    assert [f"Post {n} of 3" in shown for n in (1, 2, 3)] == [True, True, True]
    assert all(post in shown for post in posts)
    assert f"{len(posts[0])} of 300 characters" in shown


def test_the_preview_is_that_of_the_accounts_that_are_ticked(feurs: Feurs, bruno: Client) -> None:
    on_bluesky(feurs)
    assert "Ailleurs" not in previewed(bruno, feurs, text_bluesky="Ailleurs")
    assert "Choose an account" in previewed(bruno, feurs, accounts=[])


def test_the_preview_shows_images_by_their_words_and_what_is_too_long(feurs: Feurs, bruno: Client) -> None:
    image: dict[str, Any] = {"images-0-named": "place.jpg", "images-0-alt": "La place"}
    shown = previewed(bruno, feurs, "é" * 310, **image)
    assert "place.jpg" in shown
    assert "La place" in shown
    assert "310 of 300 characters" in shown
    assert "Too long" in shown


def test_the_preview_shows_the_card_of_a_page_that_was_read(feurs: Feurs, bruno: Client) -> None:
    LinkReading.objects.create(url="https://feurs.example/halle", status=200, title="La halle rouvre", read_at=NOW)
    assert "La halle rouvre" in previewed(bruno, feurs, "Voir https://feurs.example/halle.")


def test_a_preview_saves_nothing(feurs: Feurs, bruno: Client) -> None:
    previewed(bruno, feurs, campaign="Vœux 2027")
    assert not Draft.objects.exists()
    assert not Version.objects.exists()


def cost(client: Client, *asked: tuple[str, dict[str, Any] | None]) -> list[int]:
    """The queries of each page; a POST where fields are given."""
    counts = []
    for there, fields in asked:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(there) if fields is None else client.post(there, fields)
        assert answer.status_code == 200
        assert len(answer.content) < 100 * 1024
        counts.append(len(queries))
    return counts


def test_pages_and_previews_cost_the_same_for_many_accounts_as_for_two(feurs: Feurs, bruno: Client) -> None:
    text = "Voir https://feurs.example/halle"
    accounts = [feurs.account.pk, on_bluesky(feurs).pk]
    bruno.post(reverse("draft_new"), written(feurs, text, accounts=accounts, text_bluesky="Oui"))
    draft = Draft.objects.get()
    new, edit, shown = reverse("draft_new"), reverse("draft_edit", args=[draft.pk]), reverse("draft_new_preview")
    fields = written(feurs, text, accounts=accounts, text_bluesky="Oui", seen=1)
    few = cost(bruno, (new, None), (edit, None), (shown, fields))
    fields["accounts"] = accounts + [
        on_bluesky(feurs, f"a{n}.example", max_images=20, max_length=500 + n).pk for n in range(8)
    ]
    bruno.post(edit, fields)
    assert cost(bruno, (new, None), (edit, None), (shown, fields)) == few
    assert few[0] <= AT_MOST
    assert few[2] <= AT_MOST
