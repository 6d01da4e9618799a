"""A new search looks through what was said before it was saved."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.journal.models import Event
from beffroi.listening.duties import look_backs
from beffroi.listening.models import Alert, LookBack, Match, SavedSearch
from beffroi.work.duty import BACKOFF
from tests.cast import NOW, Feurs, minutes
from tests.connectors.sides import MastodonSide
from tests.network.far_side import Network
from tests.network.fixtures import loopback_allowed
from tests.network.mastodon_model import USUAL
from tests.network.mastodon_wire import running


def save(feurs: Feurs, text: str = "pont canal", now: datetime = NOW) -> SavedSearch:
    return SavedSearch.save_new(organisation=feurs.organisation, name="Le pont", text=text, by=feurs.driss, now=now)


def shown(feurs: Feurs, client: Client, search: SavedSearch) -> str:
    client.force_login(feurs.driss)
    page = client.get(reverse("listening_search", args=[search.pk]), headers={"accept-language": "en"})
    return " ".join(page.content.decode().split())


def test_what_was_said_in_the_week_before_is_found_and_rings_nothing(feurs: Feurs, client: Client) -> None:
    for day in (1, 3, 6, 9):
        feurs.sandbox.say("eve", f"Le pont du Canal, jour {day}", at=NOW - timedelta(days=day))
    feurs.sandbox.say("eve", "Le canal seul", at=NOW - minutes(5))
    search = save(feurs)
    look_backs(NOW)
    assert [match.post.text[-1] for match in Match.objects.order_by("pk")] == ["6", "3", "1"]
    assert Alert.objects.count() == 0  # history
    back = LookBack.objects.get()
    assert (back.looked_at, back.found, back.is_whole, back.due_at) == (4, 3, True, None)
    assert "were looked through on Sandbox (fictional network): 3 posts." in shown(feurs, client, search)
    assert Event.objects.filter(verb="SEARCH_LOOKED_BACK").count() == 1


def test_it_looks_once(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", "Le pont du canal", at=NOW - minutes(1))
    save(feurs)
    assert look_backs(NOW) == 1
    assert look_backs(NOW + minutes(10)) == 0
    assert Match.objects.count() == 1


def test_what_the_stream_found_too_is_one_match(feurs: Feurs) -> None:
    feurs.sandbox.say("eve", "Le pont du canal", at=NOW - minutes(1))
    search = save(feurs)
    look_backs(NOW)
    Match.note(search, Post.objects.get(), now=NOW)
    assert Match.objects.count() == 1


def test_our_own_posts_are_not_found(feurs: Feurs) -> None:
    feurs.sandbox.say("feurs", "Le pont du canal rouvre", at=NOW - minutes(1))
    save(feurs)
    look_backs(NOW)
    assert not Post.objects.exists()
    assert LookBack.objects.get().found == 0


def test_a_search_that_is_paused_does_not_look(feurs: Feurs) -> None:
    save(feurs).pause(by=feurs.driss, now=NOW)
    assert look_backs(NOW) == 0


def test_a_network_is_asked_once_whatever_the_number_of_our_accounts(feurs: Feurs) -> None:
    feurs.another_account("culture")
    save(feurs)
    look_backs(NOW)
    assert LookBack.objects.count() == 1


def test_a_search_that_cannot_be_asked_whole_says_so(feurs: Feurs, client: Client) -> None:
    search = save(feurs, "inond*")
    look_backs(NOW)
    assert "there may be more" in shown(feurs, client, search)


def test_a_network_that_asks_to_wait_is_asked_again_when_it_says(feurs: Feurs, client: Client) -> None:
    feurs.sandbox.say("eve", "Le pont du canal", at=NOW - minutes(1))
    search = save(feurs)
    feurs.sandbox.rate_limit(30)
    look_backs(NOW)
    assert LookBack.objects.get().due_at == NOW + timedelta(seconds=30)
    assert "asks to wait" in shown(feurs, client, search)
    feurs.sandbox.recover()
    look_backs(NOW + minutes(1))
    assert Match.objects.count() == 1


def test_a_network_that_never_answers_is_given_up_with_its_reason(feurs: Feurs, client: Client) -> None:
    search = save(feurs)
    feurs.sandbox.rate_limit(1)
    now = NOW
    for _ in range(len(BACKOFF) + 3):
        look_backs(now)
        now += minutes(30)
    back = LookBack.objects.get()
    assert (back.attempts, back.due_at) == (len(BACKOFF) + 1, None)
    assert "Not looked through" in shown(feurs, client, search)


def test_access_that_is_lost_is_said_and_not_tried_again(feurs: Feurs) -> None:
    save(feurs)
    look_back_of = LookBack.plan(SavedSearch.objects.get(), feurs.account, now=NOW)
    feurs.sandbox.lose_access("feurs")
    look_backs(NOW)
    look_back_of.refresh_from_db()
    assert (look_back_of.due_at, look_back_of.done_at) == (None, NOW)
    assert Account.objects.get().connection.lost_at == NOW


def test_on_a_server_with_the_mastodon_api_a_hashtag_is_looked_through(feurs: Feurs) -> None:
    with loopback_allowed(), running(USUAL) as model:
        side = MastodonSide(model)
        model.world.now = NOW - timedelta(days=2)
        town, eve = side.join("Ville de Feurs"), side.join("Eve")
        said = side.say(eve, "#Feurs le pont du canal")
        side.say(eve, "#Feurs rien")
        Account.register(
            organisation=feurs.organisation, network="mastodon", credentials=town.credentials, by=feurs.ana, now=NOW
        )
        save(feurs, "#feurs canal")
        look_backs(NOW)
        look_backs(NOW)
    assert Match.objects.get().post.native_id == said


def test_on_real_bluesky_what_was_said_before_is_found(
    transactional_db: None, feurs: Feurs, bluesky_full: Network
) -> None:
    there, eve = bluesky_full.create_account("feurs"), bluesky_full.create_account("eve")
    said = eve.post("la passerelle du canal de Feurs est fermée")
    eve.post("la passerelle du jardin")
    credentials, now = bluesky_full.credentials(there), timezone.now()
    Account.register(organisation=feurs.organisation, network="bluesky", credentials=credentials, by=feurs.ana, now=now)
    search = save(feurs, "passerelle PRÈS/3 canal feurs", now=now)
    look_backs(now)
    assert [match.post.native_id for match in search.matches.select_related("post")] == [said.native_id]
    post = search.matches.get().post
    assert post.author_handle == eve.handle
    assert {back.found for back in search.look_backs.all()} == {0, 1}  # nobody said it on the sandbox
