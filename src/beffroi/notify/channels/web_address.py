"""An address that somebody typed and that we are to call."""

from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels.contract import BadAddress
from beffroi.vocabulary import Sentence

NONE = Sentence(gettext_noop("This is not a web address. Example: https://si.feurs.fr/beffroi"))
WITH_A_NAME = Sentence(gettext_noop("An address with a user name or a password in it is not called."))
IN_THE_CLEAR = Sentence(gettext_noop("Only an address that begins with https:// is called."))


def cleaned(typed: str) -> str:
    """The address as it is called; where it leads is judged at each call. Raises BadAddress.

    Without TLS only to a host that the administrator let through by its name: what is said would be read on the way.
    """
    address = typed.strip()
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadAddress(NONE) from None
    if parts.scheme not in ("https", "http") or not host or port == 0 or any(sign.isspace() for sign in address):
        raise BadAddress(NONE)
    if parts.username is not None or parts.password is not None:
        raise BadAddress(WITH_A_NAME)
    if parts.scheme == "http" and not lets_in_the_clear(host):
        raise BadAddress(IN_THE_CLEAR)
    return address


def lets_in_the_clear(host: str) -> bool:
    return host in policy().allow


def policy() -> outbound.Policy:
    """For what members type: the public internet, and the hosts that were let through by their name."""
    return outbound.Policy.from_environment().for_typed_addresses()


@cache
def way_out(seconds: float) -> outbound.Client:
    """The one client of this process for such addresses: so many seconds for a call, a mebibyte of an answer."""
    return outbound.client(replace(policy(), total_seconds=seconds, max_bytes=2**20))


def shown(address: str) -> str:
    """Its host: what is behind may be a key."""
    return urlsplit(address).netloc.rpartition("@")[2]
