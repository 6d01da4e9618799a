"""The doors: by which one rule each address opens. What has no rule is a bug, and has two as well.

The rule of most addresses stands on the view (`@allowed(act)`); those of the others stand here, by the name of the
address. `docs/reference/access-matrix.md` is written from this, and tests/site/test_access_matrix.py tries every door.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = frozenset(
    {
        "today",  # leads a stranger to the sign-in
        "welcome",
        "found",
        "healthz",
        "readyz",
        "design",
        "sign_in",
        "demonstration_visit",
        "account_feed",
        "feed_image",
        "public_charter",
        "rankings",
        "expected",
        "ranking_edition",
        "ranking_archive",
        "ranking_feed",
        "choose_language",
        "robots",
        "sitemap_index",
        "sitemap_section",
        "directory",
        "directory_body",
        "directory_changes",
        "directory_card",
        "directory_export",
        "directory_export_file",
        "directory_verify",
        "directory_badge",
        "directory_badge_page",
        "api_verify",
        "api_document",
        "api_docs",
    }
)

BY_SECRET = frozenset(
    {
        "join",
        "outside",
        "outside_image",
        "witness",
        "feed_hub",
        "public_incident",
        "service_page",
        "case_status",
        "citizens_line",
    }
)

BY_TOKEN = {"api_nothing": "see"}

SIGNED_IN = frozenset(
    {
        "settings",
        "sign_out",
        "set_language",
        "demonstration",
        "demonstration_person",
        "demonstration_network",
        "scene",
        "scene_act",
        "scene_look",
    }
)


class NoRule(Exception):
    """An address without a rule, or with more than one."""


@dataclass(frozen=True)
class Door:
    """One address. `rule` is "public", "by secret", "by token", "signed in" or "act"; `act` is empty for the others
    but a token's. `method` is empty where the view itself says which it takes."""

    name: str
    route: str
    rule: str
    act: str = ""
    method: str = ""


def doors(resolver: URLResolver | None = None) -> list[Door]:
    """Every address of the product with its rule. Raises NoRule."""
    return [door for route, pattern in routes(resolver or get_resolver()) for door in _doors(route, pattern)]


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below `resolver`, with its whole route."""
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route, entry


def api_operations(pattern: URLPattern) -> Iterator[tuple[str, str]]:
    """(method, act) of each operation behind one address of the REST API; nothing for a page.

    django-ninja answers an address with a bound method of what holds its operations; each operation's function says
    its act, as a view does.
    """
    for operation in getattr(getattr(pattern.callback, "__self__", None), "operations", ()):
        for method in operation.methods:
            yield method, getattr(operation.view_func, "act", "")


def _doors(route: str, pattern: URLPattern) -> list[Door]:
    if operations := list(api_operations(pattern)):
        if not all(act for _method, act in operations):
            raise NoRule(f"/{route} has an operation without an act")
        return [Door(str(pattern.name), route, "by token", act, method) for method, act in operations]
    return [_door(route, pattern)]


def _door(route: str, pattern: URLPattern) -> Door:
    name = str(pattern.name)
    act = getattr(pattern.callback, "act", "")
    tables = {"public": PUBLIC, "by secret": BY_SECRET, "by token": BY_TOKEN, "signed in": SIGNED_IN}
    found = [rule for rule, names in tables.items() if name in names] + ["act"] * bool(act)
    if len(found) != 1:
        raise NoRule(f"/{route} ({name}) has {len(found)} rules")
    return Door(name, route, found[0], act or BY_TOKEN.get(name, ""))
