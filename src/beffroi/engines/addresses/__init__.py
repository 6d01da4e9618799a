"""Which account does this text name? Any address of an account or of one of its posts, on each network of the
directory, as people copy them: from a browser, a telephone, a poster.

`read("https://twitter.com/Ville/status/12?s=20")` is `Address("x", "Ville", post="12")`, `read("@ville.example.fr")` is
`Address("bluesky", "ville.example.fr")`. Nothing is asked of any network: a short link, and a post whose address does
not say whose it is, raise NoAddress with a Sentence for the person who typed it. `Address.key` is what two spellings of
one account share, `Address.url` where a person can open it.
"""

import re

from beffroi.engines.addresses import closed_networks, facebook, meta, open_networks
from beffroi.engines.addresses.address import NAMES, SHORT, Address, NoAddress, refuse
from beffroi.engines.addresses.parts import Parts, taken_apart
from beffroi.engines.addresses.typed import clean
from beffroi.engines.texts.fold import fold

__all__ = ["NAMES", "Address", "NoAddress", "network_called", "read"]

SITES = {
    "twitter.com": closed_networks.x,
    "x.com": closed_networks.x,
    "facebook.com": facebook.facebook,
    "fb.com": facebook.facebook,
    "fb.me": facebook.facebook,
    "m.me": facebook.facebook,
    "instagram.com": meta.instagram,
    "instagr.am": meta.instagram,
    "threads.net": meta.threads,
    "threads.com": meta.threads,
    "linkedin.com": closed_networks.linkedin,
    "youtube.com": closed_networks.youtube,
    "youtu.be": closed_networks.youtube,
    "tiktok.com": closed_networks.tiktok,
    "vm.tiktok.com": closed_networks.tiktok,
    "vt.tiktok.com": closed_networks.tiktok,
}
HANDLES = {
    "bluesky": open_networks.bluesky_handle,
    "mastodon": open_networks.mastodon_handle,
    "x": closed_networks.x_name,
    "facebook": facebook.facebook_name,
    "instagram": meta.instagram_name,
    "threads": meta.threads_name,
    "linkedin": closed_networks.linkedin_name,
    "youtube": closed_networks.youtube_name,
    "tiktok": closed_networks.tiktok_name,
}
SHORTENERS = {"t.co", "bit.ly", "lnkd.in", "fb.watch", "tinyurl.com", "goo.gl", "ow.ly", "buff.ly", "urlz.fr", "g.co"}
WRAPPERS = {"l.facebook.com": "u", "lm.facebook.com": "u", "l.instagram.com": "u", "google.com": "q"}
CALLED = {
    **{name: name for name in NAMES},
    **dict.fromkeys(("bsky", "blue sky", "atproto"), "bluesky"),
    **dict.fromkeys(("mastodonte", "fediverse", "fedivers", "social numerique", "masto"), "mastodon"),
    **dict.fromkeys(("twitter", "tweeter", "x twitter", "twitter x", "x ex twitter", "twitter aujourd hui x"), "x"),
    **dict.fromkeys(("fb", "page facebook", "compte facebook", "face book", "meta"), "facebook"),
    **dict.fromkeys(("insta", "ig", "compte instagram"), "instagram"),
    **dict.fromkeys(("linked in", "page linkedin"), "linkedin"),
    **dict.fromkeys(("you tube", "chaine youtube", "youtube com"), "youtube"),
    "tik tok": "tiktok",
}
NOTHING = "There is no address here."
UNKNOWN = "This is no address of a network we know."
WHICH = "Say on which network this is, or write the whole address."
ELSEWHERE = "This is an address on {found}, and not on {said}."


def network_called(text: str) -> str:
    """The network that a cell names ("Twitter", "Page Facebook", "X (ex-Twitter)"); empty for what is none."""
    plain = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    return CALLED.get(plain, "")


def read(text: str, *, network: str = "") -> Address:
    """The account that `text` names. `network`, where it is known, is needed for a bare "@ville", and is what an
    address must be on. Raises NoAddress."""
    said = clean(text)
    if not said:
        refuse(NOTHING)
    found = _as_address(said) or _as_handle(said, network)
    if network and found.network != network:
        refuse(ELSEWHERE, found=NAMES[found.network], said=NAMES.get(network, network))
    return found


def _as_address(said: str) -> Address | None:
    if said.casefold().startswith("at://"):
        return open_networks.at_uri("at" + said[2:])
    parts = taken_apart(said)
    if parts is None or ("/" not in said and not parts.query):
        return None
    inner = parts.query.get(WRAPPERS.get(parts.host.removeprefix("www."), ""), "")
    if inner:
        parts = taken_apart(inner) or parts
    return _on_a_site(parts)


def _on_a_site(parts: Parts) -> Address:
    if parts.host.removeprefix("www.") in SHORTENERS:
        refuse(SHORT)
    if parts.host.removeprefix("www.") in open_networks.BLUESKY_SITES:
        return open_networks.bluesky_page(parts)
    reads = SITES.get(parts.host) or SITES.get(parts.site)
    return reads(parts) if reads else open_networks.mastodon_page(parts) or refuse(UNKNOWN)


def _as_handle(said: str, network: str) -> Address:
    """What is no web address: "@ville", "ville@server.example", "@ville.example.fr", "did:plc:…"."""
    if network in HANDLES:
        if "://" in said:
            refuse(UNKNOWN)
        return HANDLES[network](said)
    bare = said.removeprefix("acct:").removeprefix("@")
    if said.startswith("did:"):
        return open_networks.bluesky_handle(said)
    if "@" in bare:
        if bare == said:
            open_networks.refuse_mail(said)
        return open_networks.mastodon_handle(bare)
    if "." in bare and (said.startswith("@") or bare.casefold().endswith(".bsky.social")):
        return open_networks.bluesky_handle(bare)
    return refuse(WHICH if said.startswith("@") or "." not in said else UNKNOWN)
