"""A crowd at the door opens an incident by itself; an ordinary day does not."""

from datetime import timedelta

from beffroi.chronicle.bursts import open_bursts
from beffroi.chronicle.models import Incident
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs, minutes
from tests.chronicle.posts import mention, seen

LONG_AGO = NOW - timedelta(days=40)


def settle(feurs: Feurs) -> None:
    """An account that we have known for weeks, with two mentions at this hour of each day."""
    feurs.account.added_at = LONG_AGO
    feurs.account.save()
    for day in range(1, 15):
        for n in range(2):
            mentioned(feurs, f"usual-{day}-{n}", NOW - timedelta(days=day, minutes=10 * n))


def mentioned(feurs: Feurs, key: str, at: object) -> None:
    mention(feurs.account, seen(key, "@feurs ?", by=f"by-{key}", at=at), now=NOW)  # type: ignore[arg-type]


def crowd(feurs: Feurs, many: int = 30) -> None:
    for n in range(many):
        mentioned(feurs, f"crowd-{n}", NOW - timedelta(seconds=15 * n))


def test_far_more_mentions_than_usual_open_an_incident(feurs: Feurs) -> None:
    settle(feurs)
    crowd(feurs)
    assert open_bursts(NOW) == 1
    incident = Incident.objects.get()
    assert (incident.kind, incident.account, incident.opened_by) == ("burst", feurs.account, None)
    assert incident.title["values"] == {"posts": 30, "account": "@feurs", "usual": 1}
    assert NOW - minutes(8) <= incident.started_at <= NOW - minutes(7)


def test_the_same_burst_opens_one_incident_and_its_echo_none(feurs: Feurs) -> None:
    settle(feurs)
    crowd(feurs)
    assert (open_bursts(NOW), open_bursts(NOW)) == (1, 0)
    Incident.objects.get().close(by=feurs.ana, outcome="Passé.", now=NOW)
    assert open_bursts(NOW + minutes(1)) == 0


def test_a_crowd_about_a_known_incident_is_a_part_of_it(feurs: Feurs) -> None:
    settle(feurs)
    post = seen("f", "Adopté.", by=feurs.account.native_id, at=NOW - minutes(9))
    Incident.open(feurs.organisation, kind="too_early", title=Sentence("x"), post=post, now=NOW)
    crowd(feurs)
    assert open_bursts(NOW) == 0


def test_a_few_mentions_open_nothing(feurs: Feurs) -> None:
    settle(feurs)
    crowd(feurs, 7)
    assert open_bursts(NOW) == 0


def test_a_lively_account_is_used_to_it(feurs: Feurs) -> None:
    settle(feurs)
    for day in range(1, 15):
        for n in range(30):
            mentioned(feurs, f"lively-{day}-{n}", NOW - timedelta(days=day, seconds=15 * n))
    crowd(feurs, 9)
    assert open_bursts(NOW) == 0


def test_what_an_account_is_used_to_is_unknown_on_its_first_day(feurs: Feurs) -> None:
    crowd(feurs)
    assert open_bursts(NOW) == 0


def test_an_organisation_that_rests_is_left_in_peace(feurs: Feurs) -> None:
    settle(feurs)
    crowd(feurs)
    feurs.organisation.is_resting = True
    feurs.organisation.save()
    assert open_bursts(NOW) == 0
