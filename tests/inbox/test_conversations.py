"""Answers that came without a notification are found in the threads, once, and at a polite pace."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from beffroi.archive.models import Mention, Post
from beffroi.connectors.sandbox import SandboxConnector
from beffroi.inbox.conversations import AGAIN, LEASE, PACE
from beffroi.inbox.duties import count_answers, open_cases, poll_mentions, read_conversations
from beffroi.inbox.models import Case, Conversation, ConversationPoll, MentionPoll
from beffroi.inbox.models.conversation import AGES, KEPT, rest
from tests.cast import NOW, Feurs, minutes

POST = "La piscine rouvre lundi."


def look(now: datetime = NOW) -> None:
    """One round of both duties, and of the one that makes cases."""
    count_answers(now)
    while read_conversations(now):
        pass
    while open_cases(now):
        pass


def missed(feurs: Feurs, now: datetime = NOW) -> None:
    """The notifications are read, as if they had told of nothing."""
    MentionPoll.objects.update_or_create(account=feurs.account, defaults={"cursor": str(feurs.sandbox.end())})
    MentionPoll.objects.update(due_at=now + timedelta(days=30))


def test_a_reply_without_a_notification_opens_a_case_once(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    question = feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(5))
    missed(feurs)
    poll_mentions(NOW)
    assert not Mention.objects.exists()
    look()
    look(NOW + minutes(5))
    case = Case.objects.get()
    assert (case.latest.native_id, case.account) == (question, feurs.account)
    assert Mention.objects.count() == 1


def test_what_a_notification_told_too_is_one_case(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(5))
    poll_mentions(NOW)
    look()
    assert (Case.objects.count(), Mention.objects.count()) == (1, 1)


def test_a_post_that_quotes_ours_opens_a_case_that_shows_what_it_quotes(feurs: Feurs, client: Client) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    Post.store(feurs.connector.own_posts("", NOW - KEPT)[0][0][0], now=NOW)
    feurs.sandbox.say("eve", "Enfin !", quote_of=ours, at=NOW - minutes(5))
    poll_mentions(NOW)
    open_cases(NOW)
    client.force_login(feurs.driss)
    page = client.get(f"/inbox/{Case.objects.get().pk}", headers={"accept-language": "en"}).content.decode()
    assert "It quotes:" in page and POST in page


def test_a_quotation_without_a_notification_is_found(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    feurs.sandbox.say("eve", "Enfin !", quote_of=ours, at=NOW - minutes(5))
    missed(feurs)
    look()
    assert Case.objects.get().latest.text == "Enfin !"


def test_what_stands_far_down_is_found_though_nobody_counts_it(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    first = feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(20))
    look()
    feurs.sandbox.say("eve", "Et mardi ?", reply_to=first, at=NOW)
    missed(feurs)
    look(NOW + minutes(5))
    assert Case.objects.get().latest.text == "À quelle heure ?"  # below our post as many are counted as before
    look(NOW - minutes(30) + AGES[0])
    assert Case.objects.get().latest.text == "Et mardi ?"


def test_where_as_many_are_counted_as_before_nothing_is_read(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(20))
    look()
    count_answers(NOW + minutes(2))
    assert read_conversations(NOW + minutes(2)) == 0


def test_a_post_without_answers_costs_no_row(feurs: Feurs) -> None:
    feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    look()
    assert not Conversation.objects.exists()


def test_the_older_and_the_longer_the_seldomer() -> None:
    hour = timedelta(hours=1)
    assert rest(minutes(5), 1) == minutes(1)
    assert rest(5 * hour, 1) == minutes(10)
    assert rest(30 * hour, 1) == hour == rest(9 * 24 * hour, 1)
    assert rest(minutes(5), 2000) > minutes(15)


def test_a_conversation_that_grows_all_the_time_rests_between_two_readings(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - timedelta(hours=5))
    feurs.sandbox.say("eve", "Un", reply_to=ours, at=NOW - minutes(1))
    look()
    feurs.sandbox.say("eve", "Deux", reply_to=ours, at=NOW)
    missed(feurs)
    look(NOW + PACE)
    assert Mention.objects.count() == 1
    look(NOW + minutes(10))
    assert Mention.objects.count() == 2


def test_old_posts_are_not_looked_at_and_their_rows_go(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - KEPT - timedelta(hours=1))
    feurs.sandbox.say("eve", "Et alors ?", reply_to=ours, at=NOW)
    missed(feurs)
    look()
    assert not Conversation.objects.exists()
    Conversation.objects.create(account=feurs.account, native_id="x", said_at=NOW - 3 * KEPT, answers=1)
    count_answers(NOW + PACE)
    assert not Conversation.objects.exists()


def test_a_network_that_asks_to_wait_is_asked_later_and_loses_nothing(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(20))
    count_answers(NOW)
    feurs.sandbox.rate_limit(3600)
    assert read_conversations(NOW) == 1
    assert Conversation.objects.get().due_at == NOW + timedelta(seconds=3600)
    count_answers(NOW + PACE)
    assert ConversationPoll.objects.get().trouble
    feurs.sandbox.recover()
    look(NOW + PACE + timedelta(seconds=3600))
    assert Case.objects.count() == 1
    assert not ConversationPoll.objects.get().trouble


def test_lost_access_waits_for_a_person(feurs: Feurs) -> None:
    feurs.sandbox.lose_access("feurs")
    count_answers(NOW)
    feurs.account.connection.refresh_from_db()
    assert feurs.account.connection.lost_at == NOW
    assert count_answers(NOW + AGAIN) == 0


def test_a_reader_that_dies_half_way_leaves_the_rest_to_the_next(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(30))
    first = feurs.sandbox.say("eve", "Un", reply_to=ours, at=NOW - minutes(20))
    feurs.sandbox.say("eve", "Deux", reply_to=first, at=NOW - minutes(10))
    count_answers(NOW)
    whole = SandboxConnector.answers

    def cut(self: SandboxConnector, native_id: str) -> Any:
        yield next(iter(whole(self, native_id)))
        raise RuntimeError("the worker dies here")

    with monkeypatch.context() as patch:
        patch.setattr(SandboxConnector, "answers", cut)
        read_conversations(NOW)
    assert Mention.objects.count() == 1
    assert read_conversations(NOW + LEASE) == 1
    assert [mention.post.text for mention in Mention.objects.order_by("pk")] == ["Un", "Deux"]


def test_a_message_seen_only_after_the_answer_makes_the_case_wait(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(60))
    feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(20))
    poll_mentions(NOW - minutes(19))
    open_cases(NOW - minutes(19))
    early = feurs.sandbox.say("eve", "Et mardi ?", reply_to=ours, at=NOW - minutes(40))  # seen by nobody until now
    missed(feurs)
    case = Case.objects.get()
    case.close(by=feurs.driss, now=NOW - minutes(10))
    look()
    case.refresh_from_db()
    assert (case.latest.native_id, case.waiting_since, case.closed_at) == (early, NOW, None)
    assert list(Case.objects.waiting()) == [case]


def test_an_older_message_found_while_the_case_waits_is_read_with_the_rest(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(60))
    latest = feurs.sandbox.say("eve", "À quelle heure ?", reply_to=ours, at=NOW - minutes(20))
    poll_mentions(NOW - minutes(19))
    open_cases(NOW - minutes(19))
    feurs.sandbox.say("eve", "Et mardi ?", reply_to=ours, at=NOW - minutes(40))
    missed(feurs)
    look()
    case = Case.objects.get()
    assert (case.latest.native_id, case.waiting_since) == (latest, NOW - minutes(20))
    assert case.messages().count() == 3  # with our own post, which nobody sent through Beffroi


def a_long_conversation(feurs: Feurs, replies: int) -> Case:
    """As the archive holds it once it was read."""
    ours = feurs.sandbox.say("feurs", POST, at=NOW - timedelta(days=1))
    feurs.sandbox.say("eve", "Réponse 0", reply_to=ours, at=NOW - timedelta(hours=20))
    look(NOW - timedelta(hours=19))
    case = Case.objects.get()
    more = [
        Post(
            network="sandbox",
            native_id=f"reply-{number}",
            conversation=case.conversation,
            reply_to=ours,
            author_id=f"someone-{number}",
            author_handle=f"someone-{number}",
            author_name=f"Someone {number}",
            text=f"Réponse {number}",
            published_at=NOW - timedelta(hours=19) + timedelta(seconds=number),
            seen_at=NOW,
        )
        for number in range(1, replies)
    ]
    Mention.objects.bulk_create([Mention(post=post, account=feurs.account) for post in Post.objects.bulk_create(more)])
    return case


def test_a_conversation_of_2000_replies_is_paged(
    feurs: Feurs, client: Client, django_assert_max_num_queries: Any
) -> None:
    case = a_long_conversation(feurs, 2000)
    client.force_login(feurs.driss)
    with django_assert_max_num_queries(60):
        page = client.get(f"/inbox/{case.pk}", headers={"accept-language": "en"}).content.decode()
    assert "2,001 messages in this conversation." in page.replace("\u202f", ",") or "2001 messages" in page
    assert "Réponse 1999<" in page and "Réponse 1799<" not in page
    assert page.count('class="said"') == 200
    older = page.split('href="?older=')[1].split('"')[0]
    page = client.get(f"/inbox/{case.pk}?older={older}", headers={"accept-language": "en"}).content.decode()
    assert "Réponse 1799<" in page and "Réponse 1800<" not in page
    assert "Read the newest messages" in page and 'id="thread" data-live' not in page


def test_2000_replies_are_read_part_by_part(feurs: Feurs) -> None:
    ours = feurs.sandbox.say("feurs", POST, at=NOW - minutes(50))
    with feurs.sandbox.locked():
        for number in range(2000):
            said = {"act": "post", "id": f"r{number}", "account": "nobody", "text": f"Réponse {number}"}
            at = (NOW - minutes(40) + timedelta(seconds=number)).isoformat()
            feurs.sandbox.append({**said, "at": at, "reply_to": ours, "root": ours})
    missed(feurs)
    count_answers(NOW)
    assert read_conversations(NOW) == 1
    assert Mention.objects.count() == 2000
    assert read_conversations(NOW + minutes(5)) == 0
