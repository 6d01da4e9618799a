"""Every operation × role × scope × another organisation's object."""

import re

import pytest
from django.test import Client

from beffroi.access.models import ApiToken, Organisation, User
from beffroi.access.roles import MAY, SCOPES, may, scope_of
from beffroi.site.api.application import Operation, operations
from tests.cast import NOW, PASSWORD, Feurs
from tests.site.api.program import Program, program_of, smallest_body
from tests.site.test_access_matrix import WALKED
from tests.site.test_doors import eves_town, things  # noqa: F401  # fixtures

EVERY = list(operations())
BY_TOKEN = [each for each in EVERY if each.act]
NOWHERE = 987_654_321  # no row has this number
KINDS = {  # what stands before the number of one thing, and that thing
    "drafts": "draft",
    "publications": "publication",
    "templates": "template",
    "delegations": "delegation",
    "slots": "slot",
    "blackouts": "blackout",
    "cases": "case",
    "saved-replies": "saved_reply",
    "labels": "label",
    "routing-rules": "rule",
    "response-targets": "response_target",
    "facts": "fact",
    "attestations": "attestation",
    "sources": "source",
    "searches": "listening_search",
    "alerts": "alert",
    "feeds": "feed",
    "alarms": "alarm",
    "identities": "profile",
    "playbooks": "playbook",
    "accounts": "profile",
    "incidents": "incident",
    "matches": "match",
    "moderation": "moderation_act",
    "consultations": "consultation",
    "teams": "team",
    "waves": "wave",
    "mergings": "merging",
    "past-readings": "past_reading",
    "incoming-webhooks": "incoming",
    "opening-hours": "opening_hours",
    "peers": "peer",
    "stories": "story",
    "mutes": "mute",
    "opt-outs": "opt_out",
    "witnesses": "witness",
    "outside-approvers": "outside_approver",
    "holds": "hold",
    "on-call": "watch",
    "people": "member",
    "invitations": "invitation",
    "webhooks": "webhook",
    "webhook-calls": "webhook_call",
    "entries": "entry",
    "account-roles": "account_role",
    "official-accounts": "official",
}
FOR_EVERYBODY = (
    "/api/v1/directory/",
    "/api/v1/rankings/",
    "/api/v1/ranking-questions/",
    "/api/v1/ranking-editions/",
    "/api/v1/journal/",  # its numbers are each organisation's own
    "/api/v1/periods/",  # the kinds are everybody's, the days each one's own
)


def call(program: Program, operation: Operation, number: int = NOWHERE) -> int:
    status: int = program(
        operation.method, re.sub(r"{\w+}", str(number), operation.path), smallest_body(operation)
    ).status_code
    return status


def test_every_operation_names_its_act_and_its_scope() -> None:
    assert [each.path for each in EVERY if not each.act] == ["/api/v1/verify"]
    assert all(each.act in MAY and each.act in SCOPES[each.scope] for each in BY_TOKEN)
    names = [each.name for each in EVERY]
    assert len(names) == len(set(names))


def test_every_act_belongs_to_one_scope() -> None:
    assert sorted(act for acts in SCOPES.values() for act in acts) == sorted(MAY)
    assert all(scope_of(act) for act in MAY)


@pytest.mark.parametrize("role", WALKED)
def test_each_role_may_do_by_a_program_exactly_what_the_matrix_says(role: str, feurs: Feurs) -> None:
    user = User.objects.join(email="role@feurs.example", name="Rôle", password=PASSWORD)
    feurs.organisation.admit(user, role)
    program = program_of(feurs, user)
    for operation in BY_TOKEN:
        assert (call(program, operation) == 403) is not may(role, operation.act), operation


@pytest.mark.sqlite_alone
@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_its_scope_opens_and_no_more(scope: str, feurs: Feurs) -> None:
    program = program_of(feurs, feurs.ana, scopes=[scope])
    for operation in BY_TOKEN:
        assert (call(program, operation) == 403) is (operation.scope != scope), operation


def test_no_token_and_no_session_opens_any_operation(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    stranger = Program(client, "beffroi_wrong")
    for operation in BY_TOKEN:
        assert call(stranger, operation) == 401, operation


def test_the_owner_of_another_organisation_reaches_nothing_of_ours(
    feurs: Feurs,
    things: dict[str, int],  # noqa: F811  # the fixture
    eves_town: Organisation,  # noqa: F811  # the fixture
) -> None:
    eve = Program(Client(), ApiToken.make(eves_town, feurs.eve, "x", NOW)[1])
    for operation in BY_TOKEN:
        if "{" not in operation.path or operation.path.startswith(FOR_EVERYBODY):
            continue
        kind = operation.path.split("/")[3]
        assert call(eve, operation, things[KINDS[kind]]) == 404, operation


def test_a_token_for_some_accounts_acts_on_no_other(feurs: Feurs, things: dict[str, int]) -> None:  # noqa: F811  # the fixture
    other = feurs.another_account("culture")
    program = program_of(feurs, feurs.ana, accounts=[other.pk])
    of_the_account = {"drafts", "publications", "cases", "alarms", "playbooks", "accounts"}
    of_the_account |= {"moderation", "consultations", "mergings", "past-readings", "identities", "account-roles"}
    for operation in BY_TOKEN:
        kind = operation.path.split("/")[3]
        if operation.method == "GET" or "{" not in operation.path or kind not in of_the_account:
            continue
        assert call(program, operation, things[KINDS[kind]]) == 403, operation
    assert program.get(f"/drafts/{things['draft']}").status_code == 200
