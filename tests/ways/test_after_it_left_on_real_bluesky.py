"""Corrections, threads and deletions on the real Bluesky servers, read back from them."""

from typing import Any

import pytest
from django.utils import timezone

from beffroi.archive.models import Post
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Blocked, Draft, Publication, amending
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.network.far_side import Network
from tests.ways.test_on_real_bluesky import Town, settle

FAULTY = "Le conseil discute le budget. https://feurs.example/budget"
THREAD = "Première partie.\n---\nDeuxième partie.\n---\nTroisième partie."


@pytest.fixture
def town(transactional_db: None, bluesky: Network) -> Town:
    return settle(bluesky)


def publish(town: Town, draft: Draft) -> list[Publication]:
    now = timezone.now()
    draft.submit(by=draft.author, now=now)
    draft.approve(by=town.chloe, version=draft.latest.number, now=now)
    while send_due(timezone.now()):
        pass
    return list(draft.publications.order_by("part"))


def write(town: Town, text: str, **more: Any) -> Draft:
    accounts, now = [town.account], timezone.now()
    return Draft.begin(organisation=town.organisation, by=town.bruno, accounts=accounts, text=text, now=now, **more)


def there(town: Town) -> dict[str, dict[str, Any]]:
    """What the server holds, by address."""
    return {record["uri"]: record for record in town.there.records()}


def ref(record: dict[str, Any]) -> dict[str, str]:
    return {"uri": record["uri"], "cid": record["cid"]}


def test_a_correction_answers_the_faulty_post_for_everybody_to_see(town: Town) -> None:
    faulty = write(town, FAULTY)
    [of_the_fault] = publish(town, faulty)
    correction = amending.correct(faulty, by=town.bruno, now=timezone.now())
    text = "Rectification : le vote a lieu demain."
    correction.revise(text=text, by=town.bruno, accounts=[town.account], seen=1, now=timezone.now())
    [of_the_correction] = publish(town, correction)
    records = there(town)
    answer, fault = records[of_the_correction.remote_id], ref(records[of_the_fault.remote_id])
    assert answer["value"]["text"] == text
    assert answer["value"]["reply"] == {"parent": fault, "root": fault}


def test_a_thread_hangs_together_and_its_correction_below_its_first_post(town: Town) -> None:
    thread = write(town, THREAD, is_thread=True)
    parts = publish(town, thread)
    records = there(town)
    first, second, third = (records[part.remote_id] for part in parts)
    assert "reply" not in first["value"]
    assert second["value"]["reply"] == {"parent": ref(first), "root": ref(first)}
    assert third["value"]["reply"] == {"parent": ref(second), "root": ref(first)}

    correction = amending.correct(thread, by=town.bruno, now=timezone.now())
    correction.revise(text=THREAD, is_thread=True, by=town.bruno, accounts=[town.account], seen=1, now=timezone.now())
    corrected = publish(town, correction)
    records = there(town)
    below = [records[part.remote_id]["value"]["reply"] for part in corrected]
    assert below[0] == {"parent": ref(first), "root": ref(first)}
    assert below[1] == {"parent": ref(records[corrected[0].remote_id]), "root": ref(first)}


def test_a_correction_of_an_answer_stays_in_the_citizens_conversation(town: Town, bluesky: Network) -> None:
    eve = bluesky.create_account("eve")
    question = eve.post("à quelle heure ?")
    author = Profile("bluesky", eve.did, eve.handle, "Eve")
    seen = SeenPost("bluesky", question.native_id, author, "à quelle heure ?", timezone.now(), version=question.version)
    answer = write(town, "À 9 h.", in_reply_to=Post.store(seen, now=timezone.now()))
    [answered] = publish(town, answer)
    correction = amending.correct(answer, by=town.bruno, now=timezone.now())
    [corrected] = publish(town, correction)
    records = there(town)
    root = {"uri": question.native_id, "cid": question.version}
    assert records[corrected.remote_id]["value"]["reply"] == {"parent": ref(records[answered.remote_id]), "root": root}


def test_a_deleted_post_is_no_longer_there(town: Town) -> None:
    [gone] = publish(town, write(town, FAULTY))
    [kept] = publish(town, write(town, "Un autre."))
    gone.take_away(by=town.chloe, now=timezone.now())
    send_due(timezone.now())
    assert list(there(town)) == [kept.remote_id]
    gone.refresh_from_db()
    assert gone.gone_at is not None


def test_nobody_changes_the_text_of_a_post_on_bluesky(town: Town) -> None:
    draft = write(town, FAULTY)
    publish(town, draft)
    with pytest.raises(NotAllowed):
        amending.change_text(draft, by=town.bruno, now=timezone.now())
    forced = write(town, "Autre.", amends=draft, amendment="edit")
    with pytest.raises(Blocked, match="Bluesky"):
        forced.submit(by=town.bruno, now=timezone.now())
