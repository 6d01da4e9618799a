"""What a page of the desk asks of the database does not grow with what is there, and nothing is asked for in vain."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.inbox.models import CaseLabel, Label, Note
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again, answer, ask
from tests.inbox.promised import promise
from tests.inbox.questions import service

BARE, FULL = 22, 33  # queries of the page of a case with nothing beside it, and with much


@pytest.fixture
def desk(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.driss)
    client.get(reverse("inbox"))  # what a process reads once
    return client


def queries(desk: Client, page: str, *arguments: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(reverse(page, args=arguments)).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


def test_a_case_with_nothing_beside_it_is_asked_for_nothing_in_vain(feurs: Feurs, desk: Client) -> None:
    asked = queries(desk, "case", ask(feurs, 0).pk)
    assert len(asked) <= BARE
    for table in ("note", "writing", "consultation", "statuspage", "moderationact", "merging", "apart", "reply"):
        assert not [sql for sql in asked if sql.startswith(f'SELECT "inbox_{table}"')], table


def test_a_case_with_much_beside_it_costs_no_more_for_more_of_it(feurs: Feurs, desk: Client) -> None:
    promise(feurs, 60)
    case = ask(feurs, 0)
    answer(feurs, case, 1)
    case = ask(feurs, 2, reply_to=case.latest.native_id)
    again(case).hand_to(service(feurs), by=feurs.driss, now=NOW + minutes(3))
    _add_more(feurs, again(case), 0)
    few = queries(desk, "case", case.pk)
    for nth in range(1, 5):
        _add_more(feurs, again(case), nth)
    assert len(queries(desk, "case", case.pk)) == len(few) <= FULL


def _add_more(feurs: Feurs, case: Any, nth: int) -> None:
    label = Label(organisation=feurs.organisation)
    label.call(f"Sujet {nth}", by=feurs.driss, now=NOW)
    CaseLabel.put(case, label, on=True, by=feurs.driss, now=NOW)
    Note.write(case, f"Vu {nth}.", by=feurs.driss, to=feurs.chloe, now=NOW)
    answer(feurs, case, 4 + nth, f"Bonjour {nth}.")
    ask(feurs, 4.5 + nth)  # the same person, in another matter


def test_the_page_of_somebody_who_may_not_answer_asks_for_no_choices(feurs: Feurs, desk: Client) -> None:
    case = ask(feurs, 0)
    theirs = len(queries(desk, "case", case.pk))
    desk.force_login(feurs.bruno)
    assert len(queries(desk, "case", case.pk)) < theirs - 3
