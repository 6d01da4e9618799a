"""Every address × every role, a stranger, somebody without an organisation, and the owner of another one."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.urls.resolvers import RegexPattern

from beffroi.access.desk import allowed
from beffroi.access.models import Organisation, User
from beffroi.access.roles import ROLES, may
from beffroi.site import at_the_door
from beffroi.site.api.application import Operation, operations
from beffroi.site.doors import Door, NoRule, doors, program_door
from tests.cast import PASSWORD, Feurs
from tests.site import test_doors
from tests.site.owned import OF_FEURS
from tests.site.test_doors import address, patterns
from tests.tree import PROJECT
from tools.access_matrix import text

things = test_doors.things
eves_town = test_doors.eves_town

METHODS = ("get", "post", "put", "patch", "delete")
# The owner opens every door: that walk alone puts every question to PostgreSQL too.
WALKED = [role if role == "owner" else pytest.param(role, marks=pytest.mark.sqlite_alone) for role in ROLES]
SAID = {"version": 1, "reason": "x", "text": "x", "verdict": "ours"}
LEADS_ON = {
    "today",
    "found",
    "sign_in",
    "sign_out",
    "second_step",  # without a password that was right, back to where it is asked for
    "provider_link",
    "demonstration_visit",
    "choose_language",
}  # public, and lead on to another page
NARROWER = {"delegation_revocation", "draft_outside_requests"}  # behind the door, only whose it is
PATTERNS = {str(pattern.name): pattern for pattern in patterns()}


def where(name: str, things: dict[str, int]) -> str:
    """The address of the thing of Feurs that this page is about, or some address of this pattern."""
    if name not in OF_FEURS:
        return address(PATTERNS[name])
    given = {part: "senat" for part in PATTERNS[name].pattern.converters if part != "pk"}
    return reverse(name, kwargs={"pk": things[OF_FEURS[name]], **given})


def asked(client: Client, method: str, there: str) -> HttpResponse:
    """The answer; whatever it did is undone, so that each door is tried in the same house."""
    at_the_door.FORMS._counted.clear()
    with transaction.atomic():
        answer: Any = getattr(client, method)(there, SAID if method == "post" else None)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]  # the client's own class


def said_in(answer: Any) -> str:
    """The whole answer; a file is given piece by piece."""
    whole: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode(errors="replace")


def codes(client: Client, there: str, methods: tuple[str, ...] = METHODS) -> set[int]:
    """What the address answers to each method that it takes."""
    return {asked(client, method, there).status_code for method in methods} - {405}


def closed(rule: str) -> list[Door]:
    return [door for door in doors() if door.rule == rule and door.name in PATTERNS]


# --- the table itself


def test_every_address_has_exactly_one_rule() -> None:
    assert {door.name for door in doors()} >= set(PATTERNS)


def resolver_with(*more: URLPattern) -> URLResolver:
    """A copy of all addresses, with some more."""
    return URLResolver(RegexPattern(r"^/"), [*get_resolver().url_patterns, *more])


def a_page(_request: Any) -> HttpResponse:
    return HttpResponse("x")


def test_an_address_that_is_added_without_a_rule_is_found() -> None:
    assert doors(resolver_with(path("new-room", allowed("see")(a_page), name="new_room")))
    with pytest.raises(NoRule, match="new-room"):
        doors(resolver_with(path("new-room", a_page, name="new_room")))
    with pytest.raises(NoRule, match="deep/new-room"):
        doors(resolver_with(path("deep/", include([path("new-room", a_page, name="new_room")]))))  # type: ignore[arg-type]


def test_an_address_with_two_rules_is_found() -> None:
    with pytest.raises(NoRule, match="2 rules"):
        doors(resolver_with(path("other", allowed("see")(a_page), name="healthz")))


def test_an_operation_of_the_api_without_an_act_is_found() -> None:
    with pytest.raises(NoRule, match="api/v1/x has no act"):
        program_door(Operation("POST", "/api/v1/x", act="", scope="", name="x"))


def test_no_table_names_an_address_that_is_gone() -> None:
    from beffroi.site import doors as tables

    named = tables.PUBLIC | tables.BY_SECRET | tables.SIGNED_IN | set(tables.BY_TOKEN)
    assert named <= set(PATTERNS) | {each.name for each in operations()}


def test_the_document_of_the_matrix_is_up_to_date() -> None:
    written = (PROJECT / "docs" / "reference" / "access-matrix.md").read_text(encoding="utf-8")
    assert written == text(), "run: .venv/bin/python -m tools.access_matrix > docs/reference/access-matrix.md"


# --- every address is tried


def test_a_stranger_is_led_to_the_sign_in(feurs: Feurs, things: dict[str, int], client: Client) -> None:
    for door in closed("act") + closed("signed in"):
        for method in METHODS:
            answer = asked(client, method, where(door.name, things))
            if answer.status_code == 405:
                continue
            assert answer.status_code == 302, (door, method)
            assert answer["Location"].startswith(reverse("sign_in")), (door, method)


def test_what_is_public_sends_nobody_away(feurs: Feurs, things: dict[str, int], client: Client) -> None:
    for door in closed("public") + closed("by secret"):
        if door.name not in LEADS_ON:
            assert not {302, 403} & codes(client, where(door.name, things), ("get",)), door


def test_what_a_token_opens_is_not_opened_by_a_session(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    for door in doors():
        if door.rule == "by token":
            there = "/" + re.sub("<[^>]+>", "1", door.route)
            assert codes(client, there, (door.method.lower(),) if door.method else METHODS) == {401}, door


def test_who_belongs_to_no_organisation_may_do_nothing(feurs: Feurs, things: dict[str, int], client: Client) -> None:
    client.force_login(feurs.eve)
    for door in closed("act"):
        assert codes(client, where(door.name, things)) == {403}, door
    for door in closed("signed in"):
        assert max(codes(client, where(door.name, things), ("get", "post"))) < 500, door


@pytest.mark.parametrize("role", WALKED)
def test_each_role_gets_through_exactly_its_own_doors(
    role: str, feurs: Feurs, things: dict[str, int], client: Client
) -> None:
    user = User.objects.join(email="role@feurs.example", name="Rôle", password=PASSWORD)
    feurs.organisation.admit(user, role)
    client.force_login(user)
    for door in closed("act"):
        if may(role, door.act):
            found = codes(client, where(door.name, things), ("get", "post"))
            assert found, door
            assert 403 not in found or door.name in NARROWER, (door, role)
        else:
            assert codes(client, where(door.name, things)) == {403}, (door, role)


def test_the_owner_of_another_organisation_finds_none_of_ours(
    feurs: Feurs, things: dict[str, int], eves_town: Organisation, client: Client
) -> None:
    client.force_login(feurs.eve)
    for door in closed("act") + closed("signed in"):
        there = where(door.name, things)
        if door.name in OF_FEURS:
            assert codes(client, there) == {404}, door
            continue
        for method in ("get", "post"):
            said = said_in(asked(client, method, there))
            assert not [word for word in ("Ville de Feurs", "Bruno", "Chloé", "Driss") if word in said], (door, method)
