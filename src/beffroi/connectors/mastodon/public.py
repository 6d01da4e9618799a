"""An account as its own server shows it to anybody: no token, one look-up by its handle."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from beffroi import outbound
from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.markup import text_of
from beffroi.connectors.mastodon.statuses import handle_of
from beffroi.connectors.values import Json, at, each_once, identifier, items, web_address, words
from beffroi.vocabulary import Sentence

NOT_THERE = "The server {server} does not know the account @{handle}."
NOT_ASKED = "The server {server} did not answer."
CLOSED = "The server {server} does not show its accounts to anybody."


@dataclass(frozen=True, slots=True)
class Shown:
    """`native_id` is the account's number with its server behind it: "109…@social.example", for a number alone is
    another account elsewhere. `links` are those of the description and of the fields."""

    native_id: str
    handle: str
    name: str
    url: str
    links: tuple[str, ...]
    verified: tuple[str, ...]  # the links that the server itself calls verified


def account(handle: str, *, client: outbound.Client) -> Shown:
    """`handle` is whole: "ville@social.example". Raises Refused when there is none, TryLater when nobody can tell."""
    user, _, named = handle.rpartition("@")
    server = _server_of(handle, named, client)
    said = _asked(f"https://{server}/api/v1/accounts/lookup?acct={quote(user)}", server, handle, client)
    fields = [(words(field, "value"), at(field, "verified_at")) for field in items(at(said, "fields"))]
    links = [link.href for html in (words(said, "note"), *(value for value, _ in fields)) for link in text_of(html)[1]]
    verified = [link.href for value, when in fields if when for link in text_of(value)[1]]
    number = identifier(said, "id")
    if not number:
        raise TryLater(Sentence(NOT_ASKED, {"server": server}), delivered=False)
    return Shown(
        native_id=f"{number}@{server}",
        handle=f"{handle_of(said, named).rpartition('@')[0] or user}@{named}",
        name=words(said, "display_name"),
        url=web_address(said, "url"),
        links=each_once(*links),
        verified=each_once(*verified),
    )


def _server_of(handle: str, named: str, client: outbound.Client) -> str:
    """Where the account lives: its handle may have the town's name while the server is called otherwise (WebFinger,
    RFC 7033). The handle's own host where that says nothing."""
    address = f"https://{named}/.well-known/webfinger?resource={quote(f'acct:{handle}')}"
    try:
        answer = client.get(address)
        said = answer.json() if answer.status_code == 200 else None
    except (outbound.OutboundError, ValueError, RecursionError):
        return named
    own = [web_address(link, "href") for link in items(at(said, "links")) if words(link, "rel") == "self"]
    try:
        return (urlsplit(own[0]).netloc if own else "") or named
    except ValueError:  # "https://["
        return named


def _asked(address: str, server: str, handle: str, client: outbound.Client) -> Json:
    said = {"server": server}
    try:
        answer = client.get(address)
    except outbound.OutboundError as error:
        raise TryLater(Sentence(NOT_ASKED, said), delivered=False) from error
    if answer.status_code in (404, 410):
        raise Refused(Sentence(NOT_THERE, {**said, "handle": handle}))
    if answer.status_code in (401, 403):
        raise Refused(Sentence(CLOSED, said))
    try:
        found = answer.json() if answer.status_code == 200 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise TryLater(Sentence(NOT_ASKED, said), delivered=False)
    return found
