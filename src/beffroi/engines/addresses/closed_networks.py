"""Addresses of X, LinkedIn, YouTube and TikTok."""

import re

from beffroi.engines.addresses.address import NO_OWNER, SHORT, Address, no_account, refuse
from beffroi.engines.addresses.parts import Parts

X_NAME = re.compile(r"[A-Za-z0-9_]{1,15}")
X_PAGES = {
    *("home", "explore", "search", "hashtag", "intent", "share", "settings", "login", "signup", "tos", "privacy"),
    *("about", "notifications", "messages", "compose", "i", "download", "jobs", "who_to_follow", "account", "widgets"),
}
DIGITS = re.compile(r"\d{1,25}")
LINKEDIN_KINDS = {"company", "school", "showcase", "in"}
LINKEDIN_NAME = re.compile(r"[\w.%&'’-]{1,120}")
CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
YOUTUBE_NAME = re.compile(r"[\w.·-]{2,100}")
YOUTUBE_PAGES = {
    *(
        "results",
        "feed",
        "playlist",
        "about",
        "account",
        "gaming",
        "premium",
        "hashtag",
        "t",
        "redirect",
        "attribution_link",
    ),
}
VIDEOS = {"watch", "embed", "shorts", "live", "v", "clip", "post"}
TIKTOK_NAME = re.compile(r"[\w.]{1,24}")


def x(parts: Parts) -> Address:
    first = parts.step(0).casefold()
    if "screen_name" in parts.query:
        return x_name(parts.query["screen_name"])
    number = parts.query.get("user_id", "") or (parts.step(2) if first == "i" and parts.step(1) == "user" else "")
    if DIGITS.fullmatch(number):
        return Address("x", native_id=number)
    if first in ("i", "statuses"):
        refuse(NO_OWNER)
    if not first or first in X_PAGES:
        no_account("x")
    post = parts.step(2) if parts.step(1) in ("status", "statuses") and DIGITS.fullmatch(parts.step(2)) else ""
    return x_name(parts.path[0], post=post)


def x_name(text: str, *, post: str = "") -> Address:
    name = text.removeprefix("@")
    return Address("x", name, post=post) if X_NAME.fullmatch(name) else no_account("x")


def linkedin(parts: Parts) -> Address:
    steps = list(parts.path[1:] if parts.step(0) in ("organization-guest", "mwlite") else parts.path)
    if steps[:1] == ["feed"]:
        refuse(NO_OWNER)
    if len(steps) < 2:
        no_account("linkedin")
    if steps[0] == "posts":  # the name of the account, then words of the post and its number
        name, _, post = steps[1].partition("_")
        number = re.search(r"(?:activity|share|ugcPost)-(\d{10,25})", post)
        return linkedin_name(f"in/{name}", post=number[1] if number else "")
    return linkedin_name(f"{steps[0]}/{steps[1]}")


def linkedin_name(text: str, *, post: str = "") -> Address:
    """`company/ville`: what stands before the name says which of two accounts of the same name it is."""
    kind, _, name = text.removeprefix("@").rpartition("/")
    kind = kind or "company"
    if kind not in LINKEDIN_KINDS or not LINKEDIN_NAME.fullmatch(name):
        no_account("linkedin")
    if kind == "company" and DIGITS.fullmatch(name):
        return Address("linkedin", native_id=name, post=post)
    return Address("linkedin", f"{kind}/{name.lower()}", post=post)


def youtube(parts: Parts) -> Address:
    first = parts.step(0)
    if parts.host == "youtu.be" or first in VIDEOS:
        refuse(NO_OWNER)
    if first == "channel":
        return (
            Address("youtube", native_id=parts.step(1)) if CHANNEL.fullmatch(parts.step(1)) else no_account("youtube")
        )
    if first in ("c", "user") and parts.step(1):
        return youtube_name(f"{first}/{parts.step(1)}")
    if not first or first in YOUTUBE_PAGES:
        no_account("youtube")
    return youtube_name(first if first.startswith("@") else f"c/{first}")


def youtube_name(text: str) -> Address:
    """`ville` for @ville, `c/ville` and `user/ville` for the two older ways, which may be another channel's."""
    if CHANNEL.fullmatch(text):
        return Address("youtube", native_id=text)
    way, _, name = text.removeprefix("@").rpartition("/")
    if way not in ("", "c", "user") or not YOUTUBE_NAME.fullmatch(name):
        no_account("youtube")
    return Address("youtube", f"{way}/{name}" if way else name)


def tiktok(parts: Parts) -> Address:
    if parts.host in ("vm.tiktok.com", "vt.tiktok.com") or parts.step(0) == "t":
        refuse(SHORT)
    if not parts.step(0).startswith("@"):
        no_account("tiktok")
    post = parts.step(2) if parts.step(1) in ("video", "photo") and DIGITS.fullmatch(parts.step(2)) else ""
    return tiktok_name(parts.step(0), post=post)


def tiktok_name(text: str, *, post: str = "") -> Address:
    name = text.removeprefix("@")
    return Address("tiktok", name.lower(), post=post) if TIKTOK_NAME.fullmatch(name) else no_account("tiktok")
