"""A night: Bruno is on call and Ana sleeps. The guard sees a hijack at two: one call for Bruno, and Ana reads of it
when she wakes. The three lesser things of the night come to her in one digest."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from beffroi.access.models import User
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm
from beffroi.journal.models import record
from beffroi.notify.duties import read_ledger, send_due
from beffroi.notify.models import Choice, Watch
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs, minutes
from tests.notify.conftest import Gateway, gateway, office
from tests.post_office import PostOffice

__all__ = ["gateway", "office"]  # what carries mails and SMS

EVENING = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)  # eight in the evening in Feurs
TWO_AT_NIGHT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
HALF_PAST_SEVEN = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
EIGHT = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def night(feurs: Feurs, office: PostOffice, gateway: Gateway, settings: Any) -> None:
    """Chloé is away. Ana is told by mail, nothing before half past seven, what can wait in a digest at eight."""
    settings.SMS_GATEWAY = gateway.url
    User.objects.filter(pk=feurs.chloe.pk).update(is_active=False)
    telephone = Choice.of(feurs.bruno, feurs.organisation, "sms")
    telephone.keep(address="+33612345678", lang="fr", now=NOW, kinds=[])
    Choice.objects.filter(channel="sms").update(confirmed_at=NOW)
    for user, wishes in (
        (feurs.bruno, {"kinds": [], "on_call": False}),
        (feurs.ana, {"kinds": ["alarm"], "digest_kinds": ["draft_waits", "proof_fell"], "digest_at": time(8)}),
    ):
        quiet = {"quiet_from": time(22), "quiet_until": time(7, 30)}
        Choice.of(user, feurs.organisation, "mail").keep(address="", lang="fr", now=NOW, **quiet, **wishes)
    hours = {"starts_at": EVENING, "ends_at": EIGHT}
    Watch.give(feurs.organisation, feurs.bruno, by=feurs.ana, now=NOW, **hours)
    worked(NOW)


def worked(now: datetime) -> None:
    poll_profiles(now)
    read_ledger(now)
    send_due(now)


def submits(feurs: Feurs, text: str, now: datetime) -> Draft:
    organisation, accounts = feurs.organisation, [feurs.account]
    draft = Draft.begin(organisation=organisation, by=feurs.bruno, accounts=accounts, text=text, now=now)
    draft.submit(by=feurs.bruno, now=now)
    return draft


def letters_to_ana(office: PostOffice) -> list[Any]:
    return [letter for letter in office.letters if letter["To"] == "Ana <ana@feurs.example>"]


def test_one_is_called_and_the_other_sleeps(feurs: Feurs, office: PostOffice, gateway: Gateway) -> None:
    market = submits(feurs, "Le marché se tient samedi.", EVENING)
    worked(EVENING)
    pool = submits(feurs, "Rendez-vous à la piscine samedi.", EVENING + minutes(200))
    worked(EVENING + minutes(200))
    fallen: dict[str, Any] = {"account": str(feurs.account), "proof": "rel=me", "why": ""}
    record("PROOF_FELL", feurs.account, organisation=feurs.organisation, now=EVENING + minutes(240), **fallen)
    worked(EVENING + minutes(240))

    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    worked(TWO_AT_NIGHT)
    worked(TWO_AT_NIGHT + minutes(10))

    alarm = Alarm.objects.get()
    [call] = gateway.asked
    assert f"guard/alarms/{alarm.pk}" in call.content.decode()
    assert letters_to_ana(office) == []

    worked(HALF_PAST_SEVEN)
    [letter] = letters_to_ana(office)
    assert f"https://beffroi.feurs.example/guard/alarms/{alarm.pk}" in letter.get_content()

    worked(EIGHT)
    worked(EIGHT + minutes(60))
    [_alarm, digest] = letters_to_ana(office)
    assert digest["Subject"] == "Ville de Feurs\N{NARROW NO-BREAK SPACE}: récapitulatif, 3 points"
    for page in (f"/drafts/{market.pk}", f"/drafts/{pool.pk}", reverse("official_accounts")):
        assert f"https://beffroi.feurs.example{page}\r\n" in digest.get_content()
    assert len(gateway.asked) == 1
