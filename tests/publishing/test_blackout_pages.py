"""The page of silences and blackouts, and what they hold back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import ApiToken
from beffroi.journal.models import Event
from beffroi.publishing.models import Blackout, Blocked, Draft, Publication
from beffroi.publishing.models.gates import shut
from beffroi.publishing.models.windows import windows_for
from tests.cast import NOW, Feurs, minutes

MOURNING = {
    "name": "Deuil national",
    "calendar": "custom",
    "starts_at": "2030-11-20T00:00",
    "ends_at": "2030-11-21T00:00",
    "effect": "blocks",
    "source": "Décret du 19 novembre",
}
EVE = datetime(2027, 4, 17, 10, tzinfo=UTC)  # of the first round


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    client.cookies["beffroi_language"] = "en"
    return client


def text(client: Client) -> str:
    return client.get(reverse("blackouts")).content.decode()


def test_a_blackout_is_added_on_the_towns_clock_and_stands_in_the_journal(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse("blackouts"), {**MOURNING, "accounts": [feurs.account.pk]})
    blackout = Blackout.objects.get()
    assert blackout.starts_at == datetime(2030, 11, 19, 23, tzinfo=UTC)
    assert (blackout.blocks, blackout.source, list(blackout.accounts.all())) == (
        True,
        "Décret du 19 novembre",
        [feurs.account],
    )
    assert Event.objects.get(verb="BLACKOUT_ADDED").detail["name"] == "Deuil national"


def test_it_is_listed_with_its_source_and_removed_once(feurs: Feurs, ana: Client) -> None:
    ana.post(reverse("blackouts"), MOURNING)
    at_once = {**MOURNING, "starts_at": "2026-01-01T00:00", "ends_at": "2090-01-01T00:00", "name": "Réserve"}
    ana.post(reverse("blackouts"), {**at_once, "calendar": "reserve", "effect": "warns"})
    blackout = Blackout.objects.get(calendar="reserve")
    assert "Réserve" in text(ana)
    assert "Décret du 19 novembre" in text(ana)
    for _ in range(2):
        ana.post(reverse("blackout_removal", args=[blackout.pk]))
    assert f'id="blackout-{blackout.pk}"' not in text(ana)
    assert Event.objects.filter(verb="BLACKOUT_REMOVED").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_at": "2030-11-20T00:00"}, "It ends before it begins."),
        ({"ends_at": "", "name": "Deuil"}, "Deuil"),
        ({"starts_at": "demain"}, "demain"),
        ({"calendar": "silence"}, "Deuil national"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_place_and_kept(
    feurs: Feurs, ana: Client, wrong: dict[str, str], words: str
) -> None:
    answer = ana.post(reverse("blackouts"), {**MOURNING, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Blackout.objects.exists()


def test_the_electoral_calendars_are_listed_apart_with_their_source(feurs: Feurs, ana: Client) -> None:
    page = text(ana)
    silence, promotion, reserve = (page.index(f'id="{part}"') for part in ("silence", "promotion", "reserve"))
    assert silence < page.index("L49") < promotion < page.index("L52-1.") < reserve


def test_a_campaign_is_not_told_of_a_public_bodys_achievements(feurs: Feurs, ana: Client) -> None:
    feurs.organisation.is_campaign = True
    feurs.organisation.save()
    page = text(ana)
    assert "For a candidate’s campaign" in page
    assert "L52-1." not in page


def test_the_owner_chooses_territory_and_kind(feurs: Feurs, ana: Client) -> None:
    town = {"name": "Saint-Paul", "zone": "Indian/Reunion", "territory": "reunion", "is_campaign": "on"}
    ana.post(reverse("organisation"), town)
    feurs.organisation.refresh_from_db()
    assert (feurs.organisation.territory, feurs.organisation.is_campaign) == ("reunion", True)
    assert "La Réunion" in text(ana)
    assert ana.post(reverse("organisation"), {**town, "territory": "atlantis"}).status_code == 422


def test_the_desk_changes_no_calendar(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.get(reverse("blackouts")).status_code == 403
    assert client.post(reverse("blackouts"), MOURNING).status_code == 403
    assert not Blackout.objects.exists()


def test_the_page_asks_the_database_as_often_for_many_as_for_one(feurs: Feurs, ana: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            text(ana)
        return len(asked)

    ana.post(reverse("blackouts"), {**MOURNING, "accounts": [feurs.account.pk], "ends_at": "2090-01-01T00:00"})
    Blackout.objects.update(starts_at=timezone.now())
    one = cost()
    for number in range(5):
        Blackout.objects.create(
            organisation=feurs.organisation,
            name=f"N° {number}",
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=9),
            added_by=feurs.ana,
            added_at=NOW,
        ).accounts.add(feurs.account)
    assert cost() == one <= 12


# --- what the windows hold back


def announcement(feurs: Feurs, at: datetime) -> Draft:
    return Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="La piscine est ouverte dimanche.",
        leave_at=at,
        now=NOW,
    )


def test_on_the_eve_of_a_vote_a_public_body_leaves_only_what_somebody_answers_for(feurs: Feurs) -> None:
    draft = announcement(feurs, EVE)
    with pytest.raises(Blocked):
        draft.submit(by=feurs.bruno, now=NOW)
    [finding] = [each for each in draft.findings() if each.check == "blackout"]
    draft.waive(finding, by=feurs.chloe, reason="Information pratique", now=NOW)
    draft = Draft.objects.get(pk=draft.pk)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    [publication] = Publication.objects.all()
    assert shut(publication, feurs.account, EVE) is None


def test_on_the_eve_of_a_vote_nobody_lifts_the_silence_of_a_campaign(feurs: Feurs) -> None:
    feurs.organisation.is_campaign = True
    feurs.organisation.save()
    [finding] = [each for each in announcement(feurs, EVE).findings() if each.check == "blackout"]
    assert (finding.blocks, finding.liftable) == (True, False)


def test_what_was_approved_before_a_blackout_was_added_is_held_back(feurs: Feurs) -> None:
    draft = announcement(feurs, NOW + minutes(60))
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    Blackout.add(
        feurs.organisation,
        calendar="custom",
        name="Dissolution : réserve",
        starts_at=NOW,
        ends_at=NOW + timedelta(days=30),
        blocks=True,
        by=feurs.ana,
        now=NOW + minutes(30),
    )
    [publication] = Publication.objects.all()
    why = shut(publication, feurs.account, NOW + minutes(60))
    assert why is not None
    assert "Dissolution : réserve" in str(why)


def test_overseas_the_eve_is_a_friday(feurs: Feurs) -> None:
    friday = datetime(2027, 4, 16, 12, tzinfo=UTC)
    assert "silence" not in {each.calendar for each in windows_for(feurs.account, friday, friday + minutes(1))}
    feurs.organisation.territory = "guadeloupe"
    feurs.organisation.save()
    feurs.account.refresh_from_db()
    assert "silence" in {each.calendar for each in windows_for(feurs.account, friday, friday + minutes(1))}


def test_a_program_for_one_account_holds_back_only_that_one(feurs: Feurs, client: Client) -> None:
    _token, text = ApiToken.make(feurs.organisation, feurs.ana, "x", NOW, accounts=[feurs.account.pk])
    feurs.another_account("culture")
    said = {"name": "x", "starts_at": "2030-11-20T00:00:00Z", "ends_at": "2030-11-21T00:00:00Z"}
    bearer = {"authorization": f"Bearer {text}"}

    def add(**more: object) -> int:
        return client.post("/api/v1/blackouts", {**said, **more}, "application/json", headers=bearer).status_code

    assert [add(), add(accounts=[feurs.account.pk])] == [403, 201]
    assert Blackout.objects.get().accounts.get() == feurs.account
