"""Addresses of Instagram and Threads."""

import re

from beffroi.engines.addresses.address import NO_OWNER, Address, no_account, refuse
from beffroi.engines.addresses.parts import Parts

NAME = re.compile(r"[A-Za-z0-9._]{1,30}")  # of Instagram and Threads
INSTAGRAM_PAGES = {"explore", "accounts", "about", "legal", "direct", "developer", "api", "popular", "web"}


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
