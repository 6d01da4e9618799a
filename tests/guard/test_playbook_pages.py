"""What Ana reads on her telephone at night, and presses."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from beffroi.directory.models import KeyHolder
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import PlaybookRun
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs, minutes
from tests.guard.taken import LURE, THIEF, not_us, put_back, read_again, take_over

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(run: PlaybookRun) -> str:
    return reverse("playbook", args=[run.pk])


def press(client: Client, name: str, run: PlaybookRun, **said: str) -> int:
    return client.post(reverse(name, args=[run.pk]), said, headers=ENGLISH).status_code


def test_not_us_leads_to_the_playbook(feurs: Feurs, ana: Client) -> None:
    alarm = take_over(feurs)
    answer = ana.post(reverse("alarm_verdict", args=[alarm.pk]), {"verdict": "not_ours"})
    assert answer["Location"] == page_of(alarm.runs.get())
    assert "What to do now" in shown(ana, reverse("alarm", args=[alarm.pk]))


def test_it_says_whom_to_call_first_and_then_the_owner(feurs: Feurs, ana: Client) -> None:
    KeyHolder.write_down(
        feurs.account,
        holder="Chloé",
        telephone="06 11 22 33 44",
        mail_keeper="Le secrétariat",
        second_factor="app",
        by=feurs.ana,
        now=NOW,
    )
    page = shown(ana, page_of(not_us(feurs)))
    assert "tel:0611223344" in page
    assert page.index("Chloé</strong>") < page.index("Le secrétariat</strong>") < page.index("Ana</strong>")


def test_a_step_is_ticked_from_the_page(feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    assert press(ana, "playbook_step", run, step="password") == 302
    assert run.ticks.get().by == feurs.ana
    press(ana, "playbook_step", run, step="password", undo="yes")
    assert not run.ticks.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("playbook_step", {"step": "nonsense"}),
        ("playbook_surface", {"surface": "nonsense"}),
        ("playbook_way", {"way": "nonsense"}),
    ],
)
def test_nonsense_changes_nothing_and_says_so(name: str, said: dict[str, str], feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    assert press(ana, name, run, **said) == 302
    assert "nothing was changed" in shown(ana, page_of(run))


def test_closing_too_early_says_what_is_missing_and_keeps_it_open(feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    answer = ana.post(reverse("playbook_closing", args=[run.pk]), headers=ENGLISH)
    assert answer.status_code == 422
    assert "Not all of it reads right yet" in answer.content.decode()
    run.refresh_from_db()
    assert run.closed_at is None


def test_a_verified_repair_is_closed_from_the_page(feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    put_back(feurs)
    read_again(run, at=minutes(2))
    assert "It reads right everywhere" in shown(ana, page_of(run))
    assert press(ana, "playbook_closing", run) == 302
    assert "is back" in shown(ana, page_of(run))
    assert feurs.account.freeze_now is None


def test_who_may_not_judge_reads_and_presses_nothing(feurs: Feurs, client: Client) -> None:
    run = not_us(feurs)
    client.force_login(feurs.bruno)
    assert "<button" not in shown(client, page_of(run)).split('id="playbook"')[1].split("Tell people")[0]
    assert press(client, "playbook_step", run, step="password") == 403


def test_the_choice_is_weighed_in_followers(feurs: Feurs, ana: Client) -> None:
    feurs.sandbox.rename("feurs", "Ville de Feurs", followers=1040)
    alarm = take_over(feurs)
    feurs.sandbox.rename("feurs", THIEF, followers=1000)
    alarm.judge(ours=False, by=feurs.ana, now=NOW + minutes(1))
    poll_profiles(NOW + minutes(10))
    page = shown(ana, page_of(alarm.runs.get()))
    row = page.split("Open another account")[1]
    assert "1,040" in row or "1040" in row
    assert "<td>40</td>" in page


def test_a_statement_is_proposed_on_the_other_accounts_and_on_none_else(feurs: Feurs, ana: Client) -> None:
    other = feurs.another_account("feurs-culture")
    run = not_us(feurs)
    assert run.incident is not None
    answer = ana.post(reverse("incident_statement", args=[run.incident.pk]))
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("draft_edit", args=[draft.pk])
    assert list(draft.accounts.all()) == [other]
    assert draft.state == "draft"
    assert "@feurs" in draft.latest.text
    assert len(draft.latest.text) <= 300


def test_the_same_button_twice_begins_one_statement(feurs: Feurs, ana: Client) -> None:
    feurs.another_account("feurs-culture")
    run = not_us(feurs)
    assert run.incident is not None
    for _press in range(2):
        ana.post(reverse("incident_statement", args=[run.incident.pk]))
    assert Draft.objects.count() == 1


def test_without_another_account_there_is_nothing_to_speak_through(feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    assert run.incident is not None
    ana.post(reverse("incident_statement", args=[run.incident.pk]))
    assert not Draft.objects.exists()
    assert "no other account" in shown(ana, page_of(run))


def test_the_complaint_file_has_what_a_complaint_needs(feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    read_again(run, at=minutes(2))
    page = shown(ana, reverse("complaint", args=[run.pk]))
    for needed in (THIEF, "Ville de Feurs", feurs.account.native_id, "226-4-1", "323-1 (to be checked)", "sha256"):
        assert needed in page
    assert LURE in page


def test_the_complaint_file_is_a_pdf_whatever_the_thief_wrote(feurs: Feurs, ana: Client) -> None:
    run = not_us(feurs)
    feurs.sandbox.say("feurs", '#panic("x") $x$ <script>alert(1)</script> \u202e \\', at=NOW)
    read_again(run, at=minutes(2))
    answer = ana.get(reverse("complaint_pdf", args=[run.pk]), headers=ENGLISH)
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert '#panic("x")' in words
    assert THIEF in words
