"""The way to what proves an account: pages, names and public profiles that nobody needs an account for.

Addresses come from files that others wrote, so that a private network is reached only by a name that the administrator
let through, never by an address.
"""

from dataclasses import replace
from functools import cache, partial
from urllib.parse import quote

from django.conf import settings

from beffroi.connectors import page as pages
from beffroi.connectors.bluesky.identity import Identities
from beffroi.connectors.bluesky.identity import Identity as Identity
from beffroi.connectors.contract import TryLater
from beffroi.connectors.mastodon import public
from beffroi.connectors.mastodon.public import Shown as Shown
from beffroi.connectors.page import Page as Page
from beffroi.directory.models import Body
from beffroi.engines.tables.annuaire import Entry, Unreadable, entries
from beffroi.outbound import Client, OutboundError, Policy, client, resolver, texts

MOST = 2 * 2**20  # bytes: the front page of a town has some hundred thousand
SECONDS = 15.0  # for one question, redirects included
NO_ANSWER = "The directory of the administration did not answer."


def page(address: str) -> Page:
    """One web page. Raises NetworkTrouble."""
    return pages.read(address, client=_way_out(_policy()))


def bluesky() -> Identities:
    """Who the accounts of Bluesky are."""
    policy = _policy()
    return Identities(_way_out(policy), partial(texts, policy=policy), settings.BLUESKY_DIRECTORY)


def mastodon(handle: str) -> Shown:
    """An account as its own server shows it. Raises NetworkTrouble."""
    return public.account(handle, client=_way_out(_policy()))


def annuaire(body: Body) -> list[Entry]:
    """The entries of a body in the directory of the administration. Raises NetworkTrouble."""
    by = f'siren="{body.siren}"' if body.siren else f'code_insee_commune="{body.code}"'
    try:
        answer = _way_out(_policy()).get(f"{settings.ANNUAIRE}?limit=20&where={quote(by)}")
        if answer.status_code != 200:
            raise TryLater(NO_ANSWER)
        return list(entries(answer.content))
    except (OutboundError, Unreadable) as error:
        raise TryLater(NO_ANSWER) from error


def _policy() -> Policy:
    return replace(Policy.from_environment().for_typed_addresses(), max_bytes=MOST, total_seconds=SECONDS)


@cache
def _way_out(policy: Policy) -> Client:
    return client(policy, resolve=resolver(policy))
