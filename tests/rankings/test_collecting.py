"""Listed accounts are read as anybody sees them: counters in batches, acts where a counter moved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from beffroi.archive.models import Mention
from beffroi.directory.models import Account, Body, OfficialAccount
from beffroi.rankings.collecting import begin, collect, note_heard
from beffroi.rankings.models import Activity, Collection, CounterReading
from beffroi.vocabulary import Post, Profile
from tests.cast import NOW, Feurs
from tests.network.far_side import Network, TestAccount
from tests.network.fixtures import loopback_allowed
from tests.network.mastodon_model import USUAL
from tests.network.mastodon_wire import running
from tests.patience import until
from tests.postgres import free_port

pytestmark = pytest.mark.django_db


def on_bluesky(test: Any) -> Any:
    """On the real servers: PLC, PDS and AppView."""
    return pytest.mark.network(pytest.mark.xdist_group("bluesky")(test))


def listed(network: str, native_id: str, handle: str, **more: Any) -> OfficialAccount:
    feurs, _new = Body.objects.get_or_create(
        kind="commune", code="42094", defaults={"name": "Feurs", "changed_at": NOW}
    )
    return OfficialAccount.objects.create(
        body=feurs, network=network, native_id=native_id, handle=handle, changed_at=NOW, **more
    )


def acts() -> list[tuple[str, str]]:
    return list(Activity.objects.order_by("at", "pk").values_list("kind", "other"))


@pytest.fixture
def feurs_there(bluesky_full: Network, settings: Any) -> TestAccount:
    settings.BLUESKY_VIEW = bluesky_full.appview
    return bluesky_full.create_account("feurs")


def share(who: TestAccount, what: Any) -> None:
    record = {
        "$type": "app.bsky.feed.repost",
        "subject": {"uri": what.native_id, "cid": what.version},
        "createdAt": timezone.now().isoformat(),
    }
    who.write("createRecord", {"collection": "app.bsky.feed.repost", "record": record})
    asked = {"actor": who.did, "filter": "posts_with_replies"}
    until(lambda: any("reason" in item for item in who.network.view("app.bsky.feed.getAuthorFeed", asked)["feed"]))


@on_bluesky
def test_its_counters_and_its_acts_are_read_without_a_login(feurs_there: TestAccount, bluesky_full: Network) -> None:
    eve = bluesky_full.create_account("eve")
    question = eve.post("À quelle heure ouvre la mairie ?", mention=feurs_there)
    feurs_there.post("Le marché a lieu demain. #MarchéDeFeurs")
    feurs_there.post("À 9 h.", reply_to=question)
    share(feurs_there, question)
    listed("bluesky", feurs_there.did, feurs_there.handle)
    now = timezone.now()
    begin(now)

    assert collect(now) == 1
    reading = CounterReading.objects.get()
    assert (reading.followers, reading.following) == (0, 0)
    assert acts() == [("own", ""), ("reply", eve.did), ("share", eve.did)]
    answer = Activity.objects.get(kind="reply")
    assert answer.parent_at is not None and answer.parent_at < answer.at < answer.parent_at + timedelta(minutes=5)
    assert Activity.objects.get(kind="own").readable_tags == 1

    assert collect(now) == 0
    feurs_there.post("Il pleut.")
    until(lambda: bluesky_full.view("app.bsky.actor.getProfile", {"actor": feurs_there.did})["postsCount"] == 3)
    assert collect(now + timedelta(days=1)) == 1
    assert len(acts()) == 4
    assert CounterReading.objects.count() == 2


@on_bluesky
def test_an_account_that_is_no_longer_shown_is_said_to_be_missing(
    feurs_there: TestAccount, bluesky_full: Network
) -> None:
    account = listed("bluesky", "did:plc:nobodynobodynobodynobo", "gone.example")
    now = timezone.now()
    begin(now)
    assert collect(now) == 1
    assert Collection.objects.get(account=account).missing_since == now
    assert not CounterReading.objects.exists()


def test_an_account_on_mastodon_is_read_on_its_own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with loopback_allowed(), running(USUAL) as model:
        stands = {"https://social.example": model.world.base}  # as a name server would say
        monkeypatch.setattr("beffroi.connectors.mastodon.server.server_address", lambda said: stands[said["server"]])
        ana = model.world.join("ana", "Ana")
        eve = model.world.join("eve", "Eve")
        question = model.world.say(eve, "@ana À quelle heure ?")
        model.world.say(ana, "@eve À 9 h.", reply_to=question.id)
        model.world.say(ana, "Bonjour")
        listed("mastodon", f"{ana.id}@social.example", "ana@social.example")
        begin(NOW)

        assert collect(NOW) == 1
        assert CounterReading.objects.count() == 1
        assert sorted(kind for kind, _other in acts()) == ["own", "reply"]


def test_a_network_that_does_not_answer_is_asked_again_in_an_hour_and_nothing_is_lost(settings: Any) -> None:
    settings.BLUESKY_VIEW = f"http://127.0.0.1:{free_port()}"
    account = listed("bluesky", "did:plc:feurs", "feurs.example")
    begin(NOW)
    with loopback_allowed():
        assert collect(NOW) == 0
    assert Collection.objects.get(account=account).due_at == NOW + timedelta(hours=1)


def test_only_accounts_that_anybody_can_read_are_begun() -> None:
    listed("bluesky", "did:plc:a", "a.example")
    listed("bluesky", "", "unknown.example")
    listed("bluesky", "did:plc:c", "closed.example", status="closed")
    listed("x", "12", "feurs")

    assert begin(NOW) == 1
    assert begin(NOW) == 0


def ask(feurs: Feurs, native_id: str, at: datetime, **more: Any) -> None:
    eve = Profile("sandbox", "eve-id", "eve", "Eve")
    seen = Post("sandbox", native_id, eve, "@feurs Bonjour ?", at, **more)
    Mention.note(seen, feurs.account, now=at)


def test_what_was_said_to_our_own_account_is_counted_without_its_words(feurs: Feurs) -> None:
    ours = listed("sandbox", feurs.account.native_id, "feurs")
    ask(feurs, "q1", NOW)
    ask(feurs, "q2", NOW, private=True)

    assert note_heard(NOW) == 1
    heard = Activity.objects.get()
    assert (heard.account, heard.kind, heard.native_id, heard.other) == (ours, "heard", "q1", "eve-id")
    assert note_heard(NOW) == 0


def test_a_number_of_mastodon_is_ours_only_on_our_own_server(feurs: Feurs) -> None:
    Account.objects.filter(pk=feurs.account.pk).update(
        network="mastodon", native_id="109", handle="feurs@social.example"
    )
    listed("mastodon", "109@autre.example", "roanne@autre.example")
    listed("mastodon", "7@social.example", "feurs@social.example", status="closed")  # who had the name before
    ours = listed("mastodon", "109@social.example", "Feurs@social.example")
    ask(feurs, "q1", NOW)

    assert note_heard(NOW) == 1
    assert Activity.objects.get().account == ours
