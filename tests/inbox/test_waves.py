"""Many people write nearly the same at nearly the same time: one line of the list, one warning, one press."""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from beffroi.archive.models import Mention
from beffroi.inbox.duties import PACE, open_cases, poll_mentions, tell_deadlines
from beffroi.inbox.models import Act, Case, Wave, WaveCase
from beffroi.inbox.models.wave import HEIGHT, LIVES, WINDOW, forget_tellings
from beffroi.journal.models import Event
from beffroi.notify.duties import read_ledger
from beffroi.notify.models import Message
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import ask
from tests.inbox.promised import promise
from tests.inbox.questions import seen, service
from tests.post_office import PostOffice

SAYS = "la fermeture de la piscine municipale en plein été est une honte, rouvrez la tout de suite"
ENGLISH = {"accept-language": "en"}


def flood(feurs: Feurs, number: int, text: str = SAYS, *, first: int = 0, at: datetime = NOW) -> None:
    """So many people say nearly the same within ten minutes, and all of it is taken in."""
    for nth in range(first, first + number):
        written = at + minutes(10 * nth / 5_000)
        post = seen(f"@feurs {text}{'!' * (nth % 4)} {'🏊' * (nth % 3)}", author=f"p{nth}", at=written)
        Mention.note(post, feurs.account, now=written)
    while open_cases(at + minutes(10)):
        pass


def test_who_says_the_same_is_one_line_above_the_list_and_nobody_is_lost(feurs: Feurs, client: Client) -> None:
    other = ask(feurs, 0, "le lampadaire de la rue des Lilas est éteint", who="karim")
    flood(feurs, HEIGHT + 5)
    client.force_login(feurs.driss)
    page = client.get(reverse("inbox"), headers=ENGLISH)
    assert [case.pk for case in page.context["page"].rows] == [other.pk]
    [wave] = page.context["waves"]
    assert (wave.count, wave.waits) == (HEIGHT + 5, HEIGHT + 5)
    assert f"{HEIGHT + 5} messages say nearly the same" in page.content.decode()
    inside = client.get(reverse("wave", args=[wave.pk]), headers=ENGLISH, follow=True)
    assert len(inside.context["page"].rows) == HEIGHT + 5
    assert Case.objects.waiting().count() == HEIGHT + 6


def test_fewer_than_a_wave_stay_as_they_are(feurs: Feurs) -> None:
    flood(feurs, HEIGHT - 1)
    assert not WaveCase.objects.exists()
    assert not Event.objects.filter(verb="WAVE_ROSE").exists()


def test_what_is_said_over_days_is_no_wave(feurs: Feurs) -> None:
    for nth in range(HEIGHT + 1):
        flood(feurs, 1, first=nth, at=NOW + nth * WINDOW / 2)
    assert not WaveCase.objects.exists()


def test_what_was_written_long_ago_joins_nothing(feurs: Feurs) -> None:
    for nth in range(HEIGHT + 1):
        Mention.note(seen(f"@feurs {SAYS}", author=f"p{nth}", at=NOW - LIVES - minutes(1)), feurs.account, now=NOW)
    while open_cases(NOW):
        pass
    assert Case.objects.count() == HEIGHT + 1
    assert not Wave.objects.exists()


def test_who_says_something_else_stays_in_the_list(feurs: Feurs) -> None:
    flood(feurs, HEIGHT)
    flood(feurs, 1, "la fermeture de la piscine municipale est une bonne nouvelle pour les finances", first=900)
    assert WaveCase.objects.count() == HEIGHT


def test_a_further_message_that_says_something_else_leaves_the_wave(feurs: Feurs) -> None:
    flood(feurs, HEIGHT)
    case = WaveCase.objects.order_by("pk")[0].case
    for minute, text, stays in ((11, SAYS, True), (12, "Au fait, où se marie-t-on, et à quelle heure ?", False)):
        answer = seen(text, at=NOW + minutes(minute), root=case.conversation)
        Mention.note(answer, feurs.account, now=NOW + minutes(minute))
        open_cases(NOW + minutes(minute))
        assert WaveCase.objects.filter(case=case).exists() is stays


def test_people_are_told_once_of_a_wave_and_once_that_time_runs_out(feurs: Feurs, office: PostOffice) -> None:
    promise(feurs, 60)
    flood(feurs, HEIGHT + 5)
    read_ledger(NOW + minutes(10))
    while tell_deadlines(NOW + minutes(55)):
        pass
    while tell_deadlines(NOW + minutes(120)):
        pass
    told = {
        kind: Message.objects.filter(kind=kind, address="driss@feurs.example")
        for kind in ("wave", "case_soon", "case_late")
    }
    assert {kind: (rows.count(), sum(row.count for row in rows)) for kind, rows in told.items()} == {
        "wave": (1, 1),
        "case_soon": (1, 1),
        "case_late": (1, 1),
    }


def test_one_press_closes_the_whole_wave_and_one_takes_it_back(feurs: Feurs, client: Client) -> None:
    flood(feurs, 250)
    client.force_login(feurs.driss)
    wave = Wave.objects.exclude(rose_at=None).get()
    closing = client.post(reverse("wave_acts", args=[wave.pk]), {"act": "close"}, headers=ENGLISH, follow=True)
    assert "Done with 250 cases of the wave." in closing.content.decode()
    assert not Case.objects.waiting().exists()
    assert Event.objects.get(verb="WAVE_CLOSED").detail == {"cases": 250}
    assert not client.get(reverse("inbox")).context["waves"]
    back = client.post(reverse("case_undoing"), headers=ENGLISH, follow=True)
    assert "Taken back in 250 cases." in back.content.decode()
    assert Case.objects.waiting().count() == 250


def test_what_somebody_changed_since_stays_when_a_wave_is_taken_back(feurs: Feurs) -> None:
    flood(feurs, 210)
    wave, roads = Wave.objects.exclude(rose_at=None).get(), service(feurs)
    assert Act.press_on(wave, "hand", roads.pk, by=feurs.driss, now=NOW, team=roads.name) == 210
    assert Act.press_on(wave, "hand", roads.pk, by=feurs.driss, now=NOW, team=roads.name) == 0
    changed = Case.objects.first()
    assert changed is not None
    changed.hand_to(None, by=feurs.chloe, now=NOW)
    assert Act.objects.get().undo(now=NOW) == 209
    assert not Case.objects.exclude(team=None).exists()
    assert changed.assignments.count() == 2


def test_who_writes_after_the_wave_was_closed_is_seen(feurs: Feurs, client: Client) -> None:
    flood(feurs, HEIGHT)
    wave = Wave.objects.exclude(rose_at=None).get()
    Act.press_on(wave, "close", True, by=feurs.driss, now=NOW)
    flood(feurs, 1, first=500)
    client.force_login(feurs.driss)
    [shown] = client.get(reverse("inbox")).context["waves"]
    assert (shown.pk, shown.waits, shown.count) == (wave.pk, 1, HEIGHT + 1)


def test_a_whole_wave_is_pressed_on_only_with_the_right_and_at_home(feurs: Feurs, client: Client) -> None:
    flood(feurs, HEIGHT)
    wave = Wave.objects.exclude(rose_at=None).get()
    client.force_login(feurs.bruno)
    assert client.post(reverse("wave_acts", args=[wave.pk]), {"act": "close"}).status_code == 403
    client.force_login(feurs.driss)
    wrong = client.post(
        reverse("wave_acts", args=[wave.pk]), {"act": "hand", "team": "x"}, headers=ENGLISH, follow=True
    )
    assert "choose a service" in wrong.content.decode()
    assert Case.objects.waiting().count() == HEIGHT


def test_what_was_said_and_became_no_wave_is_forgotten(feurs: Feurs) -> None:
    ask(feurs, 0)
    assert Wave.objects.count() == 1
    assert forget_tellings(NOW + LIVES) == 0
    assert forget_tellings(NOW + LIVES + minutes(1)) == 1


def test_a_flood_on_the_network_is_one_line_and_none_is_lost(feurs: Feurs, client: Client) -> None:
    """Through the reading of the network and the duty that opens cases; a tenth of the people say something else.
    `bench.inbox --stage flood` does it with five thousand, on a real server."""
    people = [feurs.sandbox.join(f"p{nth}", f"P{nth}") for nth in range(20)]
    for nth in range(300):
        text = f"@feurs {SAYS}" if nth % 10 else f"@feurs question {nth} sur la rue numéro {nth} du quartier {nth}"
        said = {"id": f"flood-{nth}", "account": people[nth % 20], "text": text, "reply_to": "", "root": ""}
        feurs.sandbox.append({"act": "post", **said, "at": (NOW + minutes(10 * nth / 300)).isoformat()})
    moment = NOW + minutes(10)
    for nth in range(3):
        poll_mentions(moment + nth * PACE)
        while open_cases(moment + nth * PACE):
            pass
    assert Case.objects.waiting().count() == 300
    client.force_login(feurs.driss)
    page = client.get(reverse("inbox"))
    assert [wave.count for wave in page.context["waves"]] == [270]
    assert {case.latest.native_id for case in page.context["page"].rows} <= {f"flood-{n}" for n in range(0, 300, 10)}
    assert Event.objects.filter(verb="WAVE_ROSE").count() == 1
    assert Act.press_on(page.context["waves"][0], "close", True, by=feurs.driss, now=moment) == 270
    assert Case.objects.waiting().count() == 30
