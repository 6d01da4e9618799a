"""Stop everything: from its commit on nothing more leaves, whatever was on its way to the network."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.journal.models import Event
from beffroi.publishing.delivery import Delivery
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft, Publication, Stop
from beffroi.publishing.models.publication import GRACE, LEASE
from beffroi.site.command import main
from tests.cast import NOW, Feurs, minutes

REASON = "Attentat à Lyon, plus rien ne part."


def approve(feurs: Feurs, text: str = "Grand bal samedi !", leave_at: datetime | None = None) -> Publication:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text=text,
        leave_at=leave_at,
        now=NOW,
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return draft.publications.get()


def stop(feurs: Feurs, now: datetime = NOW) -> Stop:
    return Stop.begin(feurs.organisation, reason=REASON, by=feurs.ana, now=now)


def resume(feurs: Feurs, now: datetime) -> bool:
    return Stop.resume(feurs.organisation, by=feurs.ana, now=now)


def said(feurs: Feurs) -> list[str]:
    return [post["text"] for post in feurs.sandbox.read().posts.values()]


def state_of(publication: Publication) -> str:
    publication.refresh_from_db()
    return publication.state


def send_all(now: datetime) -> None:
    while send_due(now):
        pass


def test_after_a_stop_nothing_leaves_and_the_reason_is_told(feurs: Feurs) -> None:
    publication = approve(feurs)
    stop(feurs)
    send_due(NOW)
    assert said(feurs) == []
    assert state_of(publication) == "queued"
    assert REASON in str(publication.trouble)


def test_a_stop_between_the_claim_and_the_network_call_still_holds_the_post(feurs: Feurs) -> None:
    publication = approve(feurs)
    asked: list[datetime] = []

    def clock() -> datetime:
        """The delivery asks for the time before its claim, and again just before the network call."""
        asked.append(NOW)
        if len(asked) == 2:
            assert state_of(Publication.objects.get()) == "sending"
            stop(feurs)
        return NOW

    Delivery(clock).work(publication)
    assert said(feurs) == []
    assert state_of(publication) == "queued"
    assert Stop.objects.get().leaving == [publication.pk]


def test_what_waited_leaves_at_once_and_in_its_order_when_somebody_lets_it(feurs: Feurs) -> None:
    for number in range(3):
        approve(feurs, f"Point {number}", leave_at=NOW + timedelta(seconds=number))
    stop(feurs)
    for second in (2, 20, 40, 50, 70, 85):  # each look puts off the next one
        send_all(NOW + timedelta(seconds=second))
    later = NOW + timedelta(seconds=90)
    assert resume(feurs, later)
    send_all(later)
    assert said(feurs) == ["Point 0", "Point 1", "Point 2"]


def test_what_missed_its_time_during_the_stop_asks_a_person(feurs: Feurs) -> None:
    publication = approve(feurs)
    stop(feurs)
    send_due(NOW)
    later = NOW + GRACE + minutes(60)
    resume(feurs, later)
    send_all(later)
    assert said(feurs) == []
    assert state_of(publication) == "missed"
    assert list(Publication.objects.of(feurs.organisation).for_a_person()) == [publication]


def test_a_pause_that_the_network_asked_for_outlives_the_stop(feurs: Feurs) -> None:
    publication = approve(feurs)
    feurs.sandbox.rate_limit(600)
    send_due(NOW)
    stop(feurs)
    resume(feurs, NOW + minutes(1))
    feurs.sandbox.recover()
    send_all(NOW + minutes(2))
    assert state_of(publication) == "queued"
    send_all(NOW + minutes(11))
    assert state_of(publication) == "sent"


def test_what_was_cut_before_the_stop_is_looked_up_and_not_sent(feurs: Feurs) -> None:
    landed, lost = approve(feurs, "Arrivé."), approve(feurs, "Perdu.")
    assert landed.claim(now=NOW)
    feurs.connector.publish(landed.outgoing())  # the worker dies before it can write that down
    stop(feurs)
    send_all(NOW + LEASE + minutes(1))
    assert (state_of(landed), state_of(lost)) == ("sent", "queued")
    assert said(feurs) == ["Arrivé."]


def test_a_stop_does_not_touch_another_organisation(feurs: Feurs) -> None:
    publication = approve(feurs)
    elsewhere = Organisation.objects.create(name="Ailleurs")
    elsewhere.admit(feurs.eve, "owner")
    Stop.begin(elsewhere, reason=REASON, by=feurs.eve, now=NOW)
    send_due(NOW)
    assert state_of(publication) == "sent"


def test_two_who_stop_at_the_same_time_make_one_stop(feurs: Feurs) -> None:
    first = stop(feurs)
    second = Stop.begin(feurs.organisation, reason="Moi aussi", by=feurs.chloe, now=NOW + minutes(1))
    assert second == first
    assert resume(feurs, NOW + minutes(2))
    assert not resume(feurs, NOW + minutes(3))
    verbs = [event.verb for event in Event.objects.order_by("number") if event.verb.startswith("EVERYTHING")]
    assert verbs == ["EVERYTHING_STOPPED", "EVERYTHING_RESUMED"]


@pytest.mark.django_db(transaction=True)
def test_no_claim_commits_after_the_stop_however_many_race_it(feurs: Feurs) -> None:
    """Nothing is settled here: what is `sending` in the end was claimed, and the stop saw every claim before it."""
    for number in range(12):
        feurs.account = feurs.another_account(f"feurs-{number}", f"Feurs {number}")
        approve(feurs)
    rows = list(Publication.objects.select_related("account", "version", "draft__organisation").order_by("pk"))
    ready = threading.Barrier(5)

    def claim(mine: list[Publication]) -> None:
        ready.wait()
        for publication in mine:
            publication.claim(now=NOW)
        connections.close_all()

    threads = [threading.Thread(target=claim, args=(rows[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = stop(feurs)
    for thread in threads:
        thread.join()
    assert sorted(Publication.objects.filter(state="sending").values_list("pk", flat=True)) == sorted(begun.leaving)


# --- one button


def test_whoever_approves_stops_everything_with_one_tap(feurs: Feurs, client: Client) -> None:
    publication = approve(feurs)
    client.force_login(feurs.chloe)
    assert reverse("stop") in client.get(reverse("today")).content.decode()
    client.post(reverse("stop"), {})
    send_due(NOW)
    assert state_of(publication) == "queued"
    assert Stop.objects.get().by == feurs.chloe


def test_while_everything_is_stopped_each_page_says_so_to_everybody(feurs: Feurs, client: Client) -> None:
    stop(feurs)
    client.force_login(feurs.driss)
    for page in ("today", "inbox", "drafts", "departures", "guard"):
        assert REASON in client.get(reverse(page)).content.decode(), page
    Stop.resume(feurs.organisation, by=feurs.ana, now=NOW)
    assert REASON not in client.get(reverse("today")).content.decode()


def test_the_page_after_the_stop_tells_what_was_already_leaving(feurs: Feurs, client: Client) -> None:
    publication = approve(feurs, "Déjà en route")
    approve(feurs, "Encore là")
    assert publication.claim(now=NOW)
    client.force_login(feurs.ana)
    page = client.post(reverse("stop"), {"words": "Vite"}, follow=True, headers={"accept-language": "en"})
    shown = page.content.decode()
    assert "1 post was leaving at that moment" in shown
    assert "Déjà en route" in shown
    assert "Encore là" not in shown


@pytest.mark.parametrize("who", ["bruno", "driss", "eve"])
def test_who_may_not_approve_neither_stops_nor_resumes(feurs: Feurs, client: Client, who: str) -> None:
    client.force_login(getattr(feurs, who))
    assert client.post(reverse("stop"), {}).status_code == 403
    assert not Stop.objects.exists()
    stop(feurs)
    assert client.post(reverse("resume")).status_code == 403
    assert Stop.in_force(feurs.organisation)


def test_a_reason_too_long_is_refused_at_its_place_and_stays(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    answer = client.post(reverse("stop"), {"why": "other", "words": "x" * 301})
    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    assert not Stop.objects.exists()


# --- one command


def test_one_command_stops_and_another_lets_posts_leave_again(feurs: Feurs, capsys: pytest.CaptureFixture[str]) -> None:
    publication = approve(feurs)
    assert main(["stop", "--organisation", "Ville de Feurs", "--reason", REASON]) == 0
    assert "1 wait" in capsys.readouterr().out
    send_due(NOW)
    assert state_of(publication) == "queued"
    assert main(["resume"]) == 0  # there is only one
    send_due(NOW)
    assert state_of(publication) == "sent"


def test_a_name_that_nobody_has_stops_nothing_and_says_which_there_are(
    feurs: Feurs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stop", "--organisation", "Fleurs", "--reason", REASON]) == 1
    assert "Ville de Feurs" in capsys.readouterr().out
    assert not Stop.objects.exists()


def test_among_several_organisations_the_command_asks_which(feurs: Feurs) -> None:
    Organisation.objects.create(name="Ailleurs")
    assert main(["stop", "--reason", REASON]) == 1
    assert main(["stop", "--all", "--reason", REASON]) == 0
    assert Stop.objects.filter(lifted_at=None).count() == 2
