"""Each question goes to its service: by the first rule that finds it, with the reason, and never against a person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.inbox.duties import route_cases
from beffroi.inbox.history import last_service
from beffroi.inbox.models import Assignment, Case, Place, Routing, RoutingRule
from beffroi.journal.models import Event
from beffroi.vocabulary import Post as SeenPost
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import LAMP, question, rule, seen, service

ENGLISH = {"accept-language": "en"}


def team_of(case: Case) -> str:
    case.refresh_from_db()
    return case.team.name if case.team else ""


def edit(case: Case, text: str, at: int = 5) -> None:
    """Its author changes the latest message on the network; the words that were read stay."""
    changed = SeenPost(
        network="sandbox",
        native_id=case.latest.native_id,
        author=seen(text).author,
        text=text,
        published_at=case.latest.published_at,
    )
    case.latest.change(changed, now=NOW + minutes(at), keep_words=True)


def test_the_first_rule_wins_and_all_are_listed_with_their_words(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire OU éclairage", team=service(feurs, "Éclairage"))
    rule(feurs, "Rues", text='"rue des Lilas"', team=service(feurs, "Voirie"))
    rule(feurs, "Eau", text="fuite", team=service(feurs, "Eau"))
    case = question(feurs)
    assert route_cases(NOW) == 1
    assert team_of(case) == "Éclairage"
    routing = Routing.objects.get()
    assert [(each["theme"], each["words"]) for each in routing.matched] == [
        ("Éclairage", ["lampadaire"]),
        ("Rues", ["rue des Lilas"]),
    ]
    said = Event.objects.get(verb="CASE_ROUTED")
    assert (said.actor, said.detail) == (None, {"team": "Éclairage", "theme": "Éclairage"})
    assert (Assignment.objects.get().by, Assignment.objects.get().team) == (None, service(feurs, "Éclairage"))


def test_nothing_is_done_twice(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs))
    question(feurs)
    assert [route_cases(NOW), route_cases(NOW + minutes(1))] == [1, 0]
    assert Assignment.objects.count() == 1


def test_what_no_rule_finds_stays_at_the_desk(feurs: Feurs) -> None:
    rule(feurs, "Eau", text="fuite", team=service(feurs, "Eau"))
    case = question(feurs)
    route_cases(NOW)
    assert team_of(case) == ""
    assert not Assignment.objects.exists()
    assert Routing.objects.get().matched == []


def test_a_case_that_a_person_handed_over_stays_there(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs, "Éclairage"))
    case = question(feurs)
    case.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW)
    route_cases(NOW + minutes(1))
    assert team_of(case) == "Eau"
    assert Routing.objects.get().is_kept


def test_a_place_is_a_condition(feurs: Feurs) -> None:
    for name, quarter in (("rue des Lilas", "Les Minimes"), ("rue Haute", "Centre")):
        Place.objects.create(organisation=feurs.organisation, name=name, quarter=quarter)
    rule(feurs, "Minimes", text="lampadaire", quarter="Les Minimes", team=service(feurs, "Sud"))
    rule(feurs, "Ailleurs", text="lampadaire", quarter="*", team=service(feurs, "Nord"))
    cases = [
        question(feurs, "Lampadaire éteint RUE DES LILAS"),
        question(feurs, "lampadaire rue haute"),
        question(feurs, "lampadaire des Minimes, quartier Les Minimes"),
        question(feurs, "lampadaire de mon jardin"),
    ]
    route_cases(NOW)
    assert [team_of(case) for case in cases] == ["Sud", "Nord", "Sud", ""]


def test_a_rule_whose_place_is_no_longer_known_finds_nothing(feurs: Feurs) -> None:
    rule(feurs, "Minimes", quarter="Les Minimes", team=service(feurs, "Sud"))
    case = question(feurs, "Les Minimes")
    route_cases(NOW)
    assert team_of(case) == ""


def test_history_leads_back_to_the_last_service_of_the_person(feurs: Feurs) -> None:
    rule(feurs, "Suite")
    before = question(feurs, "Bonjour", author="lucie")
    before.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW)
    again, first_time = question(feurs, "Toujours rien", author="lucie"), question(feurs, "Toujours rien", author="max")
    route_cases(NOW + minutes(1))
    assert (team_of(again), team_of(first_time)) == ("Eau", "")
    assert Routing.objects.get(case=again).matched[0]["before"] == "person"


def test_the_conversation_counts_before_the_person(feurs: Feurs) -> None:
    another = feurs.another_account("culture")
    first = question(feurs, "Bonjour", author="lucie")
    first.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW)
    elsewhere = question(feurs, "Autre chose", author="lucie", at=NOW + minutes(1))
    elsewhere.hand_to(service(feurs, "Voirie"), by=feurs.driss, now=NOW + minutes(1))
    same = Case(
        organisation=feurs.organisation, account=another, conversation=first.conversation, latest=elsewhere.latest
    )
    found = last_service(same)
    assert found is not None
    assert (found.team.name, found.whose) == ("Eau", "conversation")


def test_another_organisation_s_history_is_not_ours(feurs: Feurs) -> None:
    rule(feurs, "Suite")
    case = question(feurs, "Bonjour", author="lucie")
    elsewhere = Organisation.objects.create(name="Ailleurs")
    other = Case.take_elsewhere(case.latest, elsewhere, by=feurs.eve, now=NOW)
    Assignment.objects.create(case=other, team=service(feurs), by=feurs.eve, at=NOW)
    route_cases(NOW + minutes(1))
    assert team_of(case) == ""


def test_a_further_message_does_not_move_a_case_that_has_its_service(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs, "Éclairage"))
    rule(feurs, "Eau", text="fuite", team=service(feurs, "Eau"))
    case = question(feurs)
    route_cases(NOW)
    question(feurs, "Et il y a une fuite", at=NOW + minutes(2), root=case.conversation)
    route_cases(NOW + minutes(3))
    assert team_of(case) == "Éclairage"
    assert Routing.objects.filter(because="grew", is_kept=True).exists()


def test_a_message_changed_by_its_author_is_routed_anew(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs, "Éclairage"))
    rule(feurs, "Eau", text="fuite", team=service(feurs, "Eau"))
    case = question(feurs)
    route_cases(NOW)
    edit(case, "Pardon : c’est une fuite d’eau.")
    assert route_cases(NOW + minutes(6)) == 1
    assert team_of(case) == "Eau"
    assert Event.objects.get(verb="CASE_ROUTED_AGAIN").detail["team"] == "Eau"
    case.latest.refresh_from_db()
    assert case.latest.text == LAMP
    assert route_cases(NOW + minutes(7)) == 0


def test_a_changed_message_stays_where_a_person_put_it_and_the_trace_says_so(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs, "Éclairage"))
    rule(feurs, "Eau", text="fuite", team=service(feurs, "Eau"))
    case = question(feurs)
    route_cases(NOW)
    case.refresh_from_db()
    case.hand_to(service(feurs, "Voirie"), by=feurs.driss, now=NOW + minutes(1))
    edit(case, "Pardon : c’est une fuite d’eau.")
    route_cases(NOW + minutes(6))
    assert team_of(case) == "Voirie"
    assert Event.objects.get(verb="ROUTING_KEPT").detail == {"team": "Voirie"}


def test_a_flood_is_read_at_one_go(feurs: Feurs) -> None:
    rule(feurs, "Éclairage", text="lampadaire", team=service(feurs))
    cases = [question(feurs, at=NOW + timedelta(seconds=nth)) for nth in range(60)]
    assert route_cases(NOW + minutes(5)) == 60
    assert {team_of(case) for case in cases} == {"Voirie"}


def themes(feurs: Feurs) -> list[str]:
    return [each.theme for each in RoutingRule.objects.standing(feurs.organisation)]


def test_a_rule_stands_where_it_was_put(feurs: Feurs) -> None:
    rule(feurs, "deux", text="b", team=service(feurs))
    third = rule(feurs, "trois", text="c", team=service(feurs))
    rule(feurs, "un", text="a", team=service(feurs), place=0)
    assert themes(feurs) == ["un", "deux", "trois"]
    third.stand(1, by=feurs.ana, now=NOW)
    assert themes(feurs) == ["un", "trois", "deux"]
    third.remove(by=feurs.ana, now=NOW)
    assert themes(feurs) == ["un", "deux"]


def test_the_case_says_why_it_is_there(feurs: Feurs, client: Client) -> None:
    rule(feurs, "Éclairage public", text="lampadaire", team=service(feurs, "Voirie"))
    rule(feurs, "Rues", text='"rue des Lilas"', team=service(feurs, "Sud"))
    case = question(feurs)
    route_cases(NOW)
    client.force_login(feurs.driss)
    shown = client.get(reverse("case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "Handed to Voirie by the rule “Éclairage public”." in shown
    assert "<bdi>lampadaire</bdi>" in shown
    assert "1 more rule finds it" in shown
    assert "<bdi>rue des Lilas</bdi>" in shown


@pytest.mark.parametrize("who", ["bruno", "driss"])
def test_only_who_runs_the_organisation_changes_the_rules(feurs: Feurs, client: Client, who: str) -> None:
    client.force_login(getattr(feurs, who))
    assert client.get(reverse("rules")).status_code == 200
    assert client.get(reverse("rule_new")).status_code == 403
