"""The doors: by which one rule each address opens. What has no rule is a bug, and has two as well.

The rule of most addresses stands on the view (`@allowed(act)`); those of the others stand here, by the name of the
address. `docs/reference/access-matrix.md` is written from this, and tests/site/test_access_matrix.py tries every door.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from beffroi.site.api.application import Operation, operations

PUBLIC = frozenset(
    {
        "today",  # leads a stranger to the sign-in
        "welcome",
        "found",
        "healthz",
        "readyz",
        "metrics",  # from the addresses or with the token that the settings name
        "design",
        "sign_in",
        "sign_out",
        "second_step",
        "passkey_sign_in",
        "passkey_options",
        "provider_sign_in",
        "provider_return",
        "provider_link",
        "demonstration_visit",
        "account_feed",
        "feed_image",
        "public_charter",
        "public_notice",
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
        "verify",  # the same as api_verify, as the document of the API has it
    }
)

BY_SECRET = frozenset(
    {
        "join",
        "outside",
        "outside_image",
        "witness",
        "feed_hub",
        "incoming_door",  # called by machines that sign
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
    """Every address of the product with its rule, the pages first. Raises NoRule."""
    pages = [page_door(route, pattern) for route, pattern in routes(resolver or get_resolver())]
    return pages + [program_door(operation) for operation in operations()]


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern below `resolver`, with its whole route; not those of the API, whose operations are doors."""
    for entry in resolver.url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, route) if entry.namespace != "api" else ()
        else:
            yield route, entry


def program_door(operation: Operation) -> Door:
    """What a program can ask. Raises NoRule."""
    if not operation.act and operation.name not in PUBLIC:
        raise NoRule(f"{operation.method} {operation.path} has no act")
    rule = "by token" if operation.act else "public"
    return Door(operation.name, operation.path.removeprefix("/"), rule, operation.act, operation.method)


def page_door(route: str, pattern: URLPattern) -> Door:
    """What a person can open. Raises NoRule."""
    name = str(pattern.name)
    act = getattr(pattern.callback, "act", "")
    tables = {"public": PUBLIC, "by secret": BY_SECRET, "by token": BY_TOKEN, "signed in": SIGNED_IN}
    found = [rule for rule, names in tables.items() if name in names] + ["act"] * bool(act)
    if len(found) != 1:
        raise NoRule(f"/{route} ({name}) has {len(found)} rules")
    return Door(name, route, found[0], act or BY_TOKEN.get(name, ""))
