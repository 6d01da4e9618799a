"""What is looked at in a post: its words, whom it names, its signs, and how it is dressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

LENGTH = 140  # characters that are looked at: what the readings hold that the model was fitted on
LINK = "<url>"

_ADDRESS = re.compile(r"https?://\S+")
_TOKEN = re.compile(rf"{LINK}|[#@]\w+|\w+|[^\w\s]")
_PASSED_ON = re.compile(r"RT @(\w+):? ", re.IGNORECASE)
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")


@dataclass(frozen=True, slots=True)
class Written:
    """One post as an account shows it. `repost_of` is the handle of whom it passes on, `client` the program that sent
    it (empty where a network does not say), `domains` the host names of its links."""

    text: str
    at: datetime
    is_repost: bool = False
    repost_of: str = ""
    client: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """A post in counts. Words, names (`#…`, `@…`) and signs are numbers (`number_of`), so that no text is kept."""

    words: tuple[int, ...]
    names: tuple[int, ...]
    signs: tuple[int, ...]
    people: tuple[int, ...]  # those of the names that are accounts
    hashtags: int
    target: int  # whom it passes on; 0: nobody
    domains: tuple[int, ...]
    client: int
    is_repost: bool
    has_link: bool
    has_picture: bool
    capitals: float  # share of the letters, from 0 to 1
    length: int

    @property
    def mentions(self) -> int:
        return len(self.people)


def number_of(token: str) -> int:
    """The number under which a token is counted: CRC-32 of its UTF-8 bytes."""
    return crc32(token.encode("utf-8", "surrogatepass"))


def traits_of(written: Written) -> Traits:
    text = _ADDRESS.sub(LINK, written.text)[:LENGTH]
    target = written.repost_of
    if written.is_repost and (passed_on := _PASSED_ON.match(text)):
        target, text = target or passed_on[1], text[passed_on.end() :]
    words, names, signs = _tokens(text)
    letters = [char for char in text.replace(LINK, "") if char.isalpha()]
    return Traits(
        words=tuple(map(number_of, words)),
        names=tuple(map(number_of, names)),
        signs=tuple(map(number_of, signs)),
        people=tuple(number_of(name) for name in names if name.startswith("@")),
        hashtags=sum(name.startswith("#") for name in names),
        target=number_of(f"@{target.lower()}") if target else 0,
        domains=tuple(map(number_of, written.domains)),
        client=number_of(written.client),
        is_repost=written.is_repost,
        has_link=LINK in text,
        has_picture=_PICTURE.search(text) is not None,
        capitals=sum(map(str.isupper, letters)) / (len(letters) + 5),
        length=min(len(text), LENGTH),
    )


def _tokens(text: str) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    words: list[str] = []
    names: list[str] = []
    signs: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        if token == LINK:
            continue
        kind = (
            names if token[0] in "#@" and len(token) > 1 else words if token[0].isalnum() or token[0] == "_" else signs
        )
        kind.append(token)
    return words, names, signs
