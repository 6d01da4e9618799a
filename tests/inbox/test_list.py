"""The list of cases: what its address asks for, whose turn it is, and what can be done from it."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.inbox.models import Act, Case, CaseLabel, Label, Seat, Snooze
from beffroi.inbox.wanted import VIEWS, Wanted, figures
from tests.cast import NOW, Feurs, minutes
from tests.inbox.asking import again, answer, ask
from tests.inbox.hits import note_on_a_blog

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def cases(feurs: Feurs) -> dict[str, Case]:
    """One case in each place where a case can stand."""
    roads = feurs.organisation.teams.create(name="Voirie")
    Seat.take([roads], feurs.organisation, by=feurs.driss, now=NOW)
    made = {
        name: ask(feurs, minute, who=f"c{minute}") for minute, name in enumerate(("free", "mine", "roads", "later"))
    }
    made["mine"].give_to(feurs.driss, by=feurs.driss, now=NOW + minutes(10))
    made["roads"].hand_to(roads, by=feurs.driss, now=NOW + minutes(10))
    Snooze.put(made["later"], NOW + minutes(600), by=feurs.driss, now=NOW + minutes(10))
    made["answered"], made["closed"] = ask(feurs, 11, who="c11"), ask(feurs, 12, who="c12")
    answer(feurs, made["answered"], 13)
    made["closed"].close(by=feurs.driss, now=NOW + minutes(14))
    return made


def listed(feurs: Feurs, cases: dict[str, Case], **asked: str) -> list[str]:
    names = {case.pk: name for name, case in cases.items()}
    wanted = Wanted.read(asked)
    found = wanted.cases(feurs.organisation, by=feurs.driss).order_by(*wanted.sorts(promised=False))
    return [names[case.pk] for case in found]


def test_each_view_shows_whose_turn_it_is(feurs: Feurs, cases: dict[str, Case]) -> None:
    assert {show: listed(feurs, cases, show=show) for show in VIEWS} == {
        "waiting": ["free", "mine", "roads"],
        "mine": ["mine"],
        "service": ["roads"],
        "nobody": ["free"],
        "snoozed": ["later"],
        "answered": ["answered"],
        "closed": ["closed"],
        "past": [],
        "all": ["closed", "answered", "later", "roads", "mine", "free"],
    }
    assert [again(cases[name]).turn for name in ("free", "later", "answered", "closed")] == [
        "waiting",
        "snoozed",
        "answered",
        "closed",
    ]


def test_the_figures_are_those_of_the_views_in_one_query(
    feurs: Feurs, cases: dict[str, Case], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # one of them asks where this person works
        counted = figures(feurs.organisation, by=feurs.driss)
    assert counted == {show: len(listed(feurs, cases, show=show)) for show in counted}


def test_who_works_at_no_service_is_told_of_none(feurs: Feurs, cases: dict[str, Case]) -> None:
    assert figures(feurs.organisation, by=feurs.chloe)["service"] == 0


def test_a_list_can_be_narrowed_down(feurs: Feurs, cases: dict[str, Case]) -> None:
    label = Label(organisation=feurs.organisation)
    label.call("Éclairage", by=feurs.driss, now=NOW)
    CaseLabel.put(cases["free"], label, on=True, by=feurs.driss, now=NOW)
    Act.press("prioritise", [again(cases["mine"])], "urgent", by=feurs.driss, now=NOW)
    elsewhere = Case.take_elsewhere(note_on_a_blog(), feurs.organisation, by=feurs.driss, now=NOW)
    cases["blog"] = elsewhere
    assert listed(feurs, cases, label=str(label.pk)) == ["free"]
    assert listed(feurs, cases, priority="urgent") == ["mine"]
    assert listed(feurs, cases, team=str(cases["roads"].team_id)) == ["roads"]
    assert listed(feurs, cases, network="elsewhere") == ["blog"]
    assert listed(feurs, cases, network="sandbox", show="all", q="bonjour", label=str(label.pk)) == ["free"]


@pytest.mark.parametrize("few", [0, 1_000])
def test_what_few_cases_have_and_what_many_have_is_found_alike(
    few: int, feurs: Feurs, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.inbox.wanted.FEW", few)
    label, roads = Label(organisation=feurs.organisation), str(cases["roads"].team_id)
    label.call("Éclairage", by=feurs.driss, now=NOW)
    for name in ("free", "later", "closed", "roads"):
        CaseLabel.put(cases[name], label, on=True, by=feurs.driss, now=NOW)
    assert listed(feurs, cases, label=str(label.pk)) == ["free", "roads"]
    assert listed(feurs, cases, label=str(label.pk), show="all") == ["closed", "later", "roads", "free"]
    assert listed(feurs, cases, label=str(label.pk), team=roads) == ["roads"]
    assert listed(feurs, cases, label=str(label.pk), q="bonjour", network="sandbox") == ["free", "roads"]
    assert listed(feurs, cases, label=str(label.pk), q="piscine") == []
    assert listed(feurs, cases, label=str(label.pk), network="elsewhere") == []


def test_nobody_lists_the_cases_of_another_organisation(feurs: Feurs, cases: dict[str, Case]) -> None:
    other = Organisation.objects.create(name="Ailleurs")
    for asked in (
        {"q": "bonjour"},
        {"priority": "normal"},
        {"network": "sandbox"},
        {"team": str(cases["roads"].team_id)},
    ):
        assert not Wanted.read({"show": "all", **asked}).cases(other, by=feurs.eve).exists(), asked


def test_what_cannot_be_asked_for_is_left_out(feurs: Feurs, cases: dict[str, Case]) -> None:
    odd = {"show": "no", "team": "x", "label": "-1", "priority": "very"}
    assert Wanted.read(odd) == Wanted()
    assert listed(feurs, cases, **odd) == ["free", "mine", "roads"]


def test_the_address_of_a_list_says_all_of_it(feurs: Feurs, cases: dict[str, Case], client: Client) -> None:
    asked = {"show": "all", "q": "bonjour", "priority": "normal"}
    assert Wanted.read(asked).link() == "show=all&q=bonjour&priority=normal"
    client.force_login(feurs.driss)
    shown = client.get(f"{reverse('inbox')}?{Wanted.read(asked).link()}", headers=ENGLISH).content.decode()
    assert 'value="bonjour"' in shown
    assert "?show=mine&amp;q=bonjour&amp;priority=normal" in shown


def test_the_next_page_goes_on_with_the_same_list(feurs: Feurs, client: Client) -> None:
    for minute in range(42):
        ask(feurs, minute, f"trottoir {minute} ?", who=f"p{minute}")
    client.force_login(feurs.driss)
    first = client.get(reverse("inbox"), {"q": "trottoir"}, headers=ENGLISH)
    assert [case.latest.text for case in first.context["page"].rows][:2] == [
        "@feurs trottoir 0 ?",
        "@feurs trottoir 1 ?",
    ]
    after = first.context["page"].after
    second = client.get(reverse("inbox"), {"q": "trottoir", "after": after}, headers=ENGLISH)
    assert [case.latest.text for case in second.context["page"].rows] == [
        "@feurs trottoir 40 ?",
        "@feurs trottoir 41 ?",
    ]


def test_the_list_costs_no_more_queries_for_more_cases(
    feurs: Feurs, cases: dict[str, Case], client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(feurs.driss)
    for minute in range(30):
        ask(feurs, 20 + minute, who=f"p{minute}")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(reverse("inbox"))


def test_a_reader_who_may_not_answer_is_offered_nothing_to_press(
    feurs: Feurs, cases: dict[str, Case], client: Client
) -> None:
    client.force_login(feurs.bruno)
    shown = client.get(reverse("inbox"), headers=ENGLISH).content.decode()
    assert "data-pick" not in shown
    assert 'id="bulk"' not in shown


def test_what_is_set_aside_is_not_counted_where_it_is_in_nobody_s_way(
    feurs: Feurs, cases: dict[str, Case], client: Client
) -> None:
    client.force_login(feurs.driss)
    assert client.get(reverse("today")).context["nav"]["inbox"] == 3


def test_where_something_is_promised_what_is_due_first_is_first_unless_one_asks_otherwise() -> None:
    assert Wanted.read({}).sorts(promised=True) == ("answer_by", "pk")
    assert Wanted.read({"order": "waiting"}).sorts(promised=True) == Wanted.read({}).sorts(promised=False)
    assert Wanted.read({"show": "closed"}).sorts(promised=True) == ("-waiting_since", "-pk")
