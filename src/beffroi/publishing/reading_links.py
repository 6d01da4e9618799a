"""Reads what stands behind the links of a draft: whether they answer, and what their preview says.

The pages are anybody's: everything that comes back is cut to a size, decoded with doubt and searched without building
a tree, so that no page can hold the worker up.
"""

import codecs
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urljoin

from django.core.files.base import ContentFile
from django.db.models import Q
from PIL import Image as Picture
from PIL import ImageOps

from beffroi.archive.models import storable
from beffroi.outbound import Client, OutboundError, Policy, client
from beffroi.publishing.models.planning import READ_AGAIN, LinkReading
from beffroi.publishing.models.version import Version
from beffroi.publishing.states import OPEN
from beffroi.vocabulary import Sentence

LEASE = timedelta(minutes=2)
SECONDS = 10.0  # for a page, and for its picture
AGAIN_WHEN_BROKEN = timedelta(minutes=15)
MAX_PAGE = 512 * 1024  # bytes: what a preview says stands in the head
MAX_PICTURE = 8 * 2**20
MAX_PIXELS = 50_000_000
MAX_STORED = 1_000_000  # bytes: what the strictest network takes for a preview
WIDEST = 1200  # pixels
MAX_TAGS, MAX_TAG = 100, 2000
ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.5", "Accept-Language": "fr,en;q=0.5"}

META = re.compile(r"<meta(?=[\s/])", re.IGNORECASE)
TITLE = re.compile(r"<title(?:\s[^<>]{0,200})?>([^<]{0,1000})", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([^\s=>"'/]{1,60})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
CHARSET = re.compile(rb"""charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a link answered: `picture` is the address of the picture that the page proposes for its preview."""

    status: int
    title: str = ""
    summary: str = ""
    picture: str = ""


def reading_policy() -> Policy:
    """Public addresses, and the hosts that the administrator let through by their name; never by address, since what
    is called here was typed by whoever writes a draft."""
    policy = Policy.from_environment().for_typed_addresses()
    return replace(policy, total_seconds=SECONDS, max_bytes=MAX_PICTURE)


def read(reading: LinkReading, now: datetime) -> bool:
    """Reads one link, unless no draft needs it any more. A failure is kept in words, for the check to say."""
    if not LinkReading.objects.claim(reading, until=now + LEASE):
        return False
    if not is_needed(reading.url):
        return reading.settle(at=None)
    with client(reading_policy(), headers=ACCEPT) as http:
        try:
            page = read_page(http, reading.url)
        except OutboundError as error:
            trouble = Sentence(str(error.reason)).as_json()
            return reading.settle(at=now + AGAIN_WHEN_BROKEN, status=None, trouble=trouble, read_at=now)
        if page.status >= 400:
            return reading.settle(at=now + AGAIN_WHEN_BROKEN, status=page.status, trouble={}, read_at=now)
        picture = _picture_for(reading, page, http)
    return reading.settle(
        at=now + READ_AGAIN,
        status=page.status,
        trouble={},
        title=page.title,
        summary=page.summary,
        picture=picture,
        read_at=now,
    )


def is_needed(url: str) -> bool:
    """Whether a draft that has not left yet links there; the demonstration has no way out."""
    waiting = Q(draft__state__in=OPEN)
    waiting |= Q(draft__publications__state="queued")
    named = Q(text__contains=url) | ~Q(texts={})
    real = Q(draft__organisation__is_demo=False, draft__organisation__is_resting=False)
    return any(url in text for version in Version.objects.filter(waiting & named & real) for text in version.all_texts)


# --- the page


def read_page(http: Client, url: str) -> Page:
    """What `url` answers. Raises OutboundError."""
    with http.stream("GET", url) as answer:
        kind = answer.headers.get("content-type", "text/html")
        if answer.status_code >= 400 or "html" not in kind.lower():
            return Page(answer.status_code)
        content = _beginning(answer.iter_bytes(), MAX_PAGE)
        return page_in(decoded(content, kind), answer.status_code, str(answer.url))


def _beginning(pieces: Iterator[bytes], size: int) -> bytes:
    """The first `size` bytes; the rest is not waited for."""
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) >= size:
            break
    return bytes(content[:size])


def decoded(content: bytes, kind: str) -> str:
    """The text of a page: as its header says, as the page says, as UTF-8, else as Windows would."""
    said = [*CHARSET.findall(kind.encode("utf-8", "ignore")), *CHARSET.findall(content[:4096])[:1], b"utf-8"]
    for name in said:
        try:
            return str(codecs.getincrementaldecoder(name.decode("ascii", "ignore"))("strict").decode(content))
        except (LookupError, ValueError, AssertionError):  # unknown, wrong, or no encoding of text at all
            continue
    return content.decode("cp1252", "replace")


def page_in(text: str, status: int, url: str) -> Page:
    said = dict(_metas(text))
    title = TITLE.search(text)
    return Page(
        status,
        title=_clean(said.get("og:title") or (title[1] if title else ""), 300),
        summary=_clean(said.get("og:description") or said.get("description", ""), 500),
        picture=_absolute(url, html.unescape(said.get("og:image", "")).strip()),
    )


def _metas(text: str) -> Iterator[tuple[str, str]]:
    """The name and the content of each meta tag, last first, so that a dict of them keeps the first of each name."""
    found = [_attributes(text[tag.end() : tag.end() + MAX_TAG]) for tag in islice(META.finditer(text), MAX_TAGS)]
    for tag in reversed(found):
        name = (tag.get("property") or tag.get("name", "")).strip().lower()
        if tag.get("content"):
            yield name, tag["content"]


def _attributes(text: str) -> Mapping[str, str]:
    """The attributes of the tag that `text` goes on with, up to the end of the tag."""
    found: dict[str, str] = {}
    end = 0
    while attribute := ATTRIBUTE.search(text, end):
        if ">" in text[end : attribute.start()]:
            break
        name, *values = attribute.groups()
        found.setdefault(name.lower(), next(value for value in [*values, ""] if value is not None))
        end = attribute.end()
    return found


def _clean(text: str, length: int) -> str:
    return storable(" ".join(html.unescape(text).split()), length)


def _absolute(url: str, picture: str) -> str:
    try:
        address = urljoin(url, picture) if picture else ""
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""


# --- its picture


def _picture_for(reading: LinkReading, page: Page, http: Client) -> str:
    """The name of the stored picture: the one we have while the page is the same, else a new one, else none."""
    if reading.picture and page.picture and page.title == reading.title:
        return str(reading.picture.name)
    content = _read_picture(http, page.picture) if page.picture else b""
    if not content:
        return ""
    reading.picture.save(f"{reading.pk}.jpg", ContentFile(content), save=False)
    return str(reading.picture.name)


def _read_picture(http: Client, url: str) -> bytes:
    """The picture as a JPEG that every network takes; empty when there is none or it cannot be used."""
    try:
        with http.stream("GET", url) as answer:
            if answer.status_code != 200:
                return b""
            return fitted(b"".join(answer.iter_bytes()))
    except OutboundError:
        return b""


def fitted(content: bytes) -> bytes:
    """`content` as a JPEG within MAX_STORED bytes; empty when it is no picture that we read."""
    try:
        with Picture.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP", "GIF"]) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                return b""
            opened.draft("RGB", (WIDEST, WIDEST))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((WIDEST, WIDEST))
            return _as_jpeg(_on_white(upright))
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError):
        return b""


def _on_white(picture: Picture.Image) -> Picture.Image:
    if picture.mode in ("RGB", "L"):
        return picture.convert("RGB")
    coloured = picture.convert("RGBA")
    white = Picture.new("RGBA", coloured.size, "white")
    return Picture.alpha_composite(white, coloured).convert("RGB")


def _as_jpeg(picture: Picture.Image) -> bytes:
    for quality in (85, 70, 50, 30):
        stored = io.BytesIO()
        picture.save(stored, format="JPEG", quality=quality, optimize=True)
        if stored.tell() <= MAX_STORED:
            return stored.getvalue()
    return b""
