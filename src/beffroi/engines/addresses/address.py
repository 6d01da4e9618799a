"""An account on a network, as an address names it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from beffroi.vocabulary import Sentence

NAMES = {  # as a page says them
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "tiktok": "TikTok",
}
SHORT = "This is a short link: open it, and write the address to which it leads."
NO_OWNER = "This address does not say whose it is: write the address of the account."
NO_ACCOUNT = "This is no account on {network}."


class NoAddress(ValueError):
    """The text names no account; `words` says why, to the person who typed it."""

    def __init__(self, words: Sentence) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Address:
    """One account. `handle` is whole ("ville.example.fr", "ville@server.example", "company/ville" on LinkedIn) and
    without the @ in front; it is empty where the address gives the network's own number, `native_id`, only.

    `post` is the network's own id of one post of the account, if the address is that of a post: the key of the
    record on Bluesky, a number or a word elsewhere.
    """

    network: str
    handle: str = ""
    native_id: str = ""
    post: str = ""

    @property
    def key(self) -> str:
        """By what two spellings of one account are known as one: case, and the dots that Facebook passes over."""
        plain = (self.handle or self.native_id).casefold()
        return plain.replace(".", "") if self.network == "facebook" else plain

    @property
    def url(self) -> str:
        """The address of the account itself, where a person can open it."""
        return _URLS[self.network](self)

    def __str__(self) -> str:
        return self.handle or self.native_id


def refuse(words: str, **values: str) -> NoReturn:
    raise NoAddress(Sentence(words, values))


def no_account(network: str) -> NoReturn:
    refuse(NO_ACCOUNT, network=NAMES[network])


def _x(at: Address) -> str:
    return f"https://x.com/{at.handle}" if at.handle else f"https://x.com/i/user/{at.native_id}"


def _mastodon(at: Address) -> str:
    user, _, server = at.handle.rpartition("@")
    return f"https://{server}/@{user}"


def _facebook(at: Address) -> str:
    return f"https://www.facebook.com/{at.handle or at.native_id}"


def _linkedin(at: Address) -> str:
    return f"https://www.linkedin.com/{at.handle or 'company/' + at.native_id}/"


def _youtube(at: Address) -> str:
    if not at.handle:
        return f"https://www.youtube.com/channel/{at.native_id}"
    return f"https://www.youtube.com/{at.handle if '/' in at.handle else '@' + at.handle}"


_URLS: dict[str, Callable[[Address], str]] = {
    "bluesky": lambda at: f"https://bsky.app/profile/{at.handle or at.native_id}",
    "mastodon": _mastodon,
    "x": _x,
    "facebook": _facebook,
    "instagram": lambda at: f"https://www.instagram.com/{at.handle}/",
    "threads": lambda at: f"https://www.threads.com/@{at.handle}",
    "linkedin": _linkedin,
    "youtube": _youtube,
    "tiktok": lambda at: f"https://www.tiktok.com/@{at.handle}",
}
