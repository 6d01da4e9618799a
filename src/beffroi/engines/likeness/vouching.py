"""When a link, a domain or a list vouches for an account: comparisons of addresses, nothing is asked of anybody."""

import re
from collections.abc import Iterable

from beffroi.engines.addresses import Address, NoAddress, read

WEB = re.compile(r"https?://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/:?#]+)(?::\d+)?([^?#]*)", re.IGNORECASE)
FRONT = re.compile(r"/?(?:index\.\w{2,5}|[a-z]{2}|accueil|home)?/?", re.IGNORECASE)  # a path that is the front page
LEADS = "www."


def same_account(one: Address, other: Address) -> bool:
    """Whether two addresses name the same account, by the network's own id or by the handle, however spelled."""
    if one.network != other.network:
        return False
    if one.native_id and other.native_id:
        return one.native_id == other.native_id
    return bool(one.handle) and one.key == other.key


def leads_to(href: str, account: Iterable[Address]) -> bool:
    """Whether a link leads to the account, in any form of address; a link to one of its posts quotes and does not
    vouch. `account` are the addresses by which it is known: its handle, its native id."""
    try:
        found = read(href)
    except NoAddress:
        return False
    return not found.post and any(same_account(found, known) for known in account)


def host_of(site: str) -> str:
    """The host of a web address, in small letters and without www.; empty for what is no web address."""
    found = WEB.match(site.strip())
    return found[1].lower().removesuffix(".").removeprefix(LEADS) if found else ""


def domain_of(site: str) -> str:
    """The domain that is the body's own because its official site is the front page there; empty where the site is
    one of many behind the same name, or a page of a network: such a name vouches for nobody in particular."""
    found = WEB.match(site.strip())
    if not found or not FRONT.fullmatch(found[2]) or "." not in host_of(site):
        return ""
    return host_of(site)


def is_under(name: str, domain: str) -> bool:
    """Whether `name` is the domain or stands below it."""
    plain = name.lower().removesuffix(".")
    return bool(domain) and (plain == domain or plain.endswith(f".{domain}"))
