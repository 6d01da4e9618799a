"""Web push: a notice in the browser that a person chose, through the service of who made it.

The text is encrypted to that browser (RFC 8291) and the call signed with our key (VAPID, RFC 8292), both by the parts
of pywebpush that call nobody; the address is what the browser gave, with our private key beside it, sealed with it.
"""

import base64
import binascii
import json
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels import web_address
from beffroi.notify.channels.answers import POLICY_SECONDS, weigh
from beffroi.notify.channels.contract import BadAddress, Channel, Later, Notice, Refused
from beffroi.vocabulary import Sentence

NONE = Sentence(gettext_noop("This browser gave no address at which it can be told: switch it on again."))
OVER = Sentence(gettext_noop("This browser no longer wants to be told, or the person signed it off."))
LONGEST_TEXT = 300  # signs: a push service takes 4 kB, a screen much less
HALF_A_DAY = 12 * 3600  # seconds: of a signature, and for how long the service keeps a notice for a browser that sleeps


def cleaned(address: str) -> str:
    """The browser's subscription, with nothing in it that we do not need. Raises BadAddress."""
    try:
        said = json.loads(address)
        keys = {name: str(said["keys"][name]) for name in ("p256dh", "auth")}
        sizes = [len(_bytes(keys["p256dh"])), len(_bytes(keys["auth"]))]
        endpoint = web_address.cleaned(str(said["endpoint"]))
    except (ValueError, KeyError, TypeError, binascii.Error, BadAddress):
        raise BadAddress(NONE) from None
    if sizes != [65, 16]:
        raise BadAddress(NONE)
    return json.dumps({"endpoint": endpoint, "keys": keys})


def shown(address: str) -> str:
    return web_address.shown(json.loads(address)["endpoint"])


def with_key(address: str, private: str) -> str:
    """The subscription with the private key that signs to it; a browser takes no other one's signature."""
    return json.dumps({**json.loads(address), "private": private})


def send(notice: Notice) -> None:
    said = json.loads(notice.address)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(HALF_A_DAY),
        "Urgency": "high",
        "Authorization": _signed(said),
    }
    try:
        body = _encrypted(said, notice)
        answer = web_address.way_out(POLICY_SECONDS).request(
            "POST", said["endpoint"], content=body, headers=headers, follow_redirects=False
        )
    except outbound.OutboundError as error:
        raise Later(Sentence(str(error.reason))) from error
    if answer.status_code in (404, 410):
        raise Refused(OVER)
    weigh(answer)


def _encrypted(said: dict[str, Any], notice: Notice) -> bytes:
    from pywebpush import WebPusher  # type: ignore[import-untyped]  # here: it loads two HTTP libraries that nobody uses

    text = notice.text if len(notice.text) <= LONGEST_TEXT else f"{notice.text[: LONGEST_TEXT - 1]}…"
    words = {"title": notice.subject, "text": text, "link": notice.link, "key": notice.key}
    pusher = WebPusher({"endpoint": said["endpoint"], "keys": said["keys"]})
    return bytes(pusher.encode(json.dumps(words, ensure_ascii=False).encode())["body"])


def _signed(said: dict[str, Any]) -> str:
    from py_vapid import Vapid02  # type: ignore[import-untyped]  # it ships no types

    parts = urlsplit(said["endpoint"])
    whom = settings.PUBLIC_ADDRESS if settings.PUBLIC_ADDRESS.startswith("https://") else f"mailto:{_contact()}"
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + HALF_A_DAY, "sub": whom}
    return str(Vapid02.from_raw(said["private"].encode()).sign(claims)["Authorization"])


def _contact() -> str:
    return settings.MAIL_FROM.rpartition("<")[2].strip("> ") or "nobody@localhost.localdomain"


def _bytes(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))


PUSH = Channel(
    name="push",
    label=Sentence(gettext_noop("this browser")),
    heading=Sentence(gettext_noop("In the browser")),
    is_set=lambda: True,
    to_set=Sentence(""),
    cleaned=cleaned,
    send=send,
    shown=shown,
    proves_itself=True,
    is_short=True,
    rings=True,
)
