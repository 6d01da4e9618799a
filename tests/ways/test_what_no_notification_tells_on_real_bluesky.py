"""On the real Bluesky servers: a reply without a notification, a quotation, and the past of an account."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from beffroi.inbox.duties import count_answers, open_cases, poll_mentions, read_conversations, read_past
from beffroi.inbox.models import BroughtIn, Case, ConversationPoll, MentionPoll, PastReading
from beffroi.inbox.past import PACE, RECENT
from tests.network.far_side import POST, Network, now_text
from tests.ways.test_on_real_bluesky import Town, settle


@pytest.fixture
def town(transactional_db: None, bluesky_full: Network) -> Town:
    return settle(bluesky_full)


def look() -> None:
    """One round of what looks for answers."""
    now = timezone.now()
    ConversationPoll.objects.update(due_at=now)
    count_answers(now)
    read_conversations(now)
    open_cases(now)


def test_a_reply_that_came_before_its_post_and_a_quotation_are_one_case_each(town: Town, bluesky_full: Network) -> None:
    eve, driss = bluesky_full.create_account("eve"), bluesky_full.create_account("driss")
    ours = {"$type": POST, "text": "La mairie ferme à midi.", "createdAt": now_text()}
    key = {"collection": POST, "rkey": "3n2qrz74v422v", "record": ours}
    place = town.there.write("putRecord", key)
    bluesky_full.wait_for_post(place.native_id)
    town.there.delete(place)
    bluesky_full.wait_for_absence(place.native_id)
    strong = {"uri": place.native_id, "cid": place.version}
    early = eve.create(
        {"$type": POST, "text": "Même lundi ?", "createdAt": now_text(), "reply": {"root": strong, "parent": strong}}
    )
    bluesky_full.wait_for_post(early.native_id)
    assert town.there.write("putRecord", key) == place
    bluesky_full.wait_for_post(place.native_id)
    quoting = {"$type": "app.bsky.embed.record", "record": strong}
    quotation = driss.create({"$type": POST, "text": "Encore !", "createdAt": now_text(), "embed": quoting})
    bluesky_full.wait_for_post(quotation.native_id)

    poll_mentions(timezone.now())
    open_cases(timezone.now())
    assert early.native_id not in Case.objects.values_list("latest__native_id", flat=True)
    look()
    look()
    assert set(Case.objects.values_list("latest__native_id", flat=True)) == {early.native_id, quotation.native_id}
    assert Case.objects.get(latest__native_id=quotation.native_id).latest.quote_of == place.native_id


def test_the_past_of_an_account_is_brought_in_with_its_answers(town: Town, bluesky_full: Network) -> None:
    eve = bluesky_full.create_account("eve")
    asked = eve.post("la piscine ?", mention=town.there)
    town.there.post("Oui, lundi.", reply_to=asked)
    eve.post("et la bibliothèque ?", mention=town.there)
    later = datetime.now(UTC) + RECENT + timedelta(days=1)  # a week later all of it is of the past
    MentionPoll.objects.create(account=town.account, cursor='{"newest":"2999-01-01T00:00:00+00:00"}', due_at=None)
    PastReading.ask(town.account, since=later - timedelta(days=300), by=town.ana, now=later)
    moment = later
    while read_past(moment):
        moment += PACE
    told = {one.case.latest.native_id: one.is_answered for one in BroughtIn.objects.select_related("case__latest")}
    assert told[asked.native_id] is True and sorted(told.values()) == [False, True]
    assert not Case.objects.waiting().exists()
    reading = PastReading.objects.get()
    assert (reading.found, reading.ended_at is not None) == (2, True)
