"""What is kept goes when its time is over: shown before, done by itself, written down."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.archive.models import Mention, OwnPost, Post
from beffroi.facts.models import Evidence, Fact, Reading, Source
from beffroi.inbox.models import Case
from beffroi.journal.models import Event, broken_links
from beffroi.keeping.duties import EVERY, go_round
from beffroi.keeping.going import let_go, preview
from beffroi.keeping.kinds import Kind, all_kinds
from beffroi.keeping.models import Period, Round, days_of
from beffroi.listening.models import Match
from beffroi.notify.models import Message
from beffroi.publishing.models import Draft
from beffroi.publishing.models.version import Image
from tests.cast import NOW, Feurs
from tests.keeping.stories import DAY, answered, asked, found, search_of
from tests.publishing.test_images import photo

ENGLISH = {"accept-language": "en"}


def kind(key: str) -> Kind:
    return next(each for each in all_kinds() if each.key == key)


def test_every_kind_says_what_why_and_on_which_basis() -> None:
    keys = [each.key for each in all_kinds()]
    assert len(keys) == len(set(keys))
    for each in all_kinds():
        assert each.name and each.why and each.basis
        assert (each.going is None) == (each.erase is None)
        assert each.going is None or each.least <= each.days <= each.most


def test_a_choice_is_written_down_and_one_out_of_bounds_is_refused(feurs: Feurs) -> None:
    cases = kind("inbox.cases")
    assert Period.choose(feurs.organisation, cases, 400, by=feurs.ana, now=NOW)
    assert not Period.choose(feurs.organisation, cases, 400, by=feurs.ana, now=NOW)
    with pytest.raises(ValueError, match=r"inbox\.cases"):
        Period.choose(feurs.organisation, cases, 1, by=feurs.ana, now=NOW)
    event = Event.objects.get(verb="KEEPING_CHANGED")
    assert (event.detail["days"], event.detail["before"]) == (400, 365)
    assert days_of(feurs.organisation, cases) == 400


def test_what_will_go_is_shown_before(feurs: Feurs) -> None:
    search = search_of(feurs)
    old = found(search, "old", NOW - 40 * DAY)
    found(search, "new", NOW - 2 * DAY)
    seen = preview(feurs.organisation, kind("listening.found"), 30, now=NOW)
    assert (seen.count, seen.oldest, seen.examples, seen.held) == (1, old.at, ["le pont old"], 0)
    assert preview(feurs.organisation, kind("listening.found"), 1, now=NOW).count == 2
    assert Match.objects.count() == 2


def test_a_round_lets_go_and_writes_one_event_with_the_counts(feurs: Feurs) -> None:
    search = search_of(feurs)
    for nth in range(3):
        found(search, f"old {nth}", NOW - 40 * DAY)
    go_round(NOW)
    assert not Post.objects.exists()
    event = Event.objects.get(verb="KEPT_LET_GO")
    assert (event.actor, event.detail) == (None, {"rows": 3, "kinds": {"listening.found": 3}})
    go_round(NOW)
    assert Round.objects.get(organisation=feurs.organisation).due_at == NOW + EVERY
    go_round(NOW + EVERY)
    assert Event.objects.filter(verb="KEPT_LET_GO").count() == 1


def test_the_journal_opens_where_something_went(feurs: Feurs, client: Client) -> None:
    found(search_of(feurs), "old", NOW - 40 * DAY)
    go_round(NOW)
    client.force_login(feurs.ana)
    assert "What was past its time went" in client.get(reverse("journal"), headers=ENGLISH).content.decode()


def test_authors_lose_their_name_where_finds_are_kept_longer(feurs: Feurs) -> None:
    search = search_of(feurs)
    Period.choose(feurs.organisation, kind("listening.found"), 90, by=feurs.ana, now=NOW)
    found(search, "old", NOW - 40 * DAY)
    found(search, "new", NOW - 2 * DAY)
    assert let_go(feurs.organisation, now=NOW) == {"listening.authors": 1}
    old, new = Post.objects.order_by("published_at")
    assert (old.author_name, old.url, old.text) == ("", "", "le pont old")
    assert not any("eve" in str(value) for value in (old.author_id, old.author_handle, old.native_id))
    assert new.author_handle == "eve"
    assert let_go(feurs.organisation, now=NOW) == {}


def test_an_answered_case_goes_after_a_year_with_the_words_of_the_citizen(feurs: Feurs) -> None:
    case = asked(feurs, NOW)
    answered(feurs, case, NOW + DAY)
    other = asked(feurs, NOW + DAY, "@feurs et mardi ?")  # nobody answered it
    assert let_go(feurs.organisation, now=NOW + 300 * DAY).get("inbox.cases") is None
    assert let_go(feurs.organisation, now=NOW + 400 * DAY)["inbox.cases"] == 1
    assert list(Case.objects.all()) == [other]
    [theirs] = Post.objects.filter(own=None).exclude(pk=other.latest_id)  # our draft still points to it
    assert (theirs.text, theirs.author_name) == ("", "")
    assert OwnPost.objects.count() == 1
    assert Draft.objects.count() == 1
    assert Mention.objects.count() == 1


def test_messages_and_readings_on_which_nothing_rests_go(feurs: Feurs) -> None:
    told = {"organisation": feurs.organisation, "kind": "x", "channel": "mail", "address": "a@b.example", "name": "A"}
    told |= {"lang": "fr", "subject": {}, "body": {}, "not_after": NOW, "written_at": NOW - 100 * DAY}
    Message.objects.create(state="sent", **told)
    Message.objects.create(state="queued", **told)
    fact = Fact.state_it(feurs.organisation, statement="Adopté", by=feurs.bruno, now=NOW - 2000 * DAY)
    source = Source.add(fact, kind="feed", parameters={}, address="https://x.example/", by=feurs.bruno, now=NOW)
    evidence = Evidence.keep("a" * 64, b"<feed/>")
    Reading.objects.create(source=source, taken_at=NOW - 1999 * DAY, evidence=evidence)
    assert let_go(feurs.organisation, now=NOW) == {"notify.messages": 1}
    Fact.objects.update(state="expired")
    assert let_go(feurs.organisation, now=NOW) == {"facts.readings": 1}
    assert not Evidence.objects.exists()


def test_discarded_drafts_go_and_what_was_agreed_stays(feurs: Feurs) -> None:
    drafts = [
        Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=text, now=NOW)
        for text in ("Un", "Deux", "Trois")
    ]
    Draft.objects.filter(pk__in=[drafts[0].pk, drafts[1].pk]).update(state="discarded")
    drafts[1].latest.approvals.create(by=feurs.chloe, at=NOW)
    assert let_go(feurs.organisation, now=NOW + 400 * DAY) == {"publishing.discarded": 1}
    assert set(Draft.objects.values_list("pk", flat=True)) == {drafts[1].pk, drafts[2].pk}


def test_the_images_of_a_discarded_draft_go_with_it_and_one_that_is_shared_stays(
    feurs: Feurs, django_capture_on_commit_callbacks: Any
) -> None:
    begun: dict[str, Any] = {"organisation": feurs.organisation, "by": feurs.bruno, "accounts": [feurs.account]}
    images = [Image(alt=alt, mime="image/jpeg", content=photo().getvalue()) for alt in ("La halle", "La place")]
    draft = Draft.begin(**begun, text="Un", images=images, now=NOW)
    alone, shared = (default_storage.path(str(each.file.name)) for each in draft.latest.pictures)
    other = Draft.begin(**begun, text="Deux", now=NOW)
    other.latest.attach([Image("", kept=draft.latest.pictures[1].pk)], earlier=draft.latest)
    draft.discard(by=feurs.bruno, now=NOW)
    later = NOW + 400 * DAY
    with django_capture_on_commit_callbacks(execute=True):
        assert let_go(feurs.organisation, now=NOW + 300 * DAY) == {}
    assert Path(alone).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert let_go(feurs.organisation, now=later) == {"publishing.discarded": 1}
    assert not Path(alone).exists()
    assert Path(shared).exists()


def test_nothing_of_another_organisation_goes(feurs: Feurs) -> None:
    found(search_of(feurs), "old", NOW - 40 * DAY)
    other = Organisation.objects.create(name="Ailleurs")
    assert let_go(other, now=NOW) == {}
    assert preview(other, kind("listening.found"), 1, now=NOW).count == 0


def test_the_page_shows_what_goes_and_saves_only_when_told_to(feurs: Feurs, client: Client) -> None:
    found(search_of(feurs), "old", NOW - 40 * DAY)
    client.force_login(feurs.ana)
    there = reverse("kept_period", args=["listening.found"])
    assert reverse("kept_period", args=["inbox.cases"]) in client.get(reverse("kept")).content.decode()
    page = client.post(there, {"days": "7"}, headers=ENGLISH).content.decode()
    assert "1 will go at the next round" in page and "le pont old" in page
    assert not Period.objects.exists()
    assert client.post(there, {"days": "0", "save": "1"}, headers=ENGLISH).status_code == 422
    assert client.post(there, {"days": "7", "save": "1"}, follow=True).status_code == 200
    assert Period.objects.get().days == 7
    broken = list(broken_links(feurs.organisation))
    assert not broken


@pytest.mark.parametrize("key", ["nothing", "listening.sample"])
def test_what_nobody_sets_has_no_page(key: str, feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    assert client.get(reverse("kept_period", args=[key])).status_code == 404
