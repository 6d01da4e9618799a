"""The pages of the chronicle: who may do what, what bad input is told, what the public sees."""

import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.chronicle.models import Entry, Incident
from beffroi.vocabulary import Sentence
from tests.cast import NOW, PASSWORD, Feurs
from tests.chronicle.posts import seen
from tests.chronicle.square import FAULTY, Afternoon, told

HOSTILE = (
    '<script>alert(1)</script> #set page(fill: red) [x](javascript:alert(2)) \u202egnitirw \U0001f9d9 [#panic("x")]'
)


@pytest.fixture
def afternoon(feurs: Feurs) -> tuple[Incident, Afternoon]:
    return told(feurs)


def as_(feurs: Feurs, who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    assert client.login(username=f"{who}@feurs.example", password=PASSWORD)
    return client


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_timeline_tells_the_episodes_in_order_with_their_evidence(
    feurs: Feurs, afternoon: tuple[Incident, Afternoon]
) -> None:
    incident, posts = afternoon
    text = page(as_(feurs, "driss"), "incident", incident.pk)
    places = [text.index(post.text.split("’")[-1]) for post in (posts.faulty, posts.first, posts.apology, posts.reply)]
    assert places == sorted(places)
    assert "Announced 30 minutes before it was true." in text
    assert "162,000" in text
    assert "audience unknown" in text
    for entry in incident.entries.all():
        assert entry.sha256[:12] in text
    assert 'href="https://net.example/f"' in text


def test_a_page_costs_the_same_whatever_is_on_it(
    feurs: Feurs, afternoon: tuple[Incident, Afternoon], django_assert_max_num_queries: Any
) -> None:
    incident, client = afternoon[0], as_(feurs, "ana")
    entry = incident.entries.first()
    assert entry
    for name, args in {
        "chronicle": [],
        "incident_new": [],
        "incident": [incident.pk],
        "incident_publication": [incident.pk],
        "entry": [entry.pk],
    }.items():
        client.get(reverse(name, args=args))
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name, args=args)).status_code == 200


def test_the_list_has_the_open_ones_first_and_pages(feurs: Feurs) -> None:
    for n in range(45):
        opened = Incident.open(feurs.organisation, kind="by_hand", title=Sentence(f"Affaire {n}"), now=NOW)
        if n != 7:
            opened.close(by=feurs.ana, outcome="Clos.", now=NOW)
    text = page(as_(feurs, "ana"), "chronicle")
    assert text.index("Affaire 7<") < text.index("Affaire 44<")
    assert text.count("data-row-link") == 40
    assert "Next page" in text


def test_an_incident_is_opened_by_hand_once(feurs: Feurs) -> None:
    post = seen("f", "Adopté.", by=feurs.account.native_id, at=FAULTY)
    client, form = as_(feurs, "chloe"), {"title": "Une annonce trop tôt", "address": "https://net.example/f"}
    for _twice in range(2):
        answer = client.post(reverse("incident_new"), form)
    incident = Incident.objects.get()
    assert answer["Location"] == reverse("incident", args=[incident.pk])
    assert (incident.post, incident.started_at, incident.kind) == (post, FAULTY, "by_hand")


def test_an_unknown_address_is_told_at_its_field_and_nothing_is_lost(feurs: Feurs) -> None:
    form = {"title": "Une annonce", "address": "https://elsewhere.example/1", "started_at": "no date"}
    answer = as_(feurs, "ana").post(reverse("incident_new"), form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The archive has no post with this address." in text
    assert 'value="https://elsewhere.example/1"' in text
    assert 'value="Une annonce"' in text
    assert not Incident.objects.exists()


def test_a_note_and_an_archived_post_are_added(feurs: Feurs, afternoon: tuple[Incident, Afternoon]) -> None:
    incident, client = afternoon[0], as_(feurs, "chloe")
    seen("press", "La presse en parle.", by="press", at=FAULTY)
    where = reverse("incident_notes", args=[incident.pk])
    both = {"text": "Le cabinet a appelé.", "address": "https://net.example/press", "episode": "other", "at": ""}
    assert client.post(where, both).status_code == 302
    assert sorted(incident.entries.filter(episode="other").values_list("kind", flat=True)) == ["post", "text"]
    empty = client.post(where, {"text": "", "address": "", "episode": "other"})
    assert empty.status_code == 422
    assert "Write something, or give the address of a post." in empty.content.decode()


def test_an_entry_is_moved_taken_out_and_put_back(feurs: Feurs, afternoon: tuple[Incident, Afternoon]) -> None:
    client, entry = as_(feurs, "chloe"), Entry.objects.get(post=afternoon[1].first)
    client.post(reverse("entry_episode", args=[entry.pk]), {"episode": "reply"})
    assert Entry.objects.get(pk=entry.pk).episode == "reply"
    client.post(reverse("entry_episode", args=[entry.pk]), {"episode": "gossip"})
    assert Entry.objects.get(pk=entry.pk).episode == "reply"
    client.post(reverse("entry_removal", args=[entry.pk]))
    assert "pas eu lieu" not in page(client, "incident", afternoon[0].pk)
    client.post(reverse("entry_removal", args=[entry.pk]), {"back": "1"})
    assert "pas eu lieu" in page(client, "incident", afternoon[0].pk)


def test_what_was_hashed_can_be_downloaded_and_hashed_again(
    feurs: Feurs, afternoon: tuple[Incident, Afternoon]
) -> None:
    entry = Entry.objects.get(post=afternoon[1].faulty)
    answer = as_(feurs, "driss").get(reverse("entry_evidence", args=[entry.pk]))
    assert hashlib.sha256(answer.content).hexdigest() == entry.sha256


def test_it_is_closed_with_words_and_opened_again(feurs: Feurs, afternoon: tuple[Incident, Afternoon]) -> None:
    incident, client = afternoon[0], as_(feurs, "ana")
    assert client.post(reverse("incident_closure", args=[incident.pk]), {"outcome": ""}).status_code == 422
    for words in ("Le vote a eu lieu à 15 h 45.", "Autre fin."):
        client.post(reverse("incident_closure", args=[incident.pk]), {"outcome": words})
    assert Incident.objects.get().outcome == "Le vote a eu lieu à 15 h 45."
    client.post(reverse("incident_reopening", args=[incident.pk]))
    assert Incident.objects.get().state == "open"


def test_those_who_only_read_find_no_form(feurs: Feurs, afternoon: tuple[Incident, Afternoon]) -> None:
    text = page(as_(feurs, "driss"), "incident", afternoon[0].pk)
    assert "Keep the chronicle" not in text
    assert as_(feurs, "driss").post(reverse("incident_notes", args=[afternoon[0].pk])).status_code == 403
    assert as_(feurs, "chloe").get(reverse("incident_publication", args=[afternoon[0].pk])).status_code == 403


def test_the_public_sees_what_was_chosen_and_no_more(feurs: Feurs, afternoon: tuple[Incident, Afternoon]) -> None:
    incident, posts = afternoon
    where, ana = reverse("public_incident", args=[incident.public_slug]), as_(feurs, "ana")
    assert Client().get(where).status_code == 404
    apology = Entry.objects.get(post=posts.apology)
    ana.post(reverse("incident_publication", args=[incident.pk]), {"entry": [apology.pk, "x", "²"]})
    answer = Client().get(where)
    text = answer.content.decode()
    assert "parti trop tôt" in text
    assert "pas eu lieu" not in text
    assert "vasseur" not in text
    assert "noindex" in answer["X-Robots-Tag"]
    assert "15:40" in text  # the town's clock
    ana.post(reverse("incident_withdrawal", args=[incident.pk]))
    assert Client().get(where).status_code == 404


def test_nothing_that_somebody_wrote_is_read_as_html(feurs: Feurs) -> None:
    post = seen("h", HOSTILE, by=feurs.account.native_id, name="<b>Bad</b>", at=FAULTY)
    Entry.objects.all()
    post.url = "javascript:alert(1)"
    post.save()
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence(HOSTILE), post=post, now=NOW)
    for name, args in {"incident": [incident.pk], "entry": [incident.entries.get().pk], "chronicle": []}.items():
        text = page(as_(feurs, "ana"), name, *args)
        assert "<script>alert" not in text
        assert "<b>Bad" not in text
        assert 'href="javascript' not in text
