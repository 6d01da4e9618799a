"""Do the links lead somewhere, and can everybody follow them?"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext as _

from beffroi.engines.texts.links import links
from beffroi.outbound.addresses import is_public, literal
from beffroi.publishing.checks import Checked, Finding, LinkSeen

SHUT_TO_PROGRAMS = (401, 403, 405, 406, 429, 451, 503, 999)  # people may well get in
INSIDE = (".local", ".localhost", ".lan", ".intranet", ".internal", ".intra", ".corp", ".home", ".home.arpa", ".test")
TRACKERS = ("fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_eid", "mc_cid", "twclid", "yclid", "_hsenc")


def check(checked: Checked) -> Iterator[Finding]:
    for address in dict.fromkeys(address for text in checked.texts for address in links(text)):
        if is_inside(address):
            words = _("%(link)s leads into a network that your readers cannot reach.")
            yield _finding(words, address)
            continue
        if followers := trackers(address):
            words = _("%(link)s tells others where your reader comes from (%(names)s). Take that out of the address.")
            yield _finding(words, address, names=", ".join(followers))
        yield from _answer(address, checked.links.get(address))


def _answer(address: str, seen: LinkSeen | None) -> Iterator[Finding]:
    if seen is None:
        yield _finding(_("%(link)s is being read: whether it leads somewhere is not known yet."), address)
    elif seen.trouble:
        words = _("%(link)s leads nowhere: %(trouble)s")
        yield _finding(words, address, blocks=True, trouble=seen.trouble)
    elif seen.status in SHUT_TO_PROGRAMS:
        words = _("%(link)s does not let programs in (answer %(status)s): open it yourself to see whether it works.")
        yield _finding(words, address, status=seen.status)
    elif seen.status is not None and seen.status >= 400:
        words = _("%(link)s is broken: the site answers %(status)s.")
        yield _finding(words, address, blocks=True, status=seen.status)


def _finding(words: str, address: str, *, blocks: bool = False, **said: object) -> Finding:
    return Finding(
        "links", "text", words % {"link": address, **said}, blocks=blocks, about=address[:200], liftable=blocks
    )


def is_inside(address: str) -> bool:
    """Whether `address` names this machine, a private network or a host of an intranet."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return False
    if spelled := literal(host):
        return not is_public(spelled)
    return "." not in host or host.endswith(INSIDE)


def trackers(address: str) -> list[str]:
    """The names of the parameters that follow whoever clicks."""
    try:
        names = [name for name, _value in parse_qsl(urlsplit(address).query, keep_blank_values=True)]
    except ValueError:
        return []
    return [name for name in names if name.lower().startswith("utm_") or name.lower() in TRACKERS]
