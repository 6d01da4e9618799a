"""A person's own webhook, and the services that Apprise knows: real servers on loopback, addresses that are keys."""

import base64
import json
import sys
from collections.abc import Iterator

import http_ece  # type: ignore[import-untyped]  # it ships no types
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from py_vapid import Vapid02  # type: ignore[import-untyped]  # as above

from beffroi.journal.models import Event
from beffroi.notify.channels import CHANNELS, others, push, web_address
from beffroi.notify.channels.contract import BadAddress, Later, Notice, Refused
from beffroi.notify.duties import send_due
from beffroi.notify.models import Choice, Message, PushKey
from tests.cast import NOW, Feurs
from tests.notify.conftest import Gateway
from tests.ways_out import forget

PAGE = "/settings/notifications"
KEY = "canary-4c1b"


@pytest.fixture(autouse=True)
def fresh_clients() -> Iterator[None]:
    forget(others._way_out, web_address.way_out)
    yield
    forget(others._way_out, web_address.way_out)


@pytest.fixture
def host(gateway: Gateway) -> str:
    return gateway.url.removeprefix("http://").replace("127.0.0.1", "localhost")


def notice(address: str) -> Notice:
    return Notice("0b1c", address, "Ana", "Feurs: an alarm", "An alarm was raised.", "https://beffroi.example/alarms/1")


ADDRESSES = {
    "ntfy": "ntfy://{host}/a-secret-topic",
    "gotify": "gotify://{host}/AsecretToken01",
    "mattermost": "mmost://{host}/3ccdd113474722377935511fc85d3dd4",
    "rocketchat": "rocket://" + "a" * 24 + "/" + "b" * 32 + "@{host}/#alerts",
    "signal": "signal://{host}/+33612345678/+33687654321",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_service_in_the_house_is_told_over_our_own_way_out(address: str, host: str, gateway: Gateway) -> None:
    gateway.answer = lambda _request: httpx.Response(201 if "signal" in address else 200, json={"id": "x"})
    CHANNELS["apprise"].send(notice(CHANNELS["apprise"].cleaned(address.format(host=host))))
    assert gateway.asked
    assert gateway.asked[-1].headers["user-agent"].startswith("Beffroi/")
    assert "An alarm was raised" in gateway.asked[-1].content.decode()


def test_each_service_that_is_offered_calls_only_through_us() -> None:
    addresses = {
        "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
        "discord": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
        "tgram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
        "workflows": "workflows://prod-03.westus.logic.azure.com:443/643e69f83c8944/abc3ab6b0567/",
        "pover": "pover://" + "u" * 30 + "@" + "a" * 30,
        **{
            name: ADDRESSES[module].format(host="x.example")
            for name, module in (("ntfy", "ntfy"), ("gotify", "gotify"))
        },
    }
    for scheme, address in addresses.items():
        assert CHANNELS["apprise"].cleaned(address) == address
        module = sys.modules[f"apprise.plugins.{others.SERVICES[scheme][0]}"]
        assert module.requests is others._way_out()


@pytest.mark.parametrize(
    "address",
    [
        "json://localhost/",
        "mailto://ana:x@example.com",
        "syslog://",
        "dbus://",
        "file:///etc/passwd",
        "ntfy:/topic",
        "gotify://",
        "workflows://x.example/643e69f83c8944/abc3ab6b0567/?template=/etc/passwd",
        "workflows://x.example/643e69f83c8944/abc3ab6b0567/?to=a;template=http://169.254.169.254/",
        "workflows://x.example/643e69f83c8944/abc3ab6b0567/#?template=/etc/passwd",
        "workflows://x.example/643e69f83c8944/abc3ab6b0567/?to=a&%54emplate=/etc/passwd",
        "gotifys://x.example/AsecretToken01?verify=no",
        "",
    ],
)
def test_what_is_not_listed_is_refused_when_it_is_typed(address: str) -> None:
    with pytest.raises(BadAddress):
        CHANNELS["apprise"].cleaned(address)


def test_an_address_that_names_a_template_is_refused_whatever_its_options_are_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(others, "OPTIONS", {"template"})
    with pytest.raises(BadAddress):
        others.cleaned("workflows://x.example/643e69f83c8944/abc3ab6b0567/?template=/etc/passwd")


@pytest.mark.parametrize("address", ["gotifys://10.0.0.3/AsecretToken01", "gotifys://127.0.0.1/AsecretToken01"])
def test_a_service_on_a_private_network_is_not_called(address: str) -> None:
    with pytest.raises(Later, match="not on the public internet"):
        CHANNELS["apprise"].send(notice(address))


def test_nothing_is_said_in_the_clear_on_the_internet() -> None:
    with pytest.raises(Later, match="https://"):
        CHANNELS["apprise"].send(notice("gotify://example.org/AsecretToken01"))


@pytest.mark.parametrize(("status", "raised"), [(500, Later), (429, Later), (401, Later), (404, Refused)])
@pytest.mark.parametrize("channel", ["apprise", "webhook"])
def test_a_refusal_is_weighed_as_with_the_others(
    channel: str, status: int, raised: type[Exception], host: str, gateway: Gateway
) -> None:
    gateway.says(status)
    address = {"apprise": f"gotify://{host}/AsecretToken01", "webhook": f"http://{host}/x"}[channel]
    with pytest.raises(raised):
        CHANNELS[channel].send(notice(address))


def test_a_webhook_of_ones_own_is_told_in_json_under_the_same_id(host: str, gateway: Gateway) -> None:
    CHANNELS["webhook"].send(notice(f"http://{host}/hook"))
    [asked] = gateway.asked
    assert json.loads(asked.content)["data"]["subject"] == "Feurs: an alarm"
    assert asked.headers["webhook-id"] == "0b1c"


def test_an_address_that_is_a_key_is_kept_sealed_and_proven_and_shown_nowhere(
    feurs: Feurs, client: Client, host: str, gateway: Gateway
) -> None:
    client.force_login(feurs.chloe)
    client.cookies["beffroi_language"] = "en"
    address = f"http://{host}/{KEY}"
    client.post(f"{PAGE}/webhook", {"webhook-address": address, "webhook-tell_alarm": "at_once"})
    choice = Choice.objects.get(channel="webhook")
    assert KEY not in f"{choice.address} {choice!r} {Message.objects.get()!r}"
    assert KEY not in client.get(PAGE).content.decode()
    assert KEY not in json.dumps([event.detail for event in Event.objects.all()])
    message = Message.objects.get()
    send_due(message.written_at)
    [asked] = gateway.asked
    assert asked.url.path == f"/{KEY}"
    code = "".join(sign for sign in json.loads(asked.content)["data"]["text"] if sign.isdigit())[:6]
    client.post(f"{PAGE}/webhook/proof", {"webhook-proof-code": code})
    choice.refresh_from_db()
    assert choice.is_confirmed
    client.post(
        f"{PAGE}/webhook",
        {"webhook-address": "", "webhook-tell_alarm": "at_once", "webhook-tell_access_lost": "at_once"},
    )
    choice.refresh_from_db()
    assert (choice.is_confirmed, choice.recipient.secret) == (True, address)
    assert choice.address.startswith(host)


def test_a_test_says_at_once_what_came_of_it(feurs: Feurs, client: Client, host: str, gateway: Gateway) -> None:
    client.force_login(feurs.chloe)
    client.cookies["beffroi_language"] = "en"
    choice = Choice.of(feurs.chloe, feurs.organisation, "webhook")
    choice.keep(address=f"http://{host}/{KEY}", lang="en", now=NOW, kinds=["alarm"], quiet_from=None, quiet_until=None)
    Choice.objects.update(confirmed_at=NOW)
    assert "has left" in client.post(f"{PAGE}/webhook/test", follow=True).content.decode()
    Message.objects.all().delete()
    gateway.says(404)
    assert "did not leave: The server refuses" in client.post(f"{PAGE}/webhook/test", follow=True).content.decode()


def test_a_browser_is_told_encrypted_and_signed(feurs: Feurs, client: Client, host: str, gateway: Gateway) -> None:
    """The far side is a browser with keys of its own, and its push service on loopback."""
    browser, auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
    public = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": text(public), "auth": text(auth)}
    client.force_login(feurs.chloe)
    given = json.dumps({"endpoint": f"http://{host}/{KEY}", "expirationTime": None, "keys": keys})
    page = client.post(
        f"{PAGE}/push", {"push-address": given, "push-tell_alarm": "at_once"}, follow=True
    ).content.decode()
    choice = Choice.objects.get(channel="push")
    assert choice.is_confirmed
    assert KEY not in page
    assert f'data-push="{PushKey.objects.get().public}"' in page
    gateway.says(201)
    client.post(f"{PAGE}/push/test")
    [asked] = gateway.asked
    said = json.loads(http_ece.decrypt(asked.content, private_key=browser, auth_secret=auth, version="aes128gcm"))
    assert said["key"] == str(Message.objects.get().pk)
    assert "Chlo" in said["text"]
    assert (asked.url.path, asked.headers["content-encoding"]) == (f"/{KEY}", "aes128gcm")
    assert Vapid02.verify(asked.headers["authorization"])
    assert asked.headers["authorization"].endswith(f"k={PushKey.objects.get().public}")
    assert PushKey.objects.get().private not in asked.headers["authorization"]


def test_a_browser_that_was_signed_off_is_not_asked_again(host: str, gateway: Gateway) -> None:
    gateway.says(410)
    private = text((1234567).to_bytes(32, "big"))
    browser = ec.generate_private_key(ec.SECP256R1()).public_key()
    public = browser.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    given = {"endpoint": f"http://{host}/", "keys": {"p256dh": text(public), "auth": text(b"0" * 16)}}
    with pytest.raises(Refused, match="no longer wants"):
        CHANNELS["push"].send(notice(push.with_key(CHANNELS["push"].cleaned(json.dumps(given)), private)))


@pytest.mark.parametrize(
    "given", ["", "x", "[]", "{}", '{"endpoint": "https://x.example/", "keys": {"p256dh": "AA", "auth": "AA"}}']
)
def test_what_no_browser_gave_is_refused(given: str) -> None:
    with pytest.raises(BadAddress):
        CHANNELS["push"].cleaned(given)


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
