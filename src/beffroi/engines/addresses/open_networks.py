"""Addresses on networks of many servers: Bluesky's handles are domains, Mastodon's accounts name their server."""

import re

from beffroi.engines.addresses.address import Address, no_account, refuse
from beffroi.engines.addresses.parts import HOST, Parts, in_dns

DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{4,253})")
AT_URI = re.compile(r"at://([^/\s]+)(?:/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]{1,512}))?(?:/.*)?", re.DOTALL)
USER = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?")
STATUS = re.compile(r"[0-9A-Za-z-]{1,64}")
BLUESKY_SITES = {"bsky.app", "staging.bsky.app", "main.bsky.dev"}
# Sites that write /@name too and are no server of the fediverse.
OTHER_SITES = {
    *("medium.com", "substack.com", "t.me", "telegram.me", "snapchat.com", "pinterest.com", "pinterest.fr"),
    *(
        "flipboard.com",
        "tumblr.com",
        "vk.com",
        "wechat.com",
        "whatsapp.com",
        "twitch.tv",
        "dailymotion.com",
        "vimeo.com",
    ),
    *("rumble.com", "odysee.com", "vero.co", "bereal.com", "linktr.ee", "github.com", "google.com", "kick.com"),
}
# Mail providers of the country: what is written so is a mail address, whatever a column says.
MAILBOXES = {
    *(
        "gmail.com",
        "googlemail.com",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "sfr.fr",
        "neuf.fr",
        "laposte.net",
        "bbox.fr",
    ),
    *("hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com", "live.fr", "yahoo.fr", "yahoo.com", "icloud.com"),
}
MAILS = {"mairie", "contact", "accueil", "secretariat", "communication", "webmaster"}
MAIL = "This looks like a mail address. For an account on Mastodon, write an @ before it."
NO_HANDLE = "A handle on Bluesky is a domain, such as ville.example.fr."
NO_SERVER = "An account on Mastodon is written with its server, such as ville@server.example."


def bluesky_page(parts: Parts) -> Address:
    if parts.step(0) != "profile" or not parts.step(1):
        no_account("bluesky")
    post = parts.step(3) if parts.step(2) == "post" else ""
    return bluesky_handle(parts.step(1), post=post)


def at_uri(text: str) -> Address:
    """What atproto itself writes: at://did:plc:…/app.bsky.feed.post/…"""
    found = AT_URI.fullmatch(text)
    return bluesky_handle(found[1], post=found[2] or "") if found else no_account("bluesky")


def bluesky_handle(text: str, *, post: str = "") -> Address:
    if text.startswith("did:"):
        return Address("bluesky", native_id=text, post=post) if DID.fullmatch(text) else no_account("bluesky")
    handle = in_dns(text.removeprefix("@"))
    if not HOST.fullmatch(handle) or ":" in handle:
        refuse(NO_HANDLE)
    return Address("bluesky", handle, post=post)


def mastodon_page(parts: Parts) -> Address | None:
    """The account of a page of any server that writes its addresses as Mastodon does; None for another page."""
    steps = [step for step in parts.path if step not in ("web", "deck")]
    if parts.site in OTHER_SITES or not steps:
        return None
    if steps[0].startswith("@"):
        name, rest = steps[0][1:], steps[1:]
    elif steps[0] == "users" and len(steps) > 1:
        name, rest = steps[1], [step for step in steps[2:] if step != "statuses"]
    elif steps[0] == "authorize_interaction" or "acct" in parts.query:
        return mastodon_handle(parts.query.get("acct", "").removeprefix("acct:"))
    else:
        return None
    post = rest[0] if rest and STATUS.fullmatch(rest[0]) and any(char.isdigit() for char in rest[0]) else ""
    return mastodon_handle(name if "@" in name else f"{name}@{parts.host}", post=post)


def mastodon_handle(text: str, *, post: str = "") -> Address:
    """`ville@server.example`, with or without an @ before it."""
    user, _, host = text.removeprefix("acct:").removeprefix("@").rpartition("@")
    server = in_dns(host)
    if not USER.fullmatch(user) or not HOST.fullmatch(server):
        refuse(NO_SERVER)
    return Address("mastodon", f"{user}@{server}", post=post)


def refuse_mail(text: str) -> None:
    """Nobody said that it is an account: mairie@commune.fr is where to write to."""
    user, _, host = text.casefold().rpartition("@")
    if host in MAILBOXES or re.split(r"[.-]", user)[0] in MAILS:
        refuse(MAIL)
