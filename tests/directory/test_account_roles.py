"""A role for one account takes the place of the one in the organisation, on that account and nowhere else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Mention
from beffroi.directory.models import Account, AccountRole
from beffroi.directory.rights import accounts_on_which, may_on, people_who_may, require
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm
from beffroi.inbox.models import Case
from beffroi.journal.models import Event
from beffroi.publishing.models import Delegation, Draft, Publication
from beffroi.vocabulary import Post, Profile
from tests.cast import NOW, Feurs, minutes


@pytest.fixture
def mayor(feurs: Feurs) -> Account:
    """The mayor's own account, beside that of the town."""
    return feurs.another_account("ana.maire", "Ana, maire de Feurs")


def give(feurs: Feurs, account: Account, who: str, role: str) -> AccountRole:
    return AccountRole.give(account, getattr(feurs, who), role, by=feurs.ana, now=NOW)


def draft(feurs: Feurs, *accounts: Account) -> Draft:
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=accounts, text="Oui", now=NOW)


def test_it_raises_and_lowers_on_its_account_only(feurs: Feurs, mayor: Account) -> None:
    give(feurs, mayor, "bruno", "approver")
    give(feurs, mayor, "chloe", "viewer")
    told = {
        (who, account): may_on(getattr(feurs, who), "approve", [account], feurs.organisation)
        for who in ("bruno", "chloe")
        for account in (mayor, feurs.account)
    }
    assert told == {
        ("bruno", mayor): True,
        ("bruno", feurs.account): False,
        ("chloe", mayor): False,
        ("chloe", feurs.account): True,
    }
    assert not may_on(feurs.chloe, "approve", [mayor, feurs.account], feurs.organisation)
    assert set(accounts_on_which(feurs.bruno, "approve", feurs.organisation)) == {mayor}
    assert set(accounts_on_which(feurs.chloe, "approve", feurs.organisation)) == {feurs.account}
    assert set(people_who_may("approve", [mayor], feurs.organisation)) == {feurs.ana.pk, feurs.bruno.pk}


def test_who_was_put_out_has_nothing_by_it(feurs: Feurs, mayor: Account) -> None:
    give(feurs, mayor, "bruno", "owner")
    feurs.bruno.memberships.all().delete()
    assert not may_on(feurs.bruno, "draft", [mayor], feurs.organisation)
    assert not mayor.lets(feurs.bruno, "see")
    assert not accounts_on_which(feurs.bruno, "see", feurs.organisation).exists()


def test_a_stranger_gets_no_role_and_only_who_runs_the_organisation_gives_one(feurs: Feurs) -> None:
    with pytest.raises(PermissionDenied):
        give(feurs, feurs.account, "eve", "viewer")
    with pytest.raises(PermissionDenied):
        AccountRole.give(feurs.account, feurs.bruno, "owner", by=feurs.chloe, now=NOW)


def test_giving_and_ending_are_written_down_once_each(feurs: Feurs) -> None:
    row = give(feurs, feurs.account, "bruno", "editor")
    give(feurs, feurs.account, "bruno", "editor")
    row.end(by=feurs.ana, now=NOW)
    row.end(by=feurs.ana, now=NOW)
    said = Event.objects.filter(verb__startswith="ACCOUNT_ROLE").order_by("number").values_list("verb", flat=True)
    assert list(said) == ["ACCOUNT_ROLE_GIVEN", "ACCOUNT_ROLE_ENDED"]


# --- the verbs ask it


def test_a_draft_for_an_account_that_is_not_theirs_is_refused(feurs: Feurs, mayor: Account) -> None:
    give(feurs, mayor, "bruno", "viewer")
    with pytest.raises(PermissionDenied, match=r"@ana\.maire"):
        draft(feurs, feurs.account, mayor)
    mine = draft(feurs, feurs.account)
    with pytest.raises(PermissionDenied, match=r"@ana\.maire"):
        mine.revise(text="Non", by=feurs.bruno, accounts=[mayor], seen=1, now=NOW)
    give(feurs, feurs.account, "bruno", "viewer")
    for act in (mine.submit, mine.discard, mine.take_back):
        with pytest.raises(PermissionDenied):
            act(by=feurs.bruno, now=NOW)


def test_the_approver_of_one_account_approves_there_only(feurs: Feurs, mayor: Account) -> None:
    give(feurs, mayor, "chloe", "contributor")
    give(feurs, mayor, "driss", "approver")
    for_the_mayor = draft(feurs, mayor)
    for_the_mayor.submit(by=feurs.bruno, now=NOW)
    assert set(Draft.objects.all().waiting_for(feurs.driss)) == {for_the_mayor}
    assert not Draft.objects.all().waiting_for(feurs.chloe)
    with pytest.raises(PermissionDenied):
        for_the_mayor.approve(by=feurs.chloe, version=1, now=NOW)
    for_the_mayor.approve(by=feurs.driss, version=1, now=NOW)
    assert for_the_mayor.state == "approved"
    with pytest.raises(PermissionDenied):
        Publication.objects.get().withdraw(by=feurs.chloe, now=NOW)


def test_what_leaves_from_two_accounts_needs_the_approver_of_each(feurs: Feurs, mayor: Account) -> None:
    give(feurs, mayor, "chloe", "viewer")
    give(feurs, mayor, "driss", "approver")
    both = draft(feurs, feurs.account, mayor)
    both.submit(by=feurs.bruno, now=NOW)
    both.approve(by=feurs.chloe, version=1, now=NOW)
    assert both.state == "submitted"
    both.approve(by=feurs.driss, version=1, now=NOW)
    assert both.state == "approved"


def test_a_delegation_covers_only_what_both_may(feurs: Feurs, mayor: Account) -> None:
    give(feurs, mayor, "chloe", "viewer")
    with pytest.raises(PermissionDenied):
        Delegation.give(
            by=feurs.chloe,
            to=feurs.bruno,
            organisation=feurs.organisation,
            accounts=[mayor],
            kinds=["announcement"],
            ends_at=NOW + minutes(60),
            now=NOW,
        )


def case(feurs: Feurs) -> Case:
    eve = Profile("sandbox", "eve-id", "eve", "Eve")
    said = Post(network="sandbox", native_id="p1", author=eve, text="@feurs bonjour", published_at=NOW)
    mention = Mention.note(said, feurs.account, now=NOW)
    assert mention
    return Case.take(mention, now=NOW)


def test_who_may_not_answer_for_an_account_does_nothing_with_its_cases(feurs: Feurs) -> None:
    asked = case(feurs)
    give(feurs, feurs.account, "driss", "contributor")
    for act in (
        lambda: asked.reply("Oui", by=feurs.driss, now=NOW),
        lambda: asked.close(by=feurs.driss, now=NOW),
        lambda: asked.give_to(feurs.driss, by=feurs.driss, now=NOW),
        lambda: asked.prioritise("high", by=feurs.driss, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    give(feurs, feurs.account, "bruno", "agent")
    assert asked.reply("Oui", by=feurs.bruno, now=NOW).author == feurs.bruno


def test_the_guard_and_the_keys_ask_it_too(feurs: Feurs) -> None:
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW + minutes(10))
    give(feurs, feurs.account, "chloe", "viewer")
    with pytest.raises(PermissionDenied):
        Alarm.objects.get().judge(ours=True, by=feurs.chloe, now=NOW + minutes(11))
    with pytest.raises(PermissionDenied):
        feurs.account.park(by=feurs.chloe, now=NOW)
    with pytest.raises(PermissionDenied):
        require(feurs.chloe, "connect accounts", [feurs.account], feurs.organisation)


# --- the pages


def test_the_door_opens_to_who_may_on_one_account_and_the_page_offers_only_that(
    feurs: Feurs, mayor: Account, client: Client
) -> None:
    client.force_login(feurs.eve)
    feurs.organisation.admit(feurs.eve, "viewer")
    assert client.get(reverse("draft_new")).status_code == 403
    give(feurs, mayor, "eve", "editor")
    page = client.get(reverse("draft_new"))
    assert page.status_code == 200
    offered = [account.handle for account in page.context["form"].known_accounts]
    assert offered == ["ana.maire"]


def test_a_role_for_one_account_opens_no_door_of_the_organisation(feurs: Feurs, client: Client) -> None:
    feurs.organisation.admit(feurs.eve, "viewer")
    give(feurs, feurs.account, "eve", "owner")
    client.force_login(feurs.eve)
    for name in ("organisation", "people", "directory_import", "approval_rules", "tokens", "stop", "case_new"):
        assert client.get(reverse(name)).status_code == 403, name
    with pytest.raises(PermissionDenied):
        Account.register(
            organisation=feurs.organisation,
            network="sandbox",
            credentials={"folder": str(feurs.sandbox.file.parent), "handle": "eve"},
            by=feurs.eve,
            now=NOW,
        )


def test_a_draft_of_another_account_cannot_be_opened_to_be_changed(feurs: Feurs, client: Client) -> None:
    mine = draft(feurs, feurs.account)
    give(feurs, feurs.account, "bruno", "viewer")
    client.force_login(feurs.bruno)
    assert client.get(reverse("draft_edit", args=[mine.pk])).status_code == 403
    assert client.post(reverse("draft_submission", args=[mine.pk]), {"version": 1}).status_code == 403


def test_the_owner_gives_and_ends_a_role_on_the_page_of_the_account(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    there = reverse("account_roles", args=[feurs.account.pk])
    assert client.post(there, {"user": feurs.bruno.pk, "role": "approver"}).status_code == 302
    row = AccountRole.objects.get()
    assert (row.user, row.role) == (feurs.bruno, "approver")
    assert "Bruno" in client.get(there).content.decode()
    assert client.post(there, {"user": feurs.eve.pk, "role": "approver"}).status_code == 422
    assert client.post(reverse("account_role_end", args=[row.pk])).status_code == 302
    assert not AccountRole.objects.exists()


def test_who_does_not_run_the_organisation_looks_and_gives_nothing(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.chloe)
    there = reverse("account_roles", args=[feurs.account.pk])
    assert client.get(there).status_code == 200
    assert client.post(there, {"user": feurs.bruno.pk, "role": "approver"}).status_code == 403
    assert not AccountRole.objects.exists()


def test_cases_of_an_account_that_is_not_theirs_stay_as_they_are_when_many_are_pressed(
    feurs: Feurs, client: Client
) -> None:
    asked = case(feurs)
    give(feurs, feurs.account, "driss", "viewer")
    client.force_login(feurs.driss)
    client.post(reverse("case_acts"), {"case": [asked.pk], "act": "close"})
    asked.refresh_from_db()
    assert asked.closed_at is None
