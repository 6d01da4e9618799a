"""What leaves for a server with the Mastodon API, and what is known when something goes wrong on the way."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from beffroi import outbound
from beffroi.connectors.contract import AccessLost, Refused, TryLater
from beffroi.connectors.mastodon import new_key
from beffroi.connectors.mastodon.connector import MastodonConnector, connect
from beffroi.connectors.mastodon.server import Server
from beffroi.vocabulary import Media, Outgoing, Ref
from tests.connectors.sides import MastodonSide, Someone, forget
from tests.connectors.test_contract import png
from tests.network.mastodon_model import OTHER, USUAL, Temper
from tests.network.mastodon_wire import Kind, Model, running

NOW = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
IMAGE = Media("image/png", "La mairie de face", content=png(), width=64, height=48)
STATUSES = "/api/v1/statuses"


@pytest.fixture(params=[USUAL, OTHER], ids=lambda temper: str(temper.name))
def any_model(request: pytest.FixtureRequest) -> Iterator[Model]:
    with running(request.param) as model:
        yield model


def connected(who: Someone) -> MastodonConnector:
    return connect(who.credentials, forget, pause=lambda seconds: None)


def impatient(who: Someone) -> MastodonConnector:
    """The same, which does not wait for anybody."""
    policy = replace(outbound.Policy.from_environment(), total_seconds=0.5)
    return MastodonConnector(Server(who.credentials, policy, outbound.transport(policy)), lambda seconds: None)


def outgoing(text: str = "Le conseil commence à 20 h.", **more: Any) -> Outgoing:
    return Outgoing(new_key(NOW), text, NOW, **{"lang": "fr", **more})


def posts_sent(model: Model) -> int:
    return sum((call.method, call.path) == ("POST", STATUSES) for call in model.calls)


def test_what_is_sent_is_what_was_prepared_and_the_receipt_keeps_it(model: Model) -> None:
    side = MastodonSide(model)
    ana, driss = side.join("Ana"), side.join("Driss")
    question = side.say(driss, "La piscine ouvre quand ?", mention=ana)
    post = outgoing("Lundi à 9 h.\n\nÀ bientôt « là-bas » !", reply_to=Ref(question), media=(IMAGE,))
    receipt = connected(ana).publish(post)
    sent = model.calls[-1]
    assert receipt.sent.encode() == sent.body
    assert sent.headers["idempotency-key"] == post.key
    assert json.loads(sent.body) == {
        "status": post.text,
        "language": "fr",
        "media_ids": [model.world.media[0].id],
        "in_reply_to_id": question,
        "visibility": "public",
    }
    assert model.world.media[0].description == IMAGE.alt
    assert receipt.url == f"{model.world.base}/@{ana.account.username}/{receipt.native_id}"


def test_a_decorative_image_leaves_without_a_description(model: Model) -> None:
    connected(MastodonSide(model).join("Ana")).publish(outgoing(media=(replace(IMAGE, alt=""),)))
    assert model.world.media[0].description is None


@pytest.mark.parametrize("kind", ["cut", "half", "500"])
@pytest.mark.parametrize("media", [(), (IMAGE,)], ids=["text", "image"])
def test_a_server_that_accepts_and_then_fails_has_the_post_once(
    any_model: Model, kind: Kind, media: tuple[Media, ...]
) -> None:
    side = MastodonSide(any_model)
    ana, eve = side.join("Ana"), side.join("Eve")
    named = f"@{eve.account.username}@autre.example"  # shown without the name of her server
    post = outgoing(f"À {named} : L’été https://ay.example/été?a=1&b=2 <b>\n\nc’est « fini »", media=media)
    with any_model.faulty(kind, "POST", STATUSES), pytest.raises(TryLater) as trouble:
        connected(ana).publish(post)
    assert trouble.value.delivered is None
    found = connected(ana).find(post)
    assert found and found.native_id == any_model.world.statuses[0].id
    assert (side.posts(ana), posts_sent(any_model)) == ([post.text], 1)


def test_a_server_that_accepts_and_answers_too_late_has_the_post_once(any_model: Model) -> None:
    ana = MastodonSide(any_model).join("Ana")
    post = outgoing()
    with any_model.faulty("late", "POST", STATUSES), pytest.raises(TryLater) as trouble:
        impatient(ana).publish(post)
    assert trouble.value.delivered is None
    assert connected(ana).find(post)
    assert posts_sent(any_model) == 1


def test_a_server_that_keeps_the_key_has_one_post_even_without_asking(model: Model) -> None:
    side = MastodonSide(model)
    ana = side.join("Ana")
    post = outgoing(media=(IMAGE,))
    with model.faulty("cut", "POST", STATUSES), pytest.raises(TryLater):
        connected(ana).publish(post)
    connected(ana).publish(post)
    assert side.posts(ana) == [post.text]


def test_a_server_that_did_not_take_it_does_not_have_it(any_model: Model) -> None:
    ana = MastodonSide(any_model).join("Ana")
    post = outgoing()
    with any_model.faulty("503", "POST", STATUSES), pytest.raises(TryLater) as trouble:
        connected(ana).publish(post)
    assert trouble.value.delivered is None
    assert connected(ana).find(post) is None


def test_too_early_nobody_can_say_that_it_is_not_there(model: Model) -> None:
    ana = MastodonSide(model).join("Ana")
    model.world.now = NOW + timedelta(seconds=20)
    with pytest.raises(TryLater):
        connected(ana).find(outgoing())
    model.world.now = NOW + timedelta(seconds=70)
    assert connected(ana).find(outgoing()) is None


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Le conseil commence à 21 h."},
        {"media": (IMAGE,)},
        {"reply_to": Ref("elsewhere")},
        {"created_at": NOW + timedelta(hours=1)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_post_is_not_taken_for_ours(model: Model, other: dict[str, Any]) -> None:
    ana = MastodonSide(model).join("Ana")
    post = outgoing()
    connected(ana).publish(post)
    model.world.now = NOW + timedelta(hours=2)
    assert connected(ana).find(post)
    assert connected(ana).find(replace(post, **other)) is None


def test_where_a_server_shows_only_something_alike_a_person_looks(other_model: Model) -> None:
    ana = MastodonSide(other_model).join("Ana")
    connected(ana).publish(outgoing("Le marché de Noël ouvre samedi à dix heures"))
    with pytest.raises(Refused, match="please look"):
        connected(ana).find(outgoing("Le marché de Noël ouvre dimanche à dix heures"))
    assert connected(ana).find(outgoing("Tout autre chose, sans aucun rapport")) is None


def test_it_is_found_behind_many_others_and_the_first_of_two_is_taken(any_model: Model) -> None:
    side = MastodonSide(any_model)
    ana = side.join("Ana")
    post = outgoing()
    first = connected(ana).publish(post)
    side.say(ana, post.text)
    for number in range(90):
        side.say(ana, f"Bureau {number} : les résultats sont là")
    assert connected(ana).find(post) == first


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/v./media"), ("GET", "/api/v1/media/.*")])
@pytest.mark.parametrize("kind", ["cut", "503", "wait"])
def test_what_fails_before_the_post_itself_leaves_no_doubt(model: Model, method: str, path: str, kind: Kind) -> None:
    ana = MastodonSide(model).join("Ana")
    with model.faulty(kind, method, path, seconds=9), pytest.raises(TryLater) as trouble:
        connected(ana).publish(outgoing(media=(IMAGE,)))
    assert trouble.value.delivered is False
    assert posts_sent(model) == 0


def test_an_image_that_is_never_ready_is_waited_for_a_while_and_nothing_leaves() -> None:
    waits: list[float] = []
    with running(Temper(looks_at_media=1000)) as model:
        ana = MastodonSide(model).join("Ana")
        with pytest.raises(TryLater) as trouble:
            connect(ana.credentials, forget, pause=waits.append).publish(outgoing(media=(IMAGE,)))
    assert trouble.value.delivered is False
    assert 10 < sum(waits) < 60


def test_an_image_that_the_server_refuses_is_told_in_its_words(other_model: Model) -> None:
    large = replace(IMAGE, content=png().ljust(3_000_001, b"x"))
    with pytest.raises(Refused, match="file size must be less"):
        connected(MastodonSide(other_model).join("Ana")).publish(outgoing(media=(large,)))


def test_an_edit_sends_no_image_again_that_stands_there_already(model: Model) -> None:
    ana = MastodonSide(model).join("Ana")
    connector = connected(ana)
    second = replace(IMAGE, alt="La mairie de dos")
    native_id = connector.publish(outgoing(media=(IMAGE, second))).native_id
    connector.edit(native_id, outgoing("Autrement", media=(second, IMAGE)))
    uploads = [call for call in model.calls if call.path == "/api/v2/media"]
    assert len(uploads) == 2
    assert [media.description for media in model.world.statuses[0].media] == [second.alt, IMAGE.alt]


@pytest.mark.parametrize(
    "other",
    [{"alt": "La mairie, fermée"}, {"width": 65}],
    ids=["another description", "another size"],
)
def test_an_edit_sends_an_image_that_may_be_another(model: Model, other: dict[str, Any]) -> None:
    ana = MastodonSide(model).join("Ana")
    connector = connected(ana)
    native_id = connector.publish(outgoing(media=(IMAGE,))).native_id
    connector.edit(native_id, outgoing(media=(replace(IMAGE, **other),)))
    (shown,) = model.world.statuses[0].media
    assert shown is model.world.media[1]


def test_an_edit_sends_a_decorative_image_again_because_nothing_tells_it_from_another(model: Model) -> None:
    ana = MastodonSide(model).join("Ana")
    connector = connected(ana)
    decorative = replace(IMAGE, alt="")
    native_id = connector.publish(outgoing(media=(decorative,))).native_id
    connector.edit(native_id, outgoing("Autrement", media=(decorative,)))
    assert model.world.statuses[0].media == [model.world.media[1]]


def test_an_edit_takes_away_the_images_that_are_no_longer_wanted(model: Model) -> None:
    ana = MastodonSide(model).join("Ana")
    connector = connected(ana)
    native_id = connector.publish(outgoing(media=(IMAGE,))).native_id
    connector.edit(native_id, outgoing("Sans image"))
    assert model.world.statuses[0].media == []


def test_without_its_scope_a_token_has_no_access(model: Model) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, json={"error": "This action is outside the authorized scopes"})

    credentials = {"server": "social.feurs.example", "access_token": "t"}
    with pytest.raises(AccessLost, match="outside the authorized scopes"):
        connect(credentials, forget, over=httpx.MockTransport(answer)).publish(outgoing())


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("there", ["https://social.feurs.example", "https://autre.example"])
def test_a_server_that_moved_is_told_by_its_new_address(status: int, there: str) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.scheme == "http":
            return httpx.Response(status, headers={"Location": f"{there}{request.url.path}"})
        return httpx.Response(401, json={"error": "The access token is invalid"})

    credentials = {"server": "http://social.feurs.example", "access_token": "t"}
    connector = connect(credentials, forget, over=httpx.MockTransport(answer))
    kind = AccessLost if status >= 307 and there.endswith("social.feurs.example") else Refused  # the token went along
    with pytest.raises(kind, match="access" if kind is AccessLost else "another address"):
        connector.publish(outgoing())
    assert ("Authorization" in asked[-1].headers) == there.endswith("social.feurs.example")


def test_no_token_is_in_what_is_printed() -> None:
    credentials = {"server": "social.feurs.example", "access_token": "very-secret"}
    connector = connect(credentials, forget)
    assert "very-secret" not in repr(connector) + repr(vars(connector))
