"""Every request that the X connector makes, held to X's own OpenAPI description."""

import httpx
import pytest
from jsonschema import ValidationError

from beffroi.connectors.x.connector import connect
from beffroi.vocabulary import Media, Ref
from tests.connectors.far_x import connected, forget, outgoing
from tests.network import x_description
from tests.network.x_model import XModel

CALLS = {
    ("GET", "/2/users/me"),
    ("GET", "/2/users"),
    ("GET", "/2/users/{id}/tweets"),
    ("GET", "/2/users/{id}/mentions"),
    ("POST", "/2/tweets"),
    ("DELETE", "/2/tweets/{id}"),
    ("POST", "/2/media/upload/initialize"),
    ("POST", "/2/media/upload/{id}/append"),
    ("POST", "/2/media/upload/{id}/finalize"),
    ("GET", "/2/media/upload"),
    ("POST", "/2/media/metadata"),
}


def test_every_call_is_one_that_x_describes() -> None:
    model = XModel(per_page=5, processing=1)
    ana, eve = model.join("Ana"), model.join("Eve")
    connector = connected(model, ana)
    connector.whoami()
    image = Media("image/png", "Un carré rouge", content=b"\x89PNG" * 400_000)
    first = connector.publish(outgoing("Avec une image", media=(image,)))
    connector.publish(outgoing("À la suite", reply_to=Ref(first.native_id)))
    connector.find(outgoing("Avec une image", media=(image,)))
    for number in range(7):
        model.say(eve, f"@{ana.username} question {number}")
    _, cursor = connector.mentions("")
    for number in range(7):
        model.say(eve, f"@{ana.username} encore {number}")
    assert len(connector.mentions(cursor)[0]) == 7
    connector.profiles([ana.user_id, eve.user_id])
    connector.delete(first.native_id)
    described = {(request.method, x_description.operation_of(request)[0]) for request in model.asked}
    assert described == CALLS


@pytest.mark.parametrize(
    "wrong",
    [
        httpx.Request("POST", "https://x.example/2/tweets", json={"text": "Oui", "reply": {"to": "1"}}),
        httpx.Request("POST", "https://x.example/2/tweets", json={"media": {"media_ids": []}}),
        httpx.Request("GET", "https://x.example/2/users/1/tweets?max_results=4"),
        httpx.Request("GET", "https://x.example/2/users/1/tweets?tweet.fields=everything"),
        httpx.Request("GET", "https://x.example/2/users/1/tweets?since=1"),
        httpx.Request("GET", "https://x.example/2/users/me/tweets"),
        httpx.Request("GET", "https://x.example/2/users"),
        httpx.Request("POST", "https://x.example/2/media/upload/1/append", data={"segment_index": "first"}),
        httpx.Request("PATCH", "https://x.example/2/tweets"),
    ],
)
def test_the_description_notices_a_wrong_request(wrong: httpx.Request) -> None:
    with pytest.raises((AssertionError, ValidationError)):
        x_description.check_request(wrong)


def test_a_request_that_x_does_not_describe_fails_in_every_test() -> None:
    model = XModel()
    ana = model.join("Ana")
    connector = connected(model, ana, user_id="not-a-number", username="ana")
    with pytest.raises(ValidationError):
        connector.mentions("")
    assert connect(model.credentials(ana), forget)
