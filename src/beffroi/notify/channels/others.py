"""Further services, by the addresses of Apprise: ntfy://topic, slack://…, only those that are listed here.

Apprise makes what a service wants to be told; it does not call it. Its plugins are handed our own way out in the place
of `requests`, so that each call is judged, timed and made to the address that was judged.
"""

import logging
import re
import sys
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels import web_address
from beffroi.notify.channels.answers import NOT_TAKEN, POLICY_SECONDS, weigh
from beffroi.notify.channels.contract import BadAddress, Channel, Later, Notice, Refused
from beffroi.vocabulary import Sentence

# What stands before "://", the plugin of Apprise, and the name of the service.
SERVICES: Mapping[str, tuple[str, str]] = {
    "ntfy": ("ntfy", "ntfy"),
    "ntfys": ("ntfy", "ntfy"),
    "gotify": ("gotify", "Gotify"),
    "gotifys": ("gotify", "Gotify"),
    "slack": ("slack", "Slack"),
    "mmost": ("mattermost", "Mattermost"),
    "mmosts": ("mattermost", "Mattermost"),
    "rocket": ("rocketchat", "Rocket.Chat"),
    "rockets": ("rocketchat", "Rocket.Chat"),
    "discord": ("discord", "Discord"),
    "tgram": ("telegram", "Telegram"),
    "workflows": ("workflows", "Microsoft Teams"),
    "pover": ("pushover", "Pushover"),
    "signal": ("signal_api", "Signal"),
    "signals": ("signal_api", "Signal"),
}
# Any other option of an address is refused: some name a file of this machine (template=), or a way around TLS.
OPTIONS = {"priority", "tags", "sound", "channel", "to"}
SCHEME = re.compile(r"([a-z]+)://")
UNKNOWN = Sentence(gettext_noop("This service is not one of those that are offered. Example: ntfy://my-secret-topic"))
UNREADABLE = Sentence(gettext_noop("This is not an address of that service: look at how it is written, in the guide."))
AN_OPTION = Sentence(gettext_noop("An option of this address is not allowed: leave out what follows the “?”."))

logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it writes whole addresses, and they are keys
_last = threading.local()


def cleaned(address: str) -> str:
    address = address.strip()
    found = SCHEME.match(address)
    if found is None or found[1] not in SERVICES:
        raise BadAddress(UNKNOWN)
    if not _options(address) <= OPTIONS:
        raise BadAddress(AN_OPTION)
    plugin = _plugin(address)
    if plugin is None:
        raise BadAddress(UNREADABLE)
    if getattr(plugin, "template", None):  # however the address came to name one: it would be opened
        raise BadAddress(AN_OPTION)
    return address


def _options(address: str) -> set[str]:
    """The names of the options as Apprise reads them: all behind the first "?", be it after a "#", parted by "&" and
    ";" (parse_qsd in apprise/utils/parse.py)."""
    options = re.split("[&;]", address.partition("?")[2])
    return {unquote(each.partition("=")[0]).strip().lower() for each in options} - {""}


def shown(address: str) -> str:
    found = SCHEME.match(address)
    return SERVICES[found[1]][1] if found and found[1] in SERVICES else ""


def send(notice: Notice) -> None:
    plugin = _plugin(cleaned_again(notice.address))
    if plugin is None:
        raise Refused(UNREADABLE)
    _last.came = None
    text = f"{notice.text}\n{notice.link}" if notice.link else notice.text
    if plugin.notify(body=text, title=notice.subject):
        return
    if isinstance(_last.came, outbound.OutboundError):
        raise Later(Sentence(str(_last.came.reason)))
    if isinstance(_last.came, outbound.Response):
        weigh(_last.came)
    raise Refused(NOT_TAKEN)


def cleaned_again(address: str) -> str:
    """What is listed may have changed since it was typed."""
    try:
        return cleaned(address)
    except BadAddress as error:
        raise Refused(error.reason) from None


def _plugin(address: str) -> Any:
    found = SCHEME.match(address)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # plugins that we never use load what Python is to drop
        import apprise  # here: it takes half a second, and most processes never need it

        plugin = apprise.Apprise.instantiate(address, suppress_exceptions=True) if found else None
    if plugin is None or found is None or type(plugin).__module__ != f"apprise.plugins.{SERVICES[found[1]][0]}":
        return None
    sys.modules[type(plugin).__module__].requests = _way_out()  # type: ignore[attr-defined]  # the plugins' own import
    plugin.request_rate_per_sec = 0
    return plugin


@dataclass(frozen=True, slots=True)
class Answer:
    """What the plugins look at in an answer of `requests`."""

    status_code: int
    content: bytes
    headers: Any

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def ok(self) -> bool:
        return self.status_code < 400


class WayOut:
    """Stands where the plugins look for `requests`: it has what they use of it, over our own way out."""

    def __init__(self, client: outbound.Client) -> None:
        import requests

        self._client = client
        self.codes, self.RequestException = requests.codes, requests.RequestException

    def post(self, url: str, data: Any = None, **more: Any) -> Answer:
        return self.request("POST", url, data=data, **more)

    def get(self, url: str, **more: Any) -> Answer:
        return self.request("GET", url, **more)

    def request(self, method: str, url: str, data: Any = None, auth: Any = None, **more: Any) -> Answer:
        said = {name: more[name] for name in ("headers", "params", "json") if more.get(name) is not None}
        said |= {"data" if isinstance(data, dict) else "content": data} if data is not None else {}
        said |= {"auth": auth} if isinstance(auth, tuple) else {}
        try:
            if urlsplit(url).scheme != "https" and not web_address.lets_in_the_clear(urlsplit(url).hostname or ""):
                raise outbound.Blocked(str(web_address.IN_THE_CLEAR.say))
            _last.came = answer = self._client.request(method, url, follow_redirects=False, **said)
        except outbound.OutboundError as error:
            _last.came = error
            raise self.RequestException(str(error.reason)) from None
        return Answer(answer.status_code, answer.content, answer.headers)


@cache
def _way_out() -> WayOut:
    return WayOut(web_address.way_out(POLICY_SECONDS))


OTHERS = Channel(
    name="apprise",
    label=Sentence(gettext_noop("another service")),
    heading=Sentence(gettext_noop("By another service")),
    is_set=lambda: True,
    to_set=Sentence(""),
    cleaned=cleaned,
    send=send,
    untried=Sentence(
        gettext_noop(
            "ntfy, Gotify, Slack, Mattermost, Rocket.Chat, Discord, Telegram, Teams, Pushover or Signal. Never tried "
            "on the real services: send yourself a test."
        )
    ),
    shown=shown,
    rings=True,
)
