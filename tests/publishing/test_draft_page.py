"""The page of one draft: how it looks on each network, who agreed, who is still to, what changed, what is lifted."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.publishing.checks import Checked, Finding, run
from beffroi.publishing.duties import send_due, wind_approvals
from beffroi.publishing.models import ApprovalRule, Campaign, Draft, Publication, Waiver
from beffroi.publishing.models.version import Image
from tests.cast import NOW, Feurs, minutes
from tests.publishing.test_images import photo

FUTURE = NOW.replace(year=2031)


@pytest.fixture
def chloe(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.chloe)
    return client


def begin(feurs: Feurs, text: str = "La halle rouvre.", **more: Any) -> Draft:
    wanted = {"accounts": [feurs.account], "now": NOW, **more}
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, text=text, **wanted)


def submitted(feurs: Feurs, text: str = "La halle rouvre.", **more: Any) -> Draft:
    draft = begin(feurs, text, **more)
    draft.submit(by=feurs.bruno, now=NOW)
    return draft


def shown(client: Client, draft: Draft, name: str = "draft") -> str:
    answer = client.get(reverse(name, args=[draft.pk]), headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# --- how it will look


def test_each_part_of_a_thread_is_shown_with_its_number(feurs: Feurs, chloe: Client) -> None:
    page = shown(chloe, submitted(feurs, "Un.\n---\nDeux.", is_thread=True))
    assert "1 of 2" in page
    assert page.index("1 of 2") < page.index("Un.") < page.index("2 of 2") < page.index("Deux.")


def test_a_network_with_a_text_of_its_own_is_shown_with_it(feurs: Feurs, chloe: Client) -> None:
    page = shown(chloe, submitted(feurs, texts={"sandbox": "Pour le bac à sable."}))
    assert "Pour le bac à sable." in page
    assert "La halle rouvre." not in page
    assert "A text of its own for this network" in page


def test_campaign_and_last_moment_are_told(feurs: Feurs, chloe: Client) -> None:
    campaign = Campaign.objects.create(organisation=feurs.organisation, name="Été 2031")
    later = FUTURE + minutes(30)
    page = shown(chloe, submitted(feurs, campaign=campaign, leave_at=FUTURE, not_after=later))
    assert "Été 2031" in page
    assert "15:30" in page


# --- who agreed, who is still to


def rule(feurs: Feurs, **more: Any) -> ApprovalRule:
    made = ApprovalRule.objects.create(organisation=feurs.organisation, **more)
    made.approvers.set([feurs.ana, feurs.chloe])
    return made


def test_a_partly_approved_draft_says_who_agreed_with_which_words_and_who_is_missing(
    feurs: Feurs, chloe: Client
) -> None:
    rule(feurs, mode="all")
    draft = submitted(feurs)
    chloe.post(reverse("draft_approval", args=[draft.pk]), {"version": 1, "comment": "Bien vu, <b>merci</b>."})
    page = shown(chloe, draft)
    assert "Partly approved" in page
    assert "Bien vu, &lt;b&gt;merci&lt;/b&gt;." in page
    assert "approved by a second person" in page
    assert "Still waiting for: Ana" in page
    assert not Publication.objects.exists()


def test_while_nobody_agreed_anyone_of_those_asked_is_named(feurs: Feurs, chloe: Client) -> None:
    rule(feurs, mode="any")
    assert "Still waiting for one of: Ana, Chloé" in shown(chloe, submitted(feurs))


def test_without_a_rule_somebody_who_may_approve_is_awaited(feurs: Feurs, chloe: Client) -> None:
    assert "Still waiting for somebody who may approve." in shown(chloe, submitted(feurs))


def test_the_deadline_and_the_deputy_are_told_before_and_after(feurs: Feurs, chloe: Client) -> None:
    rule(feurs, mode="any", deadline=30, deputy=feurs.ana)
    draft = submitted(feurs)
    assert "Without a decision by" in shown(chloe, draft)
    wind_approvals(NOW + minutes(31))
    assert "The deadline has passed: Ana may decide now." in shown(chloe, draft)


def test_an_over_long_comment_is_refused_at_its_place_and_kept(feurs: Feurs, chloe: Client) -> None:
    draft = submitted(feurs)
    answer = chloe.post(reverse("draft_approval", args=[draft.pk]), {"version": 1, "comment": "é" * 2001})
    assert answer.status_code == 422
    assert "é" * 2001 in answer.content.decode()
    assert not Publication.objects.exists()


# --- expired, taken back


def test_an_expired_draft_says_so_and_offers_another_time(feurs: Feurs, client: Client) -> None:
    draft = submitted(feurs, leave_at=FUTURE)
    wind_approvals(FUTURE + minutes(16))
    client.force_login(feurs.bruno)
    page = shown(client, draft)
    assert "It expired" in page
    assert f'href="{reverse("draft_edit", args=[draft.pk])}"' in page


def approved(feurs: Feurs, **more: Any) -> Draft:
    draft = submitted(feurs, **more)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft


def test_an_approved_draft_that_waits_can_be_taken_back_with_its_posts(feurs: Feurs, client: Client) -> None:
    draft = approved(feurs, leave_at=FUTURE)
    client.force_login(feurs.bruno)
    assert "the posts that wait are withdrawn" in shown(client, draft)
    answer = client.post(reverse("draft_taking_back", args=[draft.pk]))
    assert answer["Location"] == reverse("draft_edit", args=[draft.pk])
    draft.refresh_from_db()
    assert (draft.state, draft.publications.get().state) == ("draft", "withdrawn")


def test_what_has_left_is_not_taken_back(feurs: Feurs, client: Client) -> None:
    draft = approved(feurs)
    send_due(NOW)
    client.force_login(feurs.bruno)
    assert "Take it back" not in shown(client, draft)
    client.post(reverse("draft_taking_back", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_a_viewer_is_offered_nothing_to_do(feurs: Feurs, client: Client) -> None:
    feurs.organisation.admit(feurs.eve, "viewer")
    client.force_login(feurs.eve)
    for draft in (begin(feurs), approved(feurs)):
        send_due(NOW)
        page = shown(client, draft)
        assert 'method="post"' not in page.partition('id="main"')[2].partition("</main>")[0]


# --- lifting a finding


@pytest.fixture
def a_block(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A check that blocks what names the mayor, until a person lifts it."""

    def check(checked: Checked) -> Iterator[Finding]:
        if "maire" in checked.text:
            yield Finding("mayor", "text", "It names the mayor.", about="maire", liftable=True)

    monkeypatch.setattr(run, "CHECKS", (*run.CHECKS, check))
    yield


def lift(client: Client, draft: Draft, **more: Any) -> Any:
    form = {
        "version": draft.latest.number,
        "check_name": "mayor",
        "about": "maire",
        "reason": "Elle est en poste.",
        **more,
    }
    return client.post(reverse("draft_waiver", args=[draft.pk]), form)


def test_who_may_approve_lifts_a_block_with_a_reason(feurs: Feurs, a_block: None, chloe: Client) -> None:
    draft = begin(feurs, "Mme la maire parle.")
    assert reverse("draft_waiver", args=[draft.pk]) in shown(chloe, draft)
    lift(chloe, draft)
    page = shown(chloe, draft)
    assert "Elle est en poste." in page
    assert "Chloé" in page
    assert reverse("draft_waiver", args=[draft.pk]) not in page
    Draft.objects.get(pk=draft.pk).submit(by=feurs.bruno, now=NOW)


def test_a_block_that_is_not_there_is_not_lifted(feurs: Feurs, a_block: None, chloe: Client) -> None:
    lift(chloe, begin(feurs, "Rien de tel."))
    lift(chloe, begin(feurs, "é" * 301), check_name="length", about="")
    assert not Waiver.objects.exists()


def test_a_block_of_a_newer_text_is_not_lifted_unread(feurs: Feurs, a_block: None, chloe: Client) -> None:
    draft = begin(feurs, "Mme la maire parle.")
    draft.revise(text="Mme la maire se tait.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    answer = lift(chloe, draft, version=1)
    assert answer.status_code == 409
    assert not Waiver.objects.exists()


def test_without_a_reason_nothing_is_lifted_and_the_place_says_so(feurs: Feurs, a_block: None, chloe: Client) -> None:
    draft = begin(feurs, "Mme la maire parle.")
    answer = lift(chloe, draft, reason=" ")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Waiver.objects.exists()


def test_who_may_not_approve_lifts_nothing(feurs: Feurs, a_block: None, client: Client) -> None:
    draft = begin(feurs, "Mme la maire parle.")
    client.force_login(feurs.bruno)
    assert reverse("draft_waiver", args=[draft.pk]) not in shown(client, draft)
    assert lift(client, draft).status_code == 403
    assert not Waiver.objects.exists()


# --- versions


def test_two_versions_are_compared_word_by_word(feurs: Feurs, chloe: Client) -> None:
    draft = begin(feurs, "La halle rouvre lundi.")
    accounts = [feurs.account]
    draft.revise(text="La halle rouvre mardi.", by=feurs.bruno, accounts=accounts, seen=1, now=NOW)
    draft.revise(text="<b>La halle</b> rouvre mardi.", by=feurs.bruno, accounts=accounts, seen=2, now=NOW)
    page = shown(chloe, draft, "draft_versions")
    assert "&lt;" in page.partition("<ins>")[2].partition("</ins>")[0]
    there = reverse("draft_versions", args=[draft.pk])
    page = chloe.get(there, {"from": 1, "to": 2}).content.decode()
    assert "lundi" in page.partition("<del>")[2].partition("</del>")[0]
    assert "mardi" in page.partition("<ins>")[2].partition("</ins>")[0]


@pytest.mark.parametrize("asked", [{"from": "x", "to": "99"}, {"from": "-1"}, {"to": "²"}])
def test_versions_that_do_not_exist_show_the_last_two(asked: dict[str, str], feurs: Feurs, chloe: Client) -> None:
    assert chloe.get(reverse("draft_versions", args=[begin(feurs).pk]), asked).status_code == 200


def test_a_single_version_offers_no_comparison(feurs: Feurs, chloe: Client) -> None:
    draft = begin(feurs)
    assert 'name="from"' not in shown(chloe, draft, "draft_versions")
    draft.revise(text="Autre.", by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW)
    assert 'name="from"' in shown(chloe, draft, "draft_versions")


def test_texts_of_networks_and_descriptions_of_images_are_compared_too(feurs: Feurs, chloe: Client) -> None:
    image = Image(alt="La place", mime="image/jpeg", content=photo().getvalue())
    draft = begin(feurs, images=[image], texts={"sandbox": "Version courte."})
    kept = draft.latest.attachments.get().pk
    draft.revise(
        text="La halle rouvre.",
        texts={"sandbox": "Version brève."},
        images=[Image(alt="La halle", kept=kept)],
        by=feurs.bruno,
        accounts=[feurs.account],
        seen=1,
        now=NOW,
    )
    page = shown(chloe, draft, "draft_versions")
    removed = [piece.partition("</del>")[0] for piece in page.split("<del>")[1:]]
    assert ["courte" in each for each in removed] == [True, False]
    assert "place" in removed[1]


def test_the_page_costs_no_more_for_many_than_for_one(
    feurs: Feurs, chloe: Client, django_assert_max_num_queries: Any
) -> None:
    few = approved(feurs)
    accounts = [feurs.account, *(feurs.another_account(f"feurs-{n}") for n in range(4))]
    many = begin(feurs, "Un.\n---\nDeux.", accounts=accounts, is_thread=True)
    many.revise(text="Un.\n---\nTrois.", is_thread=True, accounts=accounts, by=feurs.bruno, seen=1, now=NOW)
    many.submit(by=feurs.bruno, now=NOW)
    send_due(NOW)
    for draft, most in ((few, 14), (many, 18)):
        with django_assert_max_num_queries(most):
            chloe.get(reverse("draft", args=[draft.pk]))


# --- one after the other


def test_who_has_decided_one_text_is_led_to_the_next_that_waits_for_them(feurs: Feurs, chloe: Client) -> None:
    one, other = submitted(feurs, "La halle rouvre."), submitted(feurs, "La piscine rouvre.")
    leads = f'href="{reverse("draft", args=[other.pk])}"'
    assert leads not in shown(chloe, one)
    answer = chloe.post(reverse("draft_approval", args=[one.pk]), {"version": 1}, follow=True)
    assert leads in answer.content.decode()
    chloe.post(reverse("draft_approval", args=[other.pk]), {"version": 1})
    assert "Next text that waits for you" not in shown(chloe, other)


def test_who_may_not_approve_is_led_to_nothing(feurs: Feurs, client: Client) -> None:
    one = submitted(feurs)
    submitted(feurs, "La piscine rouvre.")
    client.force_login(feurs.bruno)
    assert "Next text that waits for you" not in shown(client, one)
