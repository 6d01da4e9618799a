"""Each channel against a real server on loopback, in good and in bad answers."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from beffroi import outbound
from beffroi.notify.channels import CHANNELS
from beffroi.notify.channels import matrix as matrix_channel
from beffroi.notify.channels import sms as sms_channel
from beffroi.notify.channels.contract import BadAddress, Later, Notice, Refused
from beffroi.outbound.gateway import Body
from tests.notify.conftest import Gateway
from tests.post_office import PostOffice

NOTICE = Notice(
    key="3f1c", address="+33612345678", name="Ana", subject="Alarme", text="Voir {to} là.", link="https://b.example/1"
)
ROOM = replace(NOTICE, address="!salle:matrix.example")
SHORT = "Voir {to} là. https://b.example/1"
TEXT = "Voir {to} là.\nhttps://b.example/1"


@pytest.fixture
def sms(gateway: Gateway, settings: Any) -> Gateway:
    settings.SMS_GATEWAY, settings.SMS_TOKEN = f"{gateway.url}/send", "gateway-key"
    return gateway


@pytest.fixture
def matrix(gateway: Gateway, settings: Any) -> Gateway:
    settings.MATRIX_SERVER, settings.MATRIX_TOKEN = gateway.url, "matrix-key"
    gateway.answer = homeserver
    return gateway


def homeserver(request: httpx.Request) -> httpx.Response:
    """What the specification says of a room without encryption in which one may write."""
    if "/join/" in request.url.path:
        return httpx.Response(200, json={"room_id": "!salle:matrix.example"})
    if request.url.path.endswith("/state/m.room.encryption"):
        return httpx.Response(404, json={"errcode": "M_NOT_FOUND", "error": "Event not found."})
    return httpx.Response(200, json={"event_id": "$1"})


def send(channel: str, notice: Notice = NOTICE) -> None:
    CHANNELS[channel].send(notice)


# --- SMS


def test_an_sms_is_posted_as_json_with_the_key_in_the_header(sms: Gateway) -> None:
    send("sms")
    (asked,) = sms.asked
    assert json.loads(asked.content) == {"to": "+33612345678", "message": SHORT}
    assert asked.headers["authorization"] == "Bearer gateway-key"


def test_an_sms_is_posted_as_a_form_with_the_key_in_it(sms: Gateway, settings: Any) -> None:
    settings.SMS_BODY = Body.parse("user=12345678&pass={token}&msg={text}")
    send("sms")
    (asked,) = sms.asked
    said = {name: values[0] for name, values in parse_qs(asked.content.decode()).items()}
    assert said == {"user": "12345678", "pass": "gateway-key", "msg": SHORT}
    assert "authorization" not in asked.headers


def test_an_sms_can_be_a_question_in_the_address(sms: Gateway, settings: Any) -> None:
    settings.SMS_BODY = Body.parse("?user=12345678&pass={token}&msg={text}")
    send("sms")
    (asked,) = sms.asked
    assert (asked.method, asked.content) == ("GET", b"")
    assert dict(asked.url.params) == {"user": "12345678", "pass": "gateway-key", "msg": SHORT}


def test_a_list_of_receivers_can_be_written(sms: Gateway, settings: Any) -> None:
    settings.SMS_BODY = Body.parse('{"receivers": ["{to}"], "message": "{text}", "noStopClause": true}')
    send("sms")
    said = json.loads(sms.asked[0].content)
    assert said == {"receivers": ["+33612345678"], "message": SHORT, "noStopClause": True}


@pytest.mark.parametrize("template", ["", "to={to}", '{"message": "{text}"'])
def test_a_body_that_tells_nobody_anything_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"text|JSON"):
        Body.parse(template)


def test_the_key_of_a_gateway_does_not_show_in_a_body(sms: Gateway) -> None:
    assert "canary" not in repr(Body.parse("pass=canary&msg={text}"))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 (6) 12-34-56-78", "+33612345678"),
        ("0032 470 12 34 56", "+32470123456"),
        ("0692 12 34 56", "+262692123456"),
        ("06 90 12 34 56", "+590690123456"),
    ],
)
def test_a_number_is_kept_in_its_international_form(written: str, kept: str) -> None:
    assert CHANNELS["sms"].cleaned(written) == kept


@pytest.mark.parametrize("written", ["", "04 77 12 34 56", "061234567", "+0612345678", "ana@feurs.example"])
def test_what_is_no_mobile_number_is_said_so(written: str) -> None:
    with pytest.raises(BadAddress):
        CHANNELS["sms"].cleaned(written)


# --- Matrix


def test_a_message_is_put_into_its_room_under_its_own_key(matrix: Gateway) -> None:
    send("matrix", replace(ROOM, address="#alertes:matrix.example"))
    join, encryption, put = matrix.asked
    assert join.url.raw_path == b"/_matrix/client/v3/join/%23alertes%3Amatrix.example"
    room = b"/_matrix/client/v3/rooms/%21salle%3Amatrix.example"
    assert encryption.url.raw_path == room + b"/state/m.room.encryption"
    assert (put.method, put.url.raw_path) == ("PUT", room + b"/send/m.room.message/3f1c")
    assert json.loads(put.content) == {"msgtype": "m.text", "body": TEXT}
    assert {asked.headers["authorization"] for asked in matrix.asked} == {"Bearer matrix-key"}


def test_nothing_is_written_into_an_encrypted_room(matrix: Gateway) -> None:
    def encrypted(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/state/m.room.encryption"):
            return httpx.Response(200, json={"algorithm": "m.megolm.v1.aes-sha2"})
        return homeserver(request)

    matrix.answer = encrypted
    with pytest.raises(Refused, match="encrypted"):
        send("matrix", ROOM)
    assert all(asked.method != "PUT" for asked in matrix.asked)


def test_a_room_to_which_nobody_invited_us_is_refused(matrix: Gateway) -> None:
    matrix.says(403, json={"errcode": "M_FORBIDDEN", "error": "You are not invited to this room."})
    with pytest.raises(Refused, match="invite"):
        send("matrix", ROOM)


@pytest.mark.parametrize(
    "written", ["!aBc:matrix.example", "!aBcDeF", "#alertes:agent.tchap.example", "!a:b.example:8448"]
)
def test_a_room_is_kept_as_it_is(written: str) -> None:
    assert CHANNELS["matrix"].cleaned(f" {written} ") == written


@pytest.mark.parametrize("written", ["", "alertes", "@ana:matrix.example", "#alertes", "!a b:c", f"!{'é' * 128}"])
def test_what_is_no_room_is_said_so(written: str) -> None:
    with pytest.raises(BadAddress):
        CHANNELS["matrix"].cleaned(written)


# --- every channel over HTTP, in trouble


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [(429, {"Retry-After": "17"}, 17.0), (429, {}, None), (401, {}, None), (403, {}, None), (500, {}, None)],
)
def test_what_may_be_mended_is_tried_later(
    sms: Gateway, status: int, headers: dict[str, str], seconds: float | None
) -> None:
    sms.says(status, headers=headers)
    with pytest.raises(Later) as trouble:
        send("sms")
    assert trouble.value.seconds == seconds


@pytest.mark.parametrize("status", [400, 404, 422])
def test_an_address_that_is_refused_is_not_tried_again(sms: Gateway, status: int) -> None:
    sms.says(status)
    with pytest.raises(Refused):
        send("sms")


@pytest.mark.parametrize(
    ("status", "body", "seconds"),
    [
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, None),
        (403, {"errcode": "M_UNKNOWN_TOKEN"}, None),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}, 2.5),
        (502, {}, None),
        (200, {"no": "room"}, None),
    ],
)
def test_a_homeserver_in_trouble_is_asked_later(
    matrix: Gateway, status: int, body: dict[str, Any], seconds: float | None
) -> None:
    matrix.says(status, json=body)
    with pytest.raises(Later) as trouble:
        send("matrix", ROOM)
    assert trouble.value.seconds == seconds


@pytest.mark.parametrize(("channel", "module"), [("sms", sms_channel), ("matrix", matrix_channel)])
def test_a_server_that_does_not_answer_in_time_is_asked_later(
    sms: Gateway,
    matrix: Gateway,
    monkeypatch: pytest.MonkeyPatch,
    listen: Any,
    channel: str,
    module: Any,
    settings: Any,
) -> None:
    port = listen(lambda sock: sock.recv(1))
    settings.SMS_GATEWAY = settings.MATRIX_SERVER = f"http://127.0.0.1:{port}"
    hurried = outbound.client(replace(outbound.Policy.from_environment(), total_seconds=0.2))
    monkeypatch.setattr(module, "client", lambda: hurried)
    with pytest.raises(Later):
        send(channel, ROOM)


@pytest.mark.parametrize("channel", ["sms", "matrix"])
def test_a_private_address_that_nobody_let_through_is_not_called(
    sms: Gateway, matrix: Gateway, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    strict = outbound.client(outbound.Policy())
    monkeypatch.setattr({"sms": sms_channel, "matrix": matrix_channel}[channel], "client", lambda: strict)
    with pytest.raises(Later, match="called"):
        send(channel, ROOM)
    assert sms.asked == []


@pytest.mark.parametrize("channel", ["mail", "sms", "matrix"])  # the others need nothing of the administrator
def test_a_channel_that_is_not_set_says_so(channel: str) -> None:
    assert not CHANNELS[channel].is_set()
    with pytest.raises(Later, match=r"No .* is set"):
        send(channel)


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_no_secret_of_a_notice_shows_in_its_repr(channel: str) -> None:
    assert "b.example" not in repr(NOTICE)


# --- mail


def test_a_mail_is_refused_for_good_or_asked_again_as_its_server_says(office: PostOffice) -> None:
    with pytest.raises(Refused):
        send("mail", replace(NOTICE, address="ana@refused.example"))
    with pytest.raises(Later):
        send("mail", replace(NOTICE, address="ana@greylisted.example"))


def test_a_name_with_a_line_break_in_it_makes_no_header(office: PostOffice) -> None:
    send("mail", replace(NOTICE, address="ana@feurs.example", name="Ana\nBcc: eve@feurs.example", subject="A\nB"))
    (letter,) = office.letters
    assert (letter["Bcc"], letter["Subject"]) == (None, "A B")
