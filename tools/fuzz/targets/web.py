"""What stands on the web: feeds, pages, the HTML of posts, pictures."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import feedparser  # here, so that atheris sees what of it is reached

from beffroi.connectors import cards, markup, page
from beffroi.connectors.contract import NetworkTrouble
from beffroi.connectors.feed import finding, reading
from beffroi.connectors.feed.entries import entries_of
from beffroi.publishing import reading_links
from beffroi.publishing.images import NotAnImage, read_image
from beffroi.vocabulary import Link
from tools.fuzz.target import ROOT, Target, must

WHEN = datetime(2026, 11, 20, 18, tzinfo=UTC)
HERE = "https://feurs.example/actualites/"
XML = (
    *("<?xml version=", '<rss version="2.0">', "<channel>", "</channel>", "<item>", "</item>", "<title>", "</title>"),
    *(
        "<link>",
        "<guid>",
        "<pubDate>",
        "<description>",
        "<![CDATA[",
        "]]>",
        "<content:encoded>",
        "<feed xmlns=",
        "<entry>",
    ),
    *("<updated>", "<published>", "<id>", '<summary type="html">', 'rel="hub"', 'href="', "xml:base=", "xml:lang="),
    *("<!DOCTYPE", "<!ENTITY", "&#x202e;", "&amp;", "&lt;", "<rdf:RDF", "<dc:date>", "<ttl>", "</rss>", "</feed>"),
)
HTML = (
    *("<a href=", "<base href=", "<area href=", "<link rel=", "<meta property=", "<meta name=", "content=", "og:title"),
    *(
        "og:image",
        "og:description",
        'rel="me',
        "alternate",
        "application/rss+xml",
        "<title>",
        "<p>",
        "<br>",
        "<pre>",
        "<li>",
    ),
    *(
        "<!--",
        "-->",
        "charset=",
        "utf-7",
        "javascript:",
        "https://",
        "https://[",
        "\u202e",
        "&#8238;",
        "</a>",
        "<script>",
    ),
)
KINDS = ("", "application/rss+xml", "text/xml; charset=iso-8859-1", "application/feed+json; charset=utf-16")


def feeds(data: bytes) -> None:
    raw = reading.parsed(data, KINDS[len(data) % len(KINDS)], HERE)
    entries, _passed_over = entries_of(raw, origin=HERE, now=WHEN)
    for entry in entries:
        within(entry.post.text, entry.post.links)


def pages(data: bytes) -> None:
    html = data.decode("utf-8", "replace")
    must(all(link.href.lower().startswith(("http://", "https://")) for link in page.links_in(html, HERE)))
    cards.card_in(html)
    list(finding.announced_in(html, HERE))


def html_of_posts(data: bytes) -> None:
    text, links = markup.text_of(data.decode("utf-8", "surrogatepass" if data.isascii() else "replace"))
    within(text, links)


def within(text: str, links: Iterable[Link]) -> None:
    """Links are stretches of the text, whole characters of it, and lead to the web."""
    written = text.encode()
    for link in links:
        must(0 <= link.start < link.end <= len(written))
        written[link.start : link.end].decode()
        must(link.href.lower().startswith(("http://", "https://")))


def link_cards(data: bytes) -> None:
    kinds = ("text/html", "text/html; charset=utf-16", "text/html; charset=base64", "")
    text = reading_links.decoded(data, kinds[len(data) % len(kinds)])
    shown = reading_links.page_in(text, 200, HERE)
    must(len(shown.title) <= 300 and len(shown.summary) <= 500)
    must(shown.picture == "" or shown.picture.startswith(("http://", "https://")))


def pictures(data: bytes) -> None:
    image = read_image(io.BytesIO(data), name="pont.jpg", alt="", decorative=True)
    must(b"GPSLatitude" not in (image.content or b""))


def recorded_pictures() -> Mapping[str, bytes]:
    """One small picture of each kind, with and without metadata."""
    from PIL import Image, PngImagePlugin

    small, found = Image.new("RGBA", (3, 2), (200, 30, 30, 90)), {}
    exif, text = Image.Exif(), PngImagePlugin.PngInfo()
    exif[274], exif[305] = 6, "Beffroi"
    text.add_text("comment", "rue de l’Orme")
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "ICO"):
        for name, more in (("plain", {}), ("exif", {"exif": exif}), ("text", {"pnginfo": text, "comment": b"x"})):
            file = io.BytesIO()
            (small if kind in ("PNG", "WEBP") else small.convert("RGB")).save(file, format=kind, **more)
            found[f"{kind}-{name}"] = file.getvalue()
    return found


def recorded_pages() -> Mapping[str, bytes]:
    names = ("tests/sources/samples/senat/doslegpjl18-404.xml",)
    return {name: (ROOT / name).read_bytes()[:15_000] for name in names}


SEEN_BY_ATHERIS = (feedparser,)
TARGETS = {
    "feeds": Target(feeds, (NetworkTrouble,), words=XML),
    "pages": Target(pages, words=HTML),
    "markup": Target(html_of_posts, words=HTML),
    "link-cards": Target(link_cards, words=HTML, seeds=recorded_pages),
    "pictures": Target(pictures, (NotAnImage,), seeds=recorded_pictures),
    "picture-cards": Target(reading_links.fitted, seeds=recorded_pictures),
}
