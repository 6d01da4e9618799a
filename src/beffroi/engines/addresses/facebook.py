"""Addresses of Facebook."""

import re

from beffroi.engines.addresses.address import NO_OWNER, SHORT, Address, no_account, refuse
from beffroi.engines.addresses.parts import Parts

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
