"""Who leaves takes nothing along, and nothing they held is left lying."""

import io
from argparse import Namespace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from beffroi.access.models import ApiToken, IncomingWebhook, Organisation, Team
from beffroi.directory.models import AccountRole, KeyHolder
from beffroi.inbox.models import Seat
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.notify.models import Watch, WebhookEndpoint
from beffroi.people.duties import warn_of_ends
from beffroi.people.holding import KINDS, held_by, settle, settle_all
from beffroi.people.letters import _letter
from beffroi.people.models import Invitation, LastOwner, Leaving
from beffroi.publishing.models import ApprovalRule, Delegation, Draft, OutsideApprover
from beffroi.site.commands.person import run
from tests.cast import NOW, Feurs
from tests.directory.test_account_roles import case

ENGLISH = {"accept-language": "en"}
IN_MARCH = date(2027, 3, 15)


def suspend(feurs: Feurs, who: str = "chloe") -> Leaving:
    return Leaving.suspend_now(feurs.organisation, getattr(feurs, who), by=feurs.ana, now=NOW)


def hands(feurs: Feurs) -> None:
    """Chloé holds one of each kind of thing, and two delegations."""
    organisation, by = feurs.organisation, dict[str, Any](by=feurs.ana, now=NOW)
    until = NOW + timedelta(days=36500)  # pages and commands read the real clock
    KeyHolder.write_down(feurs.account, holder="Chloé", user=feurs.chloe, second_factor="app", **by)
    AccountRole.give(feurs.account, feurs.chloe, "manager", **by)
    ApprovalRule(organisation=organisation, mode="any").decide(approvers=[feurs.chloe], **by)
    more: dict[str, Any] = {"organisation": organisation, "accounts": [feurs.account], "kinds": ["reply"]}
    Delegation.give(by=feurs.chloe, to=feurs.bruno, ends_at=until, now=NOW, **more)
    Delegation.give(by=feurs.ana, to=feurs.chloe, ends_at=until, now=NOW, **more)
    Draft.begin(organisation=organisation, by=feurs.chloe, accounts=[feurs.account], text="Oui", now=NOW)
    case(feurs).give_to(feurs.chloe, **by)
    Watch.give(organisation, feurs.chloe, starts_at=NOW, ends_at=until, **by)
    Seat.objects.create(person=feurs.chloe, team=Team.objects.create(organisation=organisation, name="Voirie"))
    ApiToken.make(organisation, feurs.chloe, "x", NOW)
    IncomingWebhook.make(organisation, feurs.chloe, "The form of the site", NOW)
    WebhookEndpoint.add(organisation, address="https://desk.feurs.example/x", events=[], by=feurs.chloe, now=NOW)
    OutsideApprover.add(organisation=organisation, name="D", email="d@etude.example", by=feurs.chloe, now=NOW)


def kinds(feurs: Feurs) -> set[str]:
    return {held.kind.key for held in held_by(feurs.chloe, feurs.organisation, NOW)}


def test_everything_that_a_person_holds_is_listed(feurs: Feurs) -> None:
    assert kinds(feurs) == set()
    hands(feurs)
    assert kinds(feurs) == set(KINDS) - {"connection", "witness"}


def test_everything_goes_to_somebody_or_ends_in_one_press(feurs: Feurs) -> None:
    hands(feurs)
    feurs.organisation.admit(feurs.driss, "manager")
    done = settle_all(organisation=feurs.organisation, whose=feurs.chloe, to=feurs.driss, by=feurs.ana, now=NOW)
    assert done == 13
    assert kinds(feurs) == set()
    holder = KeyHolder.objects.at(feurs.account)
    assert holder is not None
    assert holder.user == feurs.driss
    assert ApprovalRule.objects.get().named() == [feurs.driss]
    assert Draft.objects.get().author == feurs.driss
    assert WebhookEndpoint.objects.get().made_by == feurs.driss
    assert IncomingWebhook.objects.get().revoked_at == NOW
    assert Event.objects.filter(verb__in=["HOLDING_HANDED_OVER", "HOLDING_ENDED"]).count() == done


def test_one_thing_is_handed_over_or_ended_and_only_of_whom_it_is(feurs: Feurs) -> None:
    hands(feurs)
    draft = Draft.objects.get()
    who: dict[str, Any] = {"organisation": feurs.organisation, "by": feurs.ana, "now": NOW}
    assert not settle("draft", draft.pk, whose=feurs.bruno, to=feurs.driss, **who)
    assert not settle("key", KeyHolder.objects.get().pk, whose=feurs.chloe, to=None, **who)
    assert settle("draft", draft.pk, whose=feurs.chloe, to=None, **who)
    assert not settle("draft", draft.pk, whose=feurs.chloe, to=None, **who)
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_a_draft_that_is_passed_on_is_not_approved_by_its_new_writer(feurs: Feurs) -> None:
    feurs.organisation.admit(feurs.driss, "approver")
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW)
    draft.pass_to(feurs.driss, by=feurs.ana, now=NOW)
    draft.submit(by=feurs.driss, now=NOW)
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.driss, version=1, now=NOW)


# --- suspended now


def test_one_press_shuts_sessions_and_tokens(feurs: Feurs, client: Client) -> None:
    phone, owner = Client(), Client()
    client.force_login(feurs.chloe)
    phone.force_login(feurs.chloe)
    owner.force_login(feurs.ana)
    _token, text = ApiToken.make(feurs.organisation, feurs.chloe, "x", NOW)
    owner.post(reverse("member_suspension", args=[feurs.chloe.pk]))
    assert feurs.chloe.role_in(feurs.organisation) is None
    for one in (client, phone):
        assert one.get(reverse("drafts"))["Location"].startswith(reverse("sign_in"))
    assert ApiToken.opened_by(text, NOW) is None
    assert owner.get(reverse("drafts")).status_code == 200
    said = Event.objects.get(verb="MEMBER_SUSPENDED").detail
    assert (said["sessions"], said["tokens"]) == (2, 1)


def test_who_is_suspended_approves_nothing_and_their_delegation_covers_nothing(feurs: Feurs) -> None:
    hands(feurs)
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Non", now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    suspend(feurs)
    with pytest.raises(PermissionDenied):
        draft.approve(by=feurs.chloe, version=1, now=NOW)
    assert not Delegation.objects.get(given_by=feurs.chloe).covers(
        draft, draft.latest, accounts=[feurs.account], now=NOW
    )


def test_what_they_let_programs_bring_in_ends_with_them(feurs: Feurs) -> None:
    webhook, _secret = IncomingWebhook.make(feurs.organisation, feurs.chloe, "x", NOW)
    other, _secret = IncomingWebhook.make(feurs.organisation, feurs.driss, "y", NOW)
    suspend(feurs)
    webhook.refresh_from_db()
    assert (webhook.revoked_at, webhook.sealed) == (NOW, None)
    assert Event.objects.get(verb="INCOMING_REVOKED").detail["name"] == "x"
    assert other.lives
    feurs.organisation.memberships.get(user=feurs.driss).delete()
    assert not other.lives


def test_invitations_to_them_and_by_them_open_nothing_any_more(feurs: Feurs) -> None:
    feurs.organisation.admit(feurs.driss, "manager")
    whom: dict[str, Any] = {"name": "Zoé", "role": "editor", "now": NOW}
    Invitation.invite(feurs.organisation, email="zoe@feurs.example", by=feurs.driss, **whom)
    yves, _s = Invitation.invite(feurs.organisation, email="yves@feurs.example", by=feurs.ana, **whom)
    Invitation.invite(feurs.organisation, email=feurs.driss.email, by=feurs.ana, **whom)
    suspend(feurs, "driss")
    assert list(Invitation.objects.of(feurs.organisation)) == [yves]
    assert Event.objects.filter(verb="INVITATION_REVOKED").count() == 2


def test_who_is_invited_from_the_command_line_is_invited_by_nobody_of_the_organisation(feurs: Feurs) -> None:
    asked = Namespace(act="invite", organisation=None, email="farid@feurs.example", name="Farid", role="agent")
    assert run(asked, io.StringIO(), io.StringIO()) == 0
    invitation = Invitation.objects.get()
    assert invitation.invited_by is None
    assert Event.objects.get(verb="PERSON_INVITED").actor is None
    assert Invitation.way_back(feurs.organisation, feurs.chloe, now=NOW)[0].invited_by is None
    words = _letter(invitation, "https://feurs.example/join/x").get_content()
    assert "Ana" not in words and words.count("Ville de Feurs") == 2


def test_the_way_back_leads_nobody_in_who_was_put_out(feurs: Feurs) -> None:
    link, _secret = Invitation.way_back(feurs.organisation, feurs.chloe, now=NOW)
    feurs.organisation.memberships.get(user=feurs.chloe).delete()
    with pytest.raises(NotAllowed):
        link.accept(feurs.chloe, now=NOW)
    assert feurs.chloe.role_in(feurs.organisation) is None


def test_who_could_not_be_suspended_on_the_day_is_tried_again(feurs: Feurs) -> None:
    plan: dict[str, Any] = {"ends_on": IN_MARCH, "suspends": True, "by": feurs.ana, "now": NOW}
    leaving = Leaving.plan(feurs.organisation, feurs.chloe, **plan)

    def away(execute: Any, sql: str, *more: Any) -> Any:
        if sql.startswith('DELETE FROM "access_membership"'):
            raise OperationalError
        return execute(sql, *more)

    on_the_day = datetime(2027, 3, 15, 8, tzinfo=UTC)
    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        leaving.warn(now=on_the_day)
    leaving.refresh_from_db()
    assert leaving.due_at is not None
    assert leaving.warn(now=on_the_day)
    assert feurs.chloe.role_in(feurs.organisation) is None


def test_it_can_be_taken_back(feurs: Feurs) -> None:
    suspend(feurs).take_back(by=feurs.ana, now=NOW)
    assert feurs.chloe.role_in(feurs.organisation) == "approver"
    assert not Leaving.objects.of(feurs.organisation).exists()


def test_the_last_owner_cannot_go_and_only_an_owner_shuts_one_out(feurs: Feurs) -> None:
    with pytest.raises(LastOwner):
        suspend(feurs, "ana")
    feurs.organisation.admit(feurs.eve, "manager")
    with pytest.raises(PermissionDenied):
        Leaving.suspend_now(feurs.organisation, feurs.ana, by=feurs.eve, now=NOW)
    suspend(feurs, "driss")
    with pytest.raises(NotAllowed):
        suspend(feurs, "driss")


def test_their_other_organisation_keeps_them(feurs: Feurs) -> None:
    other = Organisation.objects.create(name="Ailleurs")
    other.admit(feurs.chloe, "editor")
    suspend(feurs).end(by=feurs.ana, now=NOW)
    assert feurs.chloe.role_in(other) == "editor"
    assert Event.objects.filter(verb="MANDATE_ENDED").count() == 1


# --- a planned end


def plan(feurs: Feurs, *, suspends: bool) -> Leaving:
    return Leaving.plan(feurs.organisation, feurs.chloe, ends_on=IN_MARCH, suspends=suspends, by=feurs.ana, now=NOW)


def warned(feurs: Feurs) -> list[int]:
    return [event.detail["days"] for event in Event.objects.filter(verb="MANDATE_ENDS").order_by("number")]


@pytest.mark.parametrize("suspends", [True, False])
def test_a_planned_end_is_told_a_month_and_a_week_before_and_comes_on_its_day(feurs: Feurs, suspends: bool) -> None:
    leaving = plan(feurs, suspends=suspends)
    for _step in range(5):
        leaving.refresh_from_db()
        if leaving.due_at is None:
            break
        assert warn_of_ends(leaving.due_at - timedelta(seconds=1)) == 0
        assert warn_of_ends(leaving.due_at) == 1
    assert warned(feurs) == ([30, 7] if suspends else [30, 7, 0])
    assert (feurs.chloe.role_in(feurs.organisation) is None) is suspends


def test_the_last_owner_is_told_and_stays(feurs: Feurs) -> None:
    leaving = Leaving.plan(feurs.organisation, feurs.ana, ends_on=NOW.date(), suspends=True, by=feurs.ana, now=NOW)
    assert leaving.due_at
    warn_of_ends(leaving.due_at)
    assert feurs.ana.role_in(feurs.organisation) == "owner"
    assert warned(feurs) == [0]


def test_planning_again_moves_the_day(feurs: Feurs) -> None:
    plan(feurs, suspends=False)
    moved = Leaving.plan(
        feurs.organisation, feurs.chloe, ends_on=IN_MARCH + timedelta(days=31), suspends=True, by=feurs.ana, now=NOW
    )
    assert Leaving.objects.get() == moved


# --- the page


def test_the_page_lists_hands_over_and_ends(feurs: Feurs, client: Client) -> None:
    hands(feurs)
    client.force_login(feurs.ana)
    there = reverse("member", args=[feurs.chloe.pk])
    page = client.get(there).content.decode()
    assert "@feurs" in page
    assert "Voirie" in page
    act = reverse("member_handing", args=[feurs.chloe.pk])
    token = ApiToken.objects.get()
    client.post(act, {"then": "end", "kind": "token", "thing": token.pk})
    assert ApiToken.objects.exclude(revoked_at=None).exists()
    client.post(act, {"then": "all", "to": feurs.ana.pk})
    assert kinds(feurs) == set()
    client.post(reverse("member_end", args=[feurs.chloe.pk]))
    assert client.get(there).status_code == 404
    assert feurs.chloe.role_in(feurs.organisation) is None


def test_nothing_is_handed_to_a_stranger(feurs: Feurs, client: Client) -> None:
    hands(feurs)
    client.force_login(feurs.ana)
    client.post(reverse("member_handing", args=[feurs.chloe.pk]), {"then": "all", "to": feurs.eve.pk})
    assert kinds(feurs) == set(KINDS) - {"connection", "witness"}


def test_a_day_that_has_passed_is_refused_in_words(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    answer = client.post(reverse("member_planning", args=[feurs.chloe.pk]), {"ends_on": "2020-01-01"})
    assert answer.status_code == 422
    assert not Leaving.objects.exists()


def invited_again(feurs: Feurs, role: str) -> Leaving:
    leaving, more = suspend(feurs), {"email": feurs.chloe.email, "name": "Chloé", "role": role}
    made, _secret = Invitation.invite(feurs.organisation, by=feurs.ana, now=NOW, **more)
    made.accept(feurs.chloe, now=NOW)
    return leaving


def test_whose_mandate_ends_after_another_invitation_is_gone_all_the_same(feurs: Feurs) -> None:
    invited_again(feurs, "viewer").end(by=feurs.ana, now=NOW)
    assert feurs.chloe.role_in(feurs.organisation) is None
    assert not Leaving.objects.of(feurs.organisation).exists()


def test_who_stays_after_another_invitation_keeps_the_role_of_it(feurs: Feurs) -> None:
    invited_again(feurs, "viewer").take_back(by=feurs.ana, now=NOW)
    assert feurs.chloe.role_in(feurs.organisation) == "viewer"
    assert Event.objects.get(verb="MANDATE_GOES_ON").detail["role"] == {"say": "Viewer"}


def test_who_was_suspended_while_somebody_let_them_stay_has_their_role_back(feurs: Feurs) -> None:
    plan: dict[str, Any] = {"ends_on": IN_MARCH, "suspends": False, "by": feurs.ana, "now": NOW}
    seen = Leaving.plan(feurs.organisation, feurs.chloe, **plan)
    suspend(feurs)
    seen.take_back(by=feurs.ana, now=NOW)
    assert feurs.chloe.role_in(feurs.organisation) == "approver"


def test_the_end_of_who_was_suspended_meanwhile_is_not_planned(feurs: Feurs, client: Client) -> None:
    suspend(feurs)
    client.force_login(feurs.ana)
    sent = {"ends_on": "2099-01-01"}
    page = client.post(reverse("member_planning", args=[feurs.chloe.pk]), sent, headers=ENGLISH, follow=True)
    assert "They have no access already." in page.content.decode()


def test_what_the_other_may_not_take_is_not_handed_over_and_it_is_said(feurs: Feurs, client: Client) -> None:
    what: dict[str, Any] = {"organisation": feurs.organisation, "accounts": [feurs.account], "text": "Oui"}
    Draft.begin(by=feurs.chloe, now=NOW, **what)
    feurs.organisation.admit(feurs.eve, "viewer")
    client.force_login(feurs.ana)
    sent = {"then": "all", "to": feurs.eve.pk}
    page = client.post(reverse("member_handing", args=[feurs.chloe.pk]), sent, headers=ENGLISH, follow=True)
    assert "Nothing was handed over: the rights of Eve, or yours, do not reach that far." in page.content.decode()
    assert Draft.objects.get(state="draft").author == feurs.chloe


# --- from the machine


def command(act: str, **said: str | None) -> tuple[int, str]:
    out, asked = io.StringIO(), {"organisation": None, "email": "", "to": None, **said}
    return run(Namespace(act=act, **asked), out, out), out.getvalue()


def test_the_command_lists_changes_suspends_and_hands_over(feurs: Feurs) -> None:
    hands(feurs)
    assert "chloe@feurs.example\tapprover\tChloé" in command("list")[1]
    assert command("role", email="driss@feurs.example", role="manager")[0] == 0
    assert "draft\tOui" in command("offboard", email="chloe@feurs.example")[1]
    assert command("suspend", email="chloe@feurs.example")[0] == 0
    assert "suspended" in command("list")[1]
    code, said = command("offboard", email="chloe@feurs.example", to="driss@feurs.example")
    assert (code, "gone" in said) == (0, True)
    assert kinds(feurs) == set()
    assert command("suspend", email="ana@feurs.example")[0] == 1
    assert command("suspend", email="nobody@feurs.example")[0] == 1


def test_the_first_owner_gets_back_in_by_a_link_that_works_once(feurs: Feurs, client: Client) -> None:
    code, link = command("link", email="ana@feurs.example")
    assert code == 0
    fresh = {"new_password1": "another-long-password", "new_password2": "another-long-password"}
    assert client.post(link.strip(), fresh)["Location"] == reverse("sign_in")
    feurs.ana.refresh_from_db()
    assert feurs.ana.check_password("another-long-password")
    assert client.post(link.strip(), fresh).status_code == 410


def test_times_on_call_are_told_on_the_clock_of_the_organisation(feurs: Feurs) -> None:
    begins = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
    hours = {"starts_at": begins, "ends_at": begins + timedelta(hours=12)}
    watch = Watch.give(feurs.organisation, feurs.chloe, by=feurs.ana, now=NOW, **hours)
    assert KINDS["watch"].words(watch) == "2026-07-01 20:00 – 2026-07-02 08:00"


def test_who_may_not_take_over_takes_nothing_and_nobody_is_shut_out(feurs: Feurs) -> None:
    hands(feurs)
    feurs.organisation.admit(feurs.eve, "viewer")
    code, said = command("offboard", email="chloe@feurs.example", to="eve@feurs.example")
    assert (code, "the rights of eve@feurs.example do not reach that far" in said) == (1, True)
    assert feurs.chloe.role_in(feurs.organisation) == "approver"
