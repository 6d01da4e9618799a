"""The addresses of the pages for everybody, for search engines."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from beffroi.access.open_page import open_page
from beffroi.directory.models import Body
from beffroi.rankings.models import Edition

A_FILE = 10_000  # addresses; the standard takes fifty thousand
AN_HOUR = 3600
DOORS = ("directory", "directory_verify", "rankings", "expected")


class Doors(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    def items(self) -> list[str]:
        return [reverse(name) for name in DOORS]

    def location(self, item: str) -> str:
        return item


class Bodies(Sitemap):  # type: ignore[type-arg]  # likewise
    limit = A_FILE

    def items(self) -> "QuerySet[Body]":
        return Body.objects.standing().only("kind", "code", "changed_at").order_by("pk")

    def lastmod(self, item: Body) -> datetime:
        return item.changed_at


class Editions(Sitemap):  # type: ignore[type-arg]  # likewise
    def items(self) -> "QuerySet[Edition]":
        return Edition.objects.order_by("pk")

    def lastmod(self, item: Edition) -> datetime:
        return item.made_at


SECTIONS = {"doors": Doors, "bodies": Bodies, "editions": Editions}
sitemap_index = open_page(AN_HOUR)(index)
sitemap_section = open_page(AN_HOUR)(sitemap)


@open_page(AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """What a search engine may read: the pages for everybody, and none of the desk."""
    lines = [
        "User-agent: *",
        "Allow: /directory",
        "Allow: /rankings",
        "Disallow: /",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
