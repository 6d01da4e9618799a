"""Where an article stands in an ordered list: the rule, on real lists and on made ones."""

import json
from datetime import timedelta
from typing import Any

import pytest

from beffroi.engines.procedure import BadQuestion, Judgement, Question, State, judge
from beffroi.engines.procedure.discussion import Amendment, Subdivision, order_of, standing
from tests.sources.samples import MADE_AT, sample

MIDDLE = "senat/liste_discussion_103393.json"
FINISHED = "senat/liste_discussion_106.json"
COMMITTEE = "senat/liste_discussion_610.json"
LISTS = [name for name in MADE_AT if name.startswith("senat/")]


def judged(name: str, subject: str) -> Judgement:
    return judge("senat", sample(name), Question(subject), now=MADE_AT[name] + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("name", "subject", "state"),
    [
        (MIDDLE, "Motions", State.COMPATIBLE),
        (MIDDLE, "Article 1er", State.NO_DATA),
        (MIDDLE, "Article 2", State.COMPATIBLE),
        (MIDDLE, "Article 2 bis", State.PENDING_VOTE),
        (MIDDLE, "Article 2 ter", State.NO_DATA),
        (MIDDLE, "Article 2 quater", State.CONTRADICTED),
        (MIDDLE, "Article 2 quinquies", State.CONTRADICTED),
        (FINISHED, "Article 1er", State.NO_DATA),
        (FINISHED, "Article 4", State.NO_DATA),
        (FINISHED, "Article 5", State.COMPATIBLE),
        (FINISHED, "Article 6", State.COMPATIBLE),
        (COMMITTEE, "l'article premier", State.COMPATIBLE),
        (COMMITTEE, "ART. 2", State.COMPATIBLE),
        (COMMITTEE, "Intitulé", State.PENDING_VOTE),
        ("synthetic/senat_liste_t1_1500.json", "Article 1er", State.CONTRADICTED),
        ("synthetic/senat_liste_t2_1515.json", "Article 1er", State.CONTRADICTED),
        ("synthetic/senat_liste_t3_1543.json", "Article 1er", State.PENDING_VOTE),
        ("synthetic/senat_liste_t4_1552.json", "Article 1er", State.COMPATIBLE),
    ],
)
def test_the_lists_of_the_senat_say_what_was_measured_on_them(name: str, subject: str, state: State) -> None:
    assert judged(name, subject).state is state


@pytest.mark.parametrize("name", ["senat/liste_discussion_103394.json", "senat/liste_discussion_103395.json"])
def test_before_its_discussion_every_article_with_an_amendment_contradicts(name: str) -> None:
    for row in json.loads(sample(name))["Subdivisions"]:
        expected = State.CONTRADICTED if row["Amendements"] else State.NO_DATA
        assert judged(name, row["libelle_subdivision"]).state is expected, row["libelle_subdivision"]


@pytest.mark.parametrize("name", LISTS)
def test_no_list_ever_confirms(name: str) -> None:
    rows = json.loads(sample(name))["Subdivisions"]
    states = {judged(name, row["libelle_subdivision"]).state for row in rows}
    assert State.CONFIRMED not in states


def test_an_article_without_amendments_that_the_discussion_has_passed_is_told() -> None:
    assert [reason.say[:31] for reason in judged(MIDDLE, "Article 1er").reasons] == [
        "There is no amendment to “{subj",
        "The discussion has passed over ",
    ]
    assert len(judged(MIDDLE, "Article 2 ter").reasons) == 1


def test_the_numbers_are_told_and_kept_as_evidence() -> None:
    judgement = judged("synthetic/senat_liste_t2_1515.json", "Article 1er")
    assert str(judgement.reasons[0]) == "Amendments to “Article 1er”: 2 of 4 are still to be decided."
    assert judgement.evidence["undecided"] == 2
    assert judgement.evidence["fates"] == {"Rejeté": 1, "Retiré": 1}
    json.dumps(judgement.evidence)


def test_an_article_that_is_not_there_says_nothing() -> None:
    judgement = judged(MIDDLE, "Article 99")
    assert judgement.state is State.NO_DATA
    assert "Not in this list" in str(judgement.reasons[0])


def test_a_question_without_a_division_is_no_question() -> None:
    with pytest.raises(BadQuestion):
        judged(MIDDLE, " ")


def rows(*of: tuple[str, str]) -> list[Subdivision]:
    """From labels and fates: "AR-" is adopted, rejected, not decided yet; "r" is withdrawn."""
    words = {"A": "Adopté", "R": "Rejeté", "r": "Retiré", "-": ""}
    return [
        Subdivision(label, tuple(Amendment(str(at), words[fate]) for at, fate in enumerate(fates)))
        for label, fates in of
    ]


@pytest.mark.parametrize(
    ("listed", "state"),
    [
        ([("Article 2", ""), ("Article 3", "")], State.NO_DATA),
        ([("Article 2", "-"), ("Article 3", "A")], State.CONTRADICTED),
        ([("Article 2", "AR-"), ("Article 3", "A")], State.CONTRADICTED),
        ([("Article 2", "AR"), ("Article 3", "-")], State.PENDING_VOTE),
        ([("Article 2", "AR"), ("Article 3", "A-")], State.COMPATIBLE),
        ([("Article 1er", "A"), ("Article 2", "AR")], State.PENDING_VOTE),  # what is before is not after
        ([("Article 2", "AR"), ("Article 2 bis", ""), ("Article 3", "A")], State.COMPATIBLE),
        # reserved: an empty reminder in its place, the amendments where it is discussed
        ([("Article 2 (Réservé)", ""), ("Article 3", "A"), ("Article 2", "-"), ("Article 4", "")], State.CONTRADICTED),
        ([("Article 2 (Réservé)", ""), ("Article 3", "A"), ("Article 2", "A"), ("Article 4", "-")], State.PENDING_VOTE),
        ([("Article 2 (Réservé)", ""), ("Article 2", "A"), ("Article 4", "A")], State.COMPATIBLE),
        ([("Article 2 (réservé)", "A"), ("Article 4", "A")], State.PENDING_VOTE),
        ([("Article 2 (précédemment réservé)", "A"), ("Article 4", "A")], State.COMPATIBLE),
        ([("Article 2 (appelé en priorité)", "A"), ("Article 1er", "A"), ("Article 2", "")], State.PENDING_VOTE),
        # amendments in two places are those of one article
        ([("Article 2", "A"), ("Article 3", "A"), ("Article 2 (seconde délibération)", "-")], State.CONTRADICTED),
        ([("Article 2 (vote bloqué)", "A"), ("Article 3", "A")], State.PENDING_VOTE),
        # an annex is voted with its article: it is not what comes after it
        ([("Article 2", "A"), ("Article 2 - Annexe A", "A"), ("Article 3", "-")], State.PENDING_VOTE),
        ([("Article 2", "A"), ("Article 2 - Annexe A", "-"), ("Article 3", "A")], State.PENDING_VOTE),
        ([("Article 2", "A"), ("Article 2 - Annexe A", "A"), ("Article 3", "A")], State.COMPATIBLE),
    ],
)
def test_the_rule_holds_in_every_order(listed: list[tuple[str, str]], state: State) -> None:
    assert standing(rows(*listed), "Article 2").state is state


def says(judgement: Judgement, words: str) -> bool:
    return any(words in str(reason) for reason in judgement.reasons)


def test_what_holds_is_told_in_words() -> None:
    assert says(standing(rows(("Article 2 (réservé)", "A"), ("Article 4", "A")), "Article 2"), "reserved")
    assert says(standing(rows(("Article 2 (vote unique)", "A"), ("Article 3", "A")), "Article 2"), "single vote")
    assert says(standing(rows(("Article 2", "A"), ("Seconde délibération", "")), "Article 2"), "second deliberation")
    assert says(standing(rows(("Article 2", ""), ("Article 3", "A"), ("Article 2", "A")), "Article 2"), "2 times")
    annex = rows(("Article 2", "A"), ("Article 2 - Annexe A", "-"), ("Article 3", "A"))
    assert says(standing(annex, "Article 2"), "Annexe A")


def test_withdrawals_after_it_are_a_weak_sign_and_said_to_be_one() -> None:
    assert says(standing(rows(("Article 2", "A"), ("Article 3", "r-")), "Article 2"), "withdrawn")
    assert not says(standing(rows(("Article 2", "A"), ("Article 3", "rR")), "Article 2"), "withdrawn")


def test_a_changed_order_is_told() -> None:
    before = rows(("Article 2", "A"), ("Article 3", "A"))
    after = list(reversed(before))
    assert says(standing(after, "Article 2", order=order_of(before)), "order of discussion has changed")
    assert not says(standing(before, "Article 2", order=order_of(before)), "order of discussion")


def test_the_order_travels_through_the_question() -> None:
    first = judged(MIDDLE, "Article 2")
    listed: dict[str, Any] = json.loads(sample(MIDDLE))
    listed["Subdivisions"].reverse()
    question = Question("Article 2", {"order": first.evidence["order"]})
    body = json.dumps(listed).encode()
    assert says(judge("senat", body, question, now=MADE_AT[MIDDLE]), "order of discussion has changed")
