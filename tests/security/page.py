"""A page as a browser reads it: its tags with their attributes, and what of them could run or lead somewhere."""

from collections.abc import Iterator
from html.parser import HTMLParser

from django.test import Client
from django.urls import URLPattern, reverse

from tests.site.owned import OF_FEURS
from tests.site.test_doors import address, patterns

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "use", "path", "circle"}
Tag = tuple[str, dict[str, str]]


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self.open: list[Tag] = []
        self.texts: list[tuple[str, tuple[Tag, ...]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = (tag, {name: value or "" for name, value in attrs})
        self.tags.append(found)
        if tag not in EMPTY:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in (name for name, _ in self.open):
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        self.texts.append((data, tuple(self.open)))

    def inline(self) -> Iterator[str]:
        """What a policy without 'unsafe-inline' would refuse to run."""
        for tag, attributes in self.tags:
            if tag == "style" or (tag == "script" and not attributes.get("src")):
                if attributes.get("type") not in ("application/json", "application/ld+json"):
                    yield f"<{tag}>"
            yield from (f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on"))
            for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
                if attributes.get(name, "").strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                    yield f"{tag} {name}={attributes[name]}"


def addresses_of_feurs(things: dict[str, int]) -> dict[str, str]:
    """An address for every page, that of a thing of Feurs where it is the page of one thing."""
    found = {}
    for pattern in patterns():
        name = str(pattern.name)
        found[name] = reverse(name, kwargs=kwargs_of(pattern, things)) if name in OF_FEURS else address(pattern)
    return found


def kwargs_of(pattern: URLPattern, things: dict[str, int]) -> dict[str, int | str]:
    others = {name: "senat" for name in pattern.pattern.converters if name != "pk"}
    return {"pk": things[OF_FEURS[str(pattern.name)]], **others}


def is_html(answer: object) -> bool:
    return str(getattr(answer, "headers", {}).get("Content-Type", "")).startswith("text/html")


def read(client: Client, there: str) -> tuple[str, str]:
    """The kind and the whole of what stands at an address, streamed or not."""
    answer = client.get(there)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # either
    return str(answer.headers.get("Content-Type", "")), content.decode("utf-8", "replace")
