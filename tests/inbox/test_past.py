"""What was said before is brought in: nobody is rung, nothing is promised, nothing is lost or there twice."""

import json
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.inbox.duties import open_cases, poll_mentions, read_past, route_cases, tell_deadlines
from beffroi.inbox.filed import import_mentions
from beffroi.inbox.models import BroughtIn, Case, Clock, Deadline, MentionPoll, PastReading, Routing
from beffroi.inbox.past import FARTHEST, LEASE, PACE
from beffroi.journal.models import Event
from beffroi.listening.filed import Row, rows
from beffroi.listening.models import OptOut
from beffroi.notify.models import Message
from beffroi.site.commands.imports.mentions import run
from tests.cast import NOW, Feurs, minutes
from tests.inbox.promised import promise

ENGLISH = {"accept-language": "en"}
A_YEAR_AGO = NOW - timedelta(days=360)


def said(feurs: Feurs, number: int, days: int = 200) -> str:
    return feurs.sandbox.say("eve", f"@feurs Question {number}", at=NOW - timedelta(days=days) + minutes(number))


def asked(feurs: Feurs, since: datetime = A_YEAR_AGO) -> PastReading:
    """The account is asked for; what the poll has read before does not matter here."""
    MentionPoll.objects.create(
        account=feurs.account, cursor=str(feurs.sandbox.end()), due_at=NOW + 400 * FARTHEST / 366
    )
    return PastReading.ask(feurs.account, since=since, by=feurs.ana, now=NOW)


def read(now: datetime = NOW) -> PastReading:
    """To the end, a page every twenty seconds."""
    while read_past(now):
        now += PACE
    return PastReading.objects.get()


def test_a_year_is_read_page_by_page_and_is_of_the_past(feurs: Feurs) -> None:
    numbers = [said(feurs, number) for number in range(120)]
    asked(feurs)
    assert read_past(NOW) == 1
    assert BroughtIn.objects.count() == 50
    assert read_past(NOW) == 0  # not before twenty seconds have passed
    reading = read(NOW + PACE)
    assert (reading.found, reading.known, reading.trouble) == (120, 0, {})
    assert reading.ended_at is not None
    assert set(Post.objects.values_list("native_id", flat=True)) == set(numbers)
    assert Case.objects.count() == BroughtIn.objects.count() == 120
    assert not Case.objects.waiting()


def test_the_past_rings_nobody_starts_no_clock_and_is_not_routed(feurs: Feurs) -> None:
    promise(feurs, 60)
    said(feurs, 1)
    asked(feurs)
    read()
    for now in (NOW + minutes(1), NOW + timedelta(days=1)):
        open_cases(now)
        route_cases(now)
        tell_deadlines(now)
    assert not (Clock.objects.exists() or Deadline.objects.exists() or Routing.objects.exists())
    assert not Message.objects.exists()
    assert not Event.objects.filter(verb__in=["CASE_OPENED", "CASE_GREW"]).exists()


def test_what_is_known_to_be_answered_says_so(feurs: Feurs, client: Client) -> None:
    question = said(feurs, 1)
    feurs.sandbox.say("feurs", "Oui.", reply_to=question, at=NOW - timedelta(days=199))
    said(feurs, 2)
    asked(feurs)
    read()
    one, other = BroughtIn.objects.order_by("case__waiting_since")
    assert (one.is_answered, other.is_answered) == (True, False)
    client.force_login(feurs.driss)
    page = client.get("/inbox?show=past", headers=ENGLISH).content.decode()
    assert "Of the past" in page and "no answer known" in page
    page = client.get(f"/inbox/{one.case_id}", headers=ENGLISH).content.decode()
    assert "Our last answer is of" in page and "Oui." in page


def test_the_past_drowns_no_list(feurs: Feurs, client: Client) -> None:
    said(feurs, 1)
    client.force_login(feurs.driss)
    assert "Of the past" not in client.get("/inbox", headers=ENGLISH).content.decode()
    asked(feurs)
    read()
    page = client.get("/inbox", headers=ENGLISH).content.decode()
    assert "Question 1" not in page and "Of the past" in page


def test_a_new_message_opens_a_case_of_the_past_like_every_other(feurs: Feurs) -> None:
    question = said(feurs, 1)
    asked(feurs)
    read()
    feurs.sandbox.say("eve", "@feurs Et maintenant ?", reply_to=question, at=NOW)
    MentionPoll.objects.update(due_at=NOW)
    poll_mentions(NOW)
    open_cases(NOW)
    case = Case.objects.get()
    assert list(Case.objects.waiting()) == [case]
    assert Clock.objects.get().found_at == NOW
    BroughtIn.mark([case])
    assert case.of_the_past is None


def test_a_question_of_this_week_is_of_today_however_it_was_found(feurs: Feurs) -> None:
    said(feurs, 1, days=3)
    asked(feurs)
    read()
    open_cases(NOW)
    assert list(Case.objects.waiting()) == [Case.objects.get()]
    assert not BroughtIn.objects.exists()


def test_the_first_reading_of_an_account_floods_no_desk(feurs: Feurs) -> None:
    for number in range(60):
        said(feurs, number, days=30)
    said(feurs, 99, days=1)
    poll_mentions(NOW)
    open_cases(NOW)
    assert [case.latest.text for case in Case.objects.waiting()] == ["@feurs Question 99"]
    assert BroughtIn.objects.count() == 60


def test_a_case_that_lives_only_grows_by_its_past(feurs: Feurs) -> None:
    first = said(feurs, 1)
    feurs.sandbox.say("eve", "@feurs Alors ?", reply_to=first, at=NOW - minutes(5))
    poll_mentions(NOW - minutes(4))
    open_cases(NOW - minutes(4))
    case = Case.objects.exclude(closed_at=None).first() or Case.objects.get()
    Mention.objects.filter(post__native_id=first).delete()
    MentionPoll.objects.all().delete()
    asked(feurs)
    read()
    case.refresh_from_db()
    assert (case.latest.text, Case.objects.count()) == ("@feurs Alors ?", 1)


def test_a_second_reading_finds_nothing_new(feurs: Feurs) -> None:
    said(feurs, 1)
    asked(feurs)
    read()
    PastReading.ask(feurs.account, since=A_YEAR_AGO, by=feurs.ana, now=NOW + minutes(5))
    while read_past(NOW + minutes(6)):
        PastReading.objects.filter(ended_at=None).update(due_at=NOW + minutes(6))
    again = PastReading.objects.latest("pk")
    assert (again.found, again.known, Case.objects.count()) == (0, 1, 1)


def test_a_reader_that_is_killed_goes_on_where_it_was(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(120):
        said(feurs, number)
    asked(feurs)
    read_past(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(PastReading, "advance", lambda *_args, **_more: 1 / 0)  # killed before it could commit
        read_past(NOW + PACE)
    assert BroughtIn.objects.count() == 50
    assert read_past(NOW + PACE + minutes(1)) == 0
    read(NOW + PACE + LEASE)
    assert BroughtIn.objects.count() == 120


def test_a_network_that_asks_to_wait_is_waited_for(feurs: Feurs) -> None:
    said(feurs, 1)
    reading = asked(feurs)
    feurs.sandbox.rate_limit(900)
    read_past(NOW)
    reading.refresh_from_db()
    assert (reading.due_at, reading.ended_at) == (NOW + timedelta(seconds=900), None)
    assert reading.trouble
    feurs.sandbox.recover()
    assert read(NOW + timedelta(seconds=900)).found == 1


def test_a_network_that_lets_nobody_read_back_says_so(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "connect", lambda _account: object())  # a network that can nothing of the kind
    asked(feurs)
    reading = read()
    assert reading.ended_at is not None and "does not let" in str(reading.trouble)


def test_it_goes_back_no_further_than_was_asked(feurs: Feurs) -> None:
    said(feurs, 1, days=300)
    said(feurs, 2, days=100)
    asked(feurs, since=NOW - timedelta(days=200))
    read()
    assert [case.latest.text for case in Case.objects.all()] == ["@feurs Question 2"]


def test_who_asked_not_to_be_kept_is_left_out(feurs: Feurs) -> None:
    said(feurs, 1)
    OptOut.add(feurs.organisation, "sandbox", "eve", by=feurs.driss, now=NOW)
    asked(feurs)
    assert (read().left_out, Post.objects.count()) == (1, 0)


def test_only_who_connects_accounts_asks_for_the_past(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    assert client.get("/settings/inbox/past").status_code == 403
    assert client.post("/settings/inbox/past/account").status_code == 403


def test_the_page_asks_shows_how_far_it_is_and_stops(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    asking = {"account": feurs.account.pk, "since": "1999-01-01"}
    wrong = client.post("/settings/inbox/past/account", asking, headers=ENGLISH)
    assert wrong.status_code == 422 and "Choose a day of the last year." in wrong.content.decode()
    from django.utils import timezone

    day = timezone.localdate() - timedelta(days=30)
    for _press in range(2):
        client.post("/settings/inbox/past/account", {**asking, "since": day.isoformat()})
    reading = PastReading.objects.get()
    assert "Is being read" in client.get("/settings/inbox/past", headers=ENGLISH).content.decode()
    client.post(f"/settings/inbox/past/{reading.pk}/stopping")
    reading.refresh_from_db()
    assert (reading.due_at, reading.is_stopped) == (None, True)
    assert "Stopped" in client.get("/settings/inbox/past", headers=ENGLISH).content.decode()


# Out of a file

HEAD = "id;text;published_at;author;author_id;reply_to;conversation;answered_at"


def jsonl(*told: dict[str, Any]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told)


def one(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"m{number}", "text": f"Question {number}", "published_at": "2026-03-01T10:00:00+01:00", **more}


def bring(feurs: Feurs, tmp_path: Path, content: str | bytes) -> tuple[Any, list[Row]]:
    file, wrong = tmp_path / "mentions.txt", list[Row]()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = import_mentions(rows(file), feurs.account, by=feurs.ana, file=file.name, now=NOW, tell=wrong.append)
    return done, wrong


def test_a_file_is_brought_in_and_the_same_file_again_brings_nothing(feurs: Feurs, tmp_path: Path) -> None:
    content = jsonl(one(1, author="eve"), one(2, author="eve", answered_at="2026-03-02T09:00:00+01:00"))
    done, wrong = bring(feurs, tmp_path, content)
    assert (done.found, done.known, wrong) == (2, 0, [])
    again, _ = bring(feurs, tmp_path, content)
    assert (again.found, again.known, Case.objects.count()) == (0, 2, 2)
    assert [each.is_answered for each in BroughtIn.objects.order_by("pk")] == [False, True]
    assert not (Clock.objects.exists() or Message.objects.exists() or Case.objects.waiting())


def test_a_csv_with_our_answers_ties_them_to_their_questions(feurs: Feurs, tmp_path: Path) -> None:
    lines = [
        HEAD,
        "a1;Oui, lundi.;2026-03-01T12:00:00+01:00;@feurs;;m1;m1;",  # the answer stands before its question
        "m1;La piscine ouvre-t-elle ?;2026-03-01T10:00:00+01:00;eve;77;;;",
        "m2;Et mardi ?;2026-03-03T10:00:00+01:00;eve;77;;;",
    ]
    done, wrong = bring(feurs, tmp_path, "\r\n".join(lines))
    assert (done.found, wrong) == (2, [])
    question, other = Case.objects.order_by("waiting_since")
    assert [post.text for post in question.messages()] == ["La piscine ouvre-t-elle ?", "Oui, lundi."]
    assert question.brought_in.is_answered and not other.brought_in.is_answered
    assert list(other.earlier()) == [question]


def test_people_without_a_name_are_never_taken_for_one_person(feurs: Feurs, tmp_path: Path) -> None:
    bring(feurs, tmp_path, jsonl(one(1), one(2)))
    assert not Case.objects.latest("pk").earlier()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "m2", "text": "cou', "cut"),
        ('{"id": "m2", "text": "x"}', "published_at"),
        ('{"id": "m2", "text": "x", "published_at": "demain"}', "published_at"),
        ('{"text": "x", "published_at": "2026-03-01"}', "no id"),
        ('{"id": "m2", "text": "x", "published_at": "2026-03-01", "network": "mastodon"}', "another network"),
        ('{"id": "m2", "text": "x", "published_at": "2026-03-01", "answered_at": "bientôt"}', "answered_at"),
        ('{"id": "m2", "text": "x", "published_at": "2036-03-01"}', "future"),
        ("[1, 2]", "object"),
    ],
)
def test_a_wrong_line_is_told_and_loses_no_other(feurs: Feurs, tmp_path: Path, line: str, words: str) -> None:
    done, wrong = bring(feurs, tmp_path, f"{jsonl(one(1))}{line}\n{jsonl(one(3))}")
    assert (done.found, done.wrong) == (2, 1)
    assert [(row.line, words in row.flaw) for row in wrong] == [(2, True)]


def test_another_encoding_is_told_line_by_line(feurs: Feurs, tmp_path: Path) -> None:
    content = jsonl(one(1)).encode() + jsonl(one(2, text="été")).encode("latin-1") + jsonl(one(3)).encode()
    done, wrong = bring(feurs, tmp_path, content)
    assert (done.found, [(row.line, row.flaw) for row in wrong]) == (2, [(2, "This is not UTF-8 text.")])


def test_the_page_brings_in_a_file_and_names_its_wrong_lines_in_french(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.ana)
    file = BytesIO((jsonl(one(1)) + '{"id": "m2", "text": "cou\n').encode())
    file.name = "mentions.jsonl"
    told = client.post("/settings/inbox/past/file", {"account": feurs.account.pk, "file": file})
    page = told.content.decode()
    assert told.status_code == 422 and "Ligne 2" in page and "coupée" in page
    assert Case.objects.count() == 1
    nothing = client.post("/settings/inbox/past/file", {"account": feurs.account.pk}, headers=ENGLISH)
    assert nothing.status_code == 422
    sheet = BytesIO(b"PK\x03\x04 a spreadsheet")
    sheet.name = "mentions.xlsx"
    told = client.post("/settings/inbox/past/file", {"account": feurs.account.pk, "file": sheet}, headers=ENGLISH)
    assert told.status_code == 422 and "neither JSON Lines nor CSV" in told.content.decode()


def test_the_command_brings_in_a_file_or_asks_for_the_account(feurs: Feurs, tmp_path: Path) -> None:
    file, out = tmp_path / "mentions.jsonl", StringIO()
    file.write_text(jsonl(one(1)) + "{\n")
    where = {"account": "feurs", "organisation": "Ville de Feurs", "by": "ana@feurs.example"}
    assert run(file, None, out=out, **where) == 1
    assert "Line 2: This is not JSON" in out.getvalue() and "1 messages were brought in" in out.getvalue()
    assert run(None, None, out=out, **where) == 0
    assert PastReading.objects.get().account == feurs.account
    assert run(None, None, out=out, **{**where, "account": "autre"}) == 1
    assert "sandbox:feurs" in out.getvalue()
    assert run(None, None, out=out, **{**where, "by": "driss@feurs.example"}) == 1
    assert "may not" in out.getvalue()
