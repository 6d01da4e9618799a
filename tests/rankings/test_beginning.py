"""Which rankings are made: begun and stopped at the desk, by who runs the organisation."""

from datetime import UTC, datetime

from django.test import Client

from beffroi.journal.models import Event
from beffroi.rankings.models import Ranking
from tests.cast import NOW, Feurs

PAGE = "/settings/rankings"
ASKED = {"measure": "silence", "window": "month", "kind": "commune", "network": ""}


def test_ana_begins_a_ranking_and_its_first_edition_comes_when_the_month_is_over(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    assert client.post(PAGE, ASKED).status_code == 302

    ranking = Ranking.objects.get()
    assert (ranking.measure, ranking.kind, ranking.is_personal) == ("silence", "commune", False)
    assert ranking.due_at is not None and ranking.due_at > datetime.now(UTC)
    assert Event.objects.get(verb="RANKING_BEGUN").actor == feurs.ana
    assert ranking.title in client.get(PAGE).content.decode()


def test_what_is_begun_twice_is_made_once(feurs: Feurs) -> None:
    asked = {**ASKED, "is_personal": False}
    first = Ranking.begin(feurs.organisation, by=feurs.ana, now=NOW, **asked)
    assert Ranking.begin(feurs.organisation, by=feurs.ana, now=NOW, **asked) == first
    assert Event.objects.filter(verb="RANKING_BEGUN").count() == 1


def test_a_ranking_that_is_stopped_can_be_taken_up_again(feurs: Feurs, client: Client) -> None:
    ranking = Ranking.begin(feurs.organisation, by=feurs.ana, now=NOW, **ASKED, is_personal=False)
    client.force_login(feurs.ana)
    client.post(f"{PAGE}/{ranking.pk}/stop")
    ranking.refresh_from_db()
    assert ranking.due_at is None
    assert Event.objects.get(verb="RANKING_STOPPED").actor == feurs.ana

    client.post(PAGE, ASKED)
    ranking.refresh_from_db()
    assert ranking.due_at is not None


def test_bruno_who_drafts_begins_none(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    assert client.post(PAGE, ASKED).status_code == 403
    assert not Ranking.objects.exists()


def test_a_measure_that_does_not_exist_is_refused_at_its_place(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    answer = client.post(PAGE, {**ASKED, "measure": "followers-of-a-lifetime"})
    assert answer.status_code == 422
    assert not Ranking.objects.exists()
