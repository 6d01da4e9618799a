"""Addresses of Facebook, Instagram and Threads."""

import re

from beffroi.engines.addresses.address import NO_OWNER, SHORT, Address, no_account, refuse
from beffroi.engines.addresses.parts import Parts

NAME = re.compile(r"[A-Za-z0-9._]{1,30}")  # of Instagram and Threads
PAGE = re.compile(r"[\w.-]{2,100}")  # of Facebook: new ones have Latin letters and dots, old ones any
NUMBER = re.compile(r"(?:.*-)?(\d{8,20})")  # alone, or behind the title of a page that has no name of its own
POST = re.compile(r"\d{5,25}|pfbid[0-9A-Za-z]{10,100}")
WITH_POST = {"posts", "videos", "photos", "reels", "permalink"}
OTHER_PAGES = {
    *("groups", "events", "marketplace", "gaming", "login", "login.php", "help", "policies", "privacy", "home.php"),
    *("search", "hashtag", "plugins", "dialog", "ads", "business", "legal", "sharer", "sharer.php", "share.php", "e"),
    *("settings", "notifications", "messages", "media", "notes", "public", "local", "pg", "directory", "games"),
}
NO_OWNERS = {"photo", "photo.php", "video.php", "watch", "reel", "stories"}
STORIES = {"permalink.php", "story.php"}
INSTAGRAM_PAGES = {"explore", "accounts", "about", "legal", "direct", "developer", "api", "popular", "web"}


def facebook(parts: Parts) -> Address:
    steps = list(parts.path)
    if steps[:1] == ["pg"]:  # as pages were written until 2020
        steps = steps[1:]
    first = steps[0].casefold() if steps else ""
    if first == "share":
        refuse(SHORT)
    if first in NO_OWNERS:
        refuse(NO_OWNER)
    if first in STORIES or first == "profile.php":
        post = parts.query.get("story_fbid", "") or parts.query.get("fbid", "")
        return _page(parts.query.get("id", ""), post=post if POST.fullmatch(post) else "")
    if first in ("pages", "people", "p") and len(steps) > 1:
        return _page(steps[-1]) if NUMBER.fullmatch(steps[-1]) else no_account("facebook")
    if not steps or first in OTHER_PAGES:
        no_account("facebook")
    rest = [step for step in steps[2:] if POST.fullmatch(step)] if len(steps) > 2 and steps[1] in WITH_POST else []
    return _page(steps[0], post=rest[-1] if rest else "")


def _page(name: str, *, post: str = "") -> Address:
    if number := NUMBER.fullmatch(name):
        return Address("facebook", native_id=number[1], post=post)
    return Address("facebook", name, post=post) if PAGE.fullmatch(name) else no_account("facebook")


def facebook_name(text: str) -> Address:
    return _page(text.removeprefix("@"))


def instagram(parts: Parts) -> Address:
    steps = [step for step in parts.path if step != "_u"]
    if steps[:1] == ["stories"] and len(steps) > 1:
        return instagram_name(steps[1])
    if steps[:1] and steps[0] in ("p", "reel", "reels", "tv", "share", "stories"):
        refuse(NO_OWNER)
    if not steps or steps[0] in INSTAGRAM_PAGES:
        no_account("instagram")
    post = steps[2] if len(steps) > 2 and steps[1] in ("p", "reel", "tv") else ""
    return instagram_name(steps[0], post=post)


def instagram_name(text: str, *, post: str = "") -> Address:
    name = text.removeprefix("@")
    return Address("instagram", name.lower(), post=post) if NAME.fullmatch(name) else no_account("instagram")


def threads(parts: Parts) -> Address:
    if not parts.step(0).startswith("@"):
        return refuse(NO_OWNER) if parts.step(0) == "t" else no_account("threads")
    return threads_name(parts.step(0), post=parts.step(2) if parts.step(1) == "post" else "")


def threads_name(text: str, *, post: str = "") -> Address:
    name = text.removeprefix("@")
    return Address("threads", name.lower(), post=post) if NAME.fullmatch(name) else no_account("threads")
