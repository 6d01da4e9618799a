"""Is the model worth trying against? Its answers have the shape of recorded ones, and the published description allows
both what we ask and what it answers. A model that only resembles itself proves nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from beffroi.connectors.contract import NetworkTrouble
from beffroi.connectors.mastodon.connector import connect
from beffroi.vocabulary import Media, Outgoing, Ref
from tests.connectors.sides import MastodonSide, Someone, forget
from tests.connectors.test_contract import png
from tests.network import mastodon_description as description
from tests.network.mastodon_recordings import Exchange
from tests.network.mastodon_routes import Call
from tests.network.mastodon_wire import Model
from tests.network.shape import Shape

NOW = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
IMAGE = Media("image/png", "La mairie de face", content=png(), width=64, height=48)
ASKED_AND_ANSWERED = {
    "DELETE /api/v1/statuses/*",
    "GET /api/v1/accounts",
    "GET /api/v1/accounts/*",
    "GET /api/v1/accounts/*/statuses",
    "GET /api/v1/accounts/verify_credentials",
    "GET /api/v1/instance",
    "GET /api/v1/media/*",
    "GET /api/v1/notifications",
    "GET /api/v1/statuses/*",
    "GET /api/v1/statuses/*/context",
    "GET /api/v1/statuses/*/source",
    "GET /api/v1/timelines/public",
    "GET /api/v1/timelines/tag/*",
    "GET /api/v2/instance",
    "GET /api/v2/search",
    "POST /api/v1/apps",
    "POST /api/v1/statuses",
    "POST /api/v2/media",
    "POST /oauth/token",
    "PUT /api/v1/statuses/*",
}


@pytest.fixture
def calls(model: Model) -> list[Call]:
    """A whole day: everything that the connector can ask, and what the model answered."""
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connect(ana.credentials, forget, pause=lambda seconds: None)
    assert connector.capabilities and connector.whoami()
    question = side.say(eve, "La piscine ?", mention=ana)
    answer = Outgoing("a", f"@{eve.account.username}@autre.example Lundi.", NOW, lang="fr", reply_to=Ref(question))
    first = connector.publish(Outgoing("b", "Le marché : https://ay.example/", NOW, lang="fr", media=(IMAGE,)))
    connector.publish(answer)
    assert connector.find(answer)
    assert connector.find(replace(answer, text="Mardi.")) is None
    side.say(eve, "Merci !", reply_to=Ref(first.native_id))
    connector.mentions(connector.mentions("")[1])
    connector.edit(first.native_id, Outgoing("c", "Le marché.", NOW, lang="fr", media=(IMAGE,)))
    connector.search("marché", NOW - timedelta(days=7), 10)
    connector.search("#Feurs1", NOW - timedelta(days=7), 10)
    connector.profiles([ana.native_id, eve.native_id])
    hear_something(side, ana, connector.stream(""))
    connector.delete(first.native_id)
    connector.delete(first.native_id)
    other_questions(model, ana.account.username, eve.native_id)
    with pytest.raises(NetworkTrouble):
        connector.publish(Outgoing("d", "é" * 501, NOW))
    with pytest.raises(NetworkTrouble):
        connect({**ana.credentials, "access_token": "none"}, forget).whoami()
    return model.calls


def hear_something(side: MastodonSide, who: Someone, events: Any) -> None:
    next(events)
    side.say(who, "Et voilà.")
    next(event for event in events if event.post)
    events.close()


def other_questions(model: Model, username: str, native_id: str) -> None:
    """What other clients ask, and the connector only of other servers."""
    with httpx.Client(base_url=model.world.base) as http:
        app = {"client_name": "Beffroi", "redirect_uris": ["urn:ietf:wg:oauth:2.0:oob"], "scopes": "read write"}
        http.post("/api/v1/apps", json=app)
        code = {"grant_type": "authorization_code", "code": username, "client_id": "a", "client_secret": "b"}
        token = http.post("/oauth/token", json={**code, "redirect_uri": app["redirect_uris"][0]}).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        http.get("/api/v1/instance")
        http.get(f"/api/v1/accounts/{native_id}")
        http.get("/api/v2/search", params={"q": "et"})


def kind_of(method: str, path: str) -> str:
    return f"{method} {re.sub(r'(?<=/)(?=[^/]*[0-9])(?!v[0-9])[^/]+', '*', path)}"


def answers(calls: list[Call]) -> Iterator[Call]:
    return (call for call in calls if 200 <= call.status < 300)


def test_the_day_asks_everything(calls: list[Call]) -> None:
    assert {kind_of(call.method, call.path) for call in answers(calls)} == ASKED_AND_ANSWERED
    assert {call.status for call in calls} == {200, 202, 206, 401, 404, 422}


def test_the_model_answers_in_the_shape_of_recorded_answers(calls: list[Call], recorded: tuple[Exchange, ...]) -> None:
    samples: dict[str, list[object]] = {}
    for one in recorded:
        if 200 <= one.status < 300 and one.json is not None:
            samples.setdefault(kind_of(one.method, one.path), []).append(one.json)
    samples["GET /api/v1/media/*"] += samples["POST /api/v2/media"]  # of these two only films were recorded
    samples["GET /api/v1/timelines/tag/*"] = samples["GET /api/v1/timelines/tag/hoot"]
    samples["PUT /api/v1/statuses/*"] += samples["POST /api/v1/statuses"]
    anywhere: dict[str, set[str]] = {}
    shapes = {kind: Shape.of(samples[kind], anywhere) for kind in samples}
    compared = [kind_of(call.method, call.path) for call in answers(calls)]
    assert set(compared) == ASKED_AND_ANSWERED
    told = [shapes[kind].complaints(call.answer, kind) for kind, call in zip(compared, answers(calls), strict=True)]
    assert [complaint for complaints in told for complaint in complaints] == []


def test_the_model_refuses_in_the_shape_of_recorded_refusals(calls: list[Call], recorded: tuple[Exchange, ...]) -> None:
    shape = Shape.of(one.json for one in recorded if one.status >= 400 and one.json)
    refused = [call.answer for call in calls if call.status >= 400]
    assert len(refused) >= 3
    assert [complaint for answer in refused for complaint in shape.complaints(answer)] == []


def test_the_description_allows_all_that_we_ask(calls: list[Call]) -> None:
    for call in calls:
        description.check_request(call)


def test_the_description_allows_all_that_the_model_answers(calls: list[Call]) -> None:
    for call in calls:
        description.check_answer(call)


def test_the_description_would_notice_a_wrong_request() -> None:
    wrong = [
        Call("POST", "/api/v1/statuses", {}, {"content-type": "application/json"}, b'{"statut": "a"}'),
        Call("GET", "/api/v1/notifications", {"seit": ["1"]}, {}, b""),
        Call("GET", "/api/v1/pouets", {}, {}, b""),
    ]
    for call in wrong:
        with pytest.raises(Exception, match=r"statut|seit|pouets|not valid"):
            description.check_request(call)


def test_a_shape_notices_what_no_sample_did() -> None:
    shape = Shape.of([{"id": "1", "name": None}, {"id": "2", "name": "a", "more": [1]}])
    assert list(shape.complaints({"id": "3", "name": "b"})) == []
    wrong = {"id": 3, "other": 1, "more": ["x"]}
    told = [".name is missing", ".other is new", ".id is a number, not str", ".more[] is a str, not number"]
    assert sorted(shape.complaints(wrong)) == sorted(told)
