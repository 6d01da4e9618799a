"""The two nights on which a clock on the wall and time do not agree: what is written for half past two in Feurs leaves
at the moment that was meant, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication
from tests.cast import NOW, Feurs

SECOND = timedelta(seconds=1)


def write(client: Client, feurs: Feurs, leave_at: str, **more: str) -> Any:
    """Bruno writes it in the composer, as the town's clock says."""
    client.force_login(feurs.bruno)
    said = {"text": "La nuit est belle.", "accounts": [feurs.account.pk], "lang": "fr", "then": "keep"}
    images = {"images-TOTAL_FORMS": "0", "images-INITIAL_FORMS": "0"}
    asked = said | images | {"leave_at": leave_at} | more
    return client.post(reverse("draft_new"), asked, headers={"accept-language": "en"})


def agree(feurs: Feurs) -> Publication:
    draft = Draft.objects.get()
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=draft.latest.number, now=NOW)
    return draft.publications.get()


def leaves_exactly_at(publication: Publication, at: datetime) -> None:
    assert send_due(at - SECOND) == 0
    assert send_due(at) == 1
    assert send_due(at + timedelta(hours=1)) == 0  # when the clock shows the same again
    publication.refresh_from_db()
    assert (publication.state, publication.leave_at) == ("sent", at)


@pytest.mark.parametrize(
    ("wall", "at"),
    [
        ("2027-03-28T01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T01:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31T03:00", datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_around_the_change_it_leaves_when_the_clock_of_the_town_says_so(
    wall: str, at: datetime, feurs: Feurs, client: Client
) -> None:
    write(client, feurs, wall)
    leaves_exactly_at(agree(feurs), at)


def test_in_spring_half_past_two_does_not_come_and_nothing_is_planned_for_it(feurs: Feurs, client: Client) -> None:
    answer = write(client, feurs, "2027-03-28T02:30")
    assert answer.status_code == 422
    assert "Choose 01:59 or 03:00" in answer.content.decode()
    assert 'value="2027-03-28T02:30"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_in_autumn_half_past_two_is_asked_about_and_planned_for_neither(feurs: Feurs, client: Client) -> None:
    answer = write(client, feurs, "2027-10-31T02:30")
    assert answer.status_code == 422
    assert "the first 02:30 (summer time)" in answer.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_in_autumn_it_leaves_at_the_half_past_two_that_was_meant(
    which: str, hour: int, feurs: Feurs, client: Client
) -> None:
    write(client, feurs, "2027-10-31T02:30", leave_at_which=which)
    leaves_exactly_at(agree(feurs), datetime(2027, 10, 31, hour, 30, tzinfo=UTC))


def test_the_second_half_past_two_is_still_the_second_after_the_draft_was_opened_and_saved(
    feurs: Feurs, client: Client
) -> None:
    write(client, feurs, "2027-10-31T02:30", leave_at_which="second")
    address = reverse("draft_edit", args=[Draft.objects.get().pk])
    assert 'value="second" checked' in client.get(address).content.decode()


def test_a_post_moved_from_summer_to_winter_keeps_its_hour_on_the_wall(feurs: Feurs, client: Client) -> None:
    write(client, feurs, "2027-10-30T10:00")
    publication = agree(feurs)
    client.force_login(feurs.chloe)
    client.post(reverse("calendar_moves", args=[publication.draft_id]), {"at": "2027-10-31T10:00"})
    leaves_exactly_at(publication, datetime(2027, 10, 31, 9, 0, tzinfo=UTC))
