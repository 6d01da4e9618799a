"""An answer at 23:00 needs nobody: Chloé has lent Driss her agreement for the night, and reads in the morning."""

from datetime import UTC, datetime, time, timedelta

import pytest

from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Delegation
from tests.cast import Feurs, minutes

ELEVEN_AT_NIGHT = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # 23:00 in Feurs


@pytest.fixture
def lent(feurs: Feurs) -> Delegation:
    return Delegation.give(
        by=feurs.chloe,
        to=feurs.driss,
        organisation=feurs.organisation,
        accounts=[feurs.account],
        kinds=["reply"],
        hours=(time(20), time(7)),
        ends_at=ELEVEN_AT_NIGHT + timedelta(days=90),
        now=ELEVEN_AT_NIGHT - timedelta(days=3),
    )


def asked_at(feurs: Feurs, at: datetime) -> Case:
    feurs.sandbox.say("eve", "@feurs l'eau est coupée rue de Verdun, est-ce normal ?", at=at)
    poll_mentions(at)
    open_cases(at)
    return Case.objects.waiting().get()


def answered(feurs: Feurs, case: Case, at: datetime) -> list[str]:
    draft = case.reply("Une équipe est sur place, retour vers minuit.", by=feurs.driss, now=at)
    draft.submit(by=feurs.driss, now=at)
    send_due(at)
    ours = [post for post in feurs.sandbox.read().posts.values() if post["account"] == feurs.account.native_id]
    return [post["text"] for post in ours]


def test_at_eleven_at_night_the_answer_leaves_without_anybody_else(feurs: Feurs, lent: Delegation) -> None:
    case = asked_at(feurs, ELEVEN_AT_NIGHT)
    assert answered(feurs, case, ELEVEN_AT_NIGHT + minutes(4)) == ["Une équipe est sur place, retour vers minuit."]
    assert not Case.objects.waiting()

    [use] = Delegation.objects.filter(given_by=feurs.chloe).with_uses().get().latest_uses
    assert (use.by, use.version.text) == (feurs.driss, "Une équipe est sur place, retour vers minuit.")


def test_in_the_afternoon_the_same_answer_waits_for_chloe(feurs: Feurs, lent: Delegation) -> None:
    afternoon = ELEVEN_AT_NIGHT - timedelta(hours=8)
    case = asked_at(feurs, afternoon)
    assert answered(feurs, case, afternoon + minutes(4)) == []


def test_once_revoked_the_next_answer_of_the_same_night_waits(feurs: Feurs, lent: Delegation) -> None:
    case = asked_at(feurs, ELEVEN_AT_NIGHT)
    lent.revoke(by=feurs.chloe, now=ELEVEN_AT_NIGHT + minutes(3))
    assert answered(feurs, case, ELEVEN_AT_NIGHT + minutes(4)) == []
    assert list(Case.objects.waiting()) == [case]
