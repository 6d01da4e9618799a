"""Whatever a page does, a program does too, by the same act; or it stands written why not."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern
from django.views.decorators.http import require_POST

from beffroi.access.desk import allowed
from beffroi.site.api.application import operations
from beffroi.site.doors import page_door, routes
from tests.site.api.pages import BY_OPERATION, OTHER_ACT, WITHOUT
from tests.tree import PROJECT

OPERATIONS = {each.name: each for each in operations()}
FORM = re.compile(r"<form\b[^>]*>")
LEADS_TO = re.compile(r"""action="{%\s*url\s+['"](\w+)['"]""")


def takes_post(view: Callable[..., Any], seen: set[Any] | None = None) -> bool:
    """Whether the view, or what it hands its request to in the same file, speaks of a POST."""
    bare, seen = inspect.unwrap(view), set() if seen is None else seen
    if not inspect.isfunction(bare) or bare in seen:
        return False
    seen.add(bare)
    source = textwrap.dedent(inspect.getsource(bare))
    if "POST" in source:
        return True
    calls = (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call))
    handed = {call.func.id for call in calls if isinstance(call.func, ast.Name) and _hands_request(call)}
    return any(takes_post(bare.__globals__[name], seen) for name in handed if name in bare.__globals__)


def _hands_request(call: ast.Call) -> bool:
    return any(isinstance(given, ast.Name) and given.id == "request" for given in call.args)


@cache
def pages_with_a_post(resolver: URLResolver | None = None) -> dict[str, URLPattern]:
    return {
        str(pattern.name): pattern
        for _route, pattern in routes(resolver or get_resolver())
        if takes_post(pattern.callback)
    }


def unanswered(pages: dict[str, URLPattern]) -> set[str]:
    return set(pages) - set(BY_OPERATION) - set(WITHOUT)


def test_whatever_a_page_does_a_program_does_too_or_it_is_written_why_not() -> None:
    assert unanswered(pages_with_a_post()) == set()


def test_no_page_stands_in_both_lists_and_none_that_is_gone() -> None:
    assert set(BY_OPERATION) & set(WITHOUT) == set()
    assert (set(BY_OPERATION) | set(WITHOUT)) - set(pages_with_a_post()) == set()
    assert set(OTHER_ACT) <= set(BY_OPERATION)


@pytest.mark.parametrize(("page", "operation"), BY_OPERATION.items())
def test_the_operation_is_the_same_act_and_changes_something(page: str, operation: str) -> None:
    asked, door = OPERATIONS[operation], page_door("", pages_with_a_post()[page])
    assert asked.method != "GET"
    assert (asked.act == door.act) is (page not in OTHER_ACT)


def test_a_token_that_only_reads_changes_nothing() -> None:
    assert [each.name for each in operations() if each.method != "GET" and each.scope == "read"] == []


def test_what_the_pages_press_is_found() -> None:
    """A guard for the finder: every form of a template that is posted leads to a page that it found."""
    found, missed = set(pages_with_a_post()), set[str]()
    for template in (PROJECT / "src" / "beffroi").glob("*/**/*.html"):
        for form in FORM.findall(template.read_text(encoding="utf-8")):
            if 'method="post"' in form and (led := LEADS_TO.search(form)):
                missed |= {led[1]} - found
    assert missed == set()


def looking(_request: Any) -> HttpResponse:
    return HttpResponse()


@require_POST
def pressing(_request: Any) -> HttpResponse:
    return HttpResponse()


def handing(request: Any) -> HttpResponse:
    return _pressed(request)


def _pressed(request: Any) -> HttpResponse:
    return HttpResponse(request.POST)


@pytest.mark.parametrize(("view", "is_found"), [(looking, False), (pressing, True), (handing, True)])
def test_a_page_that_is_added_with_a_post_is_found_to_have_no_operation(view: Any, is_found: bool) -> None:
    added = path("new-room", allowed("see")(view), name="new_room")
    more = URLResolver(RegexPattern(r"^/"), [*get_resolver().url_patterns, added])
    assert unanswered(pages_with_a_post(more)) == ({"new_room"} if is_found else set())
