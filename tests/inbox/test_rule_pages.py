"""Rules are written in the search language, tried on the last cases before they hold, and places come from a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from beffroi.inbox.duties import route_cases
from beffroi.inbox.models import Assignment, Place, Routing, RoutingRule
from beffroi.inbox.models.rule import ordered
from beffroi.inbox.simulation import simulate
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs, minutes
from tests.inbox.questions import question, rule, service

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    client.force_login(feurs.ana)
    return client


def typed(feurs: Feurs, **changes: str) -> dict[str, str]:
    said = {"theme": "Éclairage", "text": "lampadaire", "quarter": "", "team": str(service(feurs).pk), "place": "0"}
    return {**said, "then": "save", **changes}


def test_a_rule_is_saved_with_its_turn(feurs: Feurs, ana: Client) -> None:
    rule(feurs, "Eau", text="fuite", team=service(feurs, "Eau"))
    assert ana.post(reverse("rule_new"), typed(feurs), headers=ENGLISH).status_code == 302
    assert [each.theme for each in RoutingRule.objects.standing(feurs.organisation)] == ["Éclairage", "Eau"]
    assert Event.objects.filter(verb="RULE_SAVED", actor=feurs.ana).latest("number").detail["theme"] == "Éclairage"


def test_a_mistake_is_told_at_its_character_and_nothing_is_lost(feurs: Feurs, ana: Client) -> None:
    page = ana.post(reverse("rule_new"), typed(feurs, text="(lampadaire"), headers=ENGLISH)
    shown = page.content.decode()
    assert page.status_code == 422
    assert "Character 1:" in shown
    assert "(lampadaire" in shown
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "else it finds everything"),
        ({"team": ""}, "Choose the service to which it goes."),
        ({"follows": "on"}, "leave this empty"),
    ],
)
def test_a_rule_says_what_it_finds_and_where_it_leads(
    feurs: Feurs, ana: Client, changes: dict[str, str], said: str
) -> None:
    page = ana.post(reverse("rule_new"), typed(feurs, **changes), headers=ENGLISH)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_trying_says_what_would_have_moved_and_writes_nothing(feurs: Feurs, ana: Client) -> None:
    rule(feurs, "Rues", text="rue", team=service(feurs, "Sud"))
    question(feurs)
    question(feurs, "Bonjour")
    route_cases(NOW)
    before = (Assignment.objects.count(), Routing.objects.count(), Event.objects.count())
    page = ana.post(reverse("rule_new"), typed(feurs, then="try"), headers=ENGLISH)
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Tried on the last 2 cases; nothing was changed." in shown
    assert "The rule finds 1 of them and is the first for 1." in shown
    assert "1 case would have gone elsewhere." in shown
    assert shown.index("Sud") < shown.index("<strong>Voirie</strong>")
    assert (Assignment.objects.count(), Routing.objects.count(), Event.objects.count()) == before
    assert not RoutingRule.objects.filter(theme="Éclairage").exists()


def test_a_change_of_turn_is_simulated_too(feurs: Feurs) -> None:
    rule(feurs, "Rues", text="rue", team=service(feurs, "Sud"))
    second = rule(feurs, "Éclairage", text="lampadaire", team=service(feurs, "Voirie"))
    case = question(feurs)
    standing = list(RoutingRule.objects.standing(feurs.organisation))
    told = simulate(feurs.organisation, ordered(standing, second, 0), changed=second)
    moves = [
        (each.case, each.before and each.before.team.name, each.after and each.after.team.name) for each in told.moved
    ]
    assert moves == [(case, "Sud", "Voirie")]
    assert [each.theme for each in RoutingRule.objects.standing(feurs.organisation)] == ["Rues", "Éclairage"]


def test_the_simulation_takes_the_history_as_it_was(feurs: Feurs) -> None:
    """What was handed over after a case came must not explain where it would have gone."""
    first = question(feurs, "Bonjour", author="lucie")
    first.hand_to(service(feurs, "Eau"), by=feurs.driss, now=NOW + minutes(10))
    question(feurs, "Toujours rien", author="lucie", at=NOW + minutes(5))
    question(feurs, "Encore moi", author="lucie", at=NOW + minutes(15))
    follows = RoutingRule(organisation=feurs.organisation, theme="Suite", follows=True, position=0)
    told = simulate(feurs.organisation, [follows], changed=follows)
    assert [each.case.latest.text for each in told.moved] == ["Encore moi"]


def test_removing_says_first_what_it_would_have_done(feurs: Feurs, ana: Client) -> None:
    gone = rule(feurs, "Éclairage", text="lampadaire", team=service(feurs))
    question(feurs)
    shown = ana.get(reverse("rule_removal", args=[gone.pk]), headers=ENGLISH).content.decode()
    assert "1 case would have gone elsewhere." in shown
    ana.post(reverse("rule_removal", args=[gone.pk]))
    assert not RoutingRule.objects.standing(feurs.organisation)


def load(client: Client, content: bytes, **more: str) -> tuple[int, str]:
    file = SimpleUploadedFile("voies.csv", content, content_type="text/csv")
    page = client.post(reverse("places"), {"file": file, **more}, headers=ENGLISH, follow=True)
    return page.status_code, page.content.decode()


def test_a_table_of_places_is_loaded_in_the_place_of_the_one_before(feurs: Feurs, ana: Client) -> None:
    load(ana, "rue;quartier\nrue des Lilas;Les Minimes\nrue Haute;Centre\n".encode("cp1252"))
    status, shown = load(ana, "rue;quartier\nrue du Château;Centre\n".encode("cp1252"))
    assert (status, [each.name for each in Place.objects.all()]) == (200, ["rue du Château"])
    assert "1 place is known now." in shown
    assert Event.objects.filter(verb="PLACES_LOADED").count() == 2


def test_wrong_rows_are_told_at_their_lines_and_left_out_only_on_request(feurs: Feurs, ana: Client) -> None:
    table = "rue;quartier\nrue des Lilas;Minimes\n;Centre\nrue de la LibertÃ©;Centre\n".encode()
    status, shown = load(ana, table)
    assert (status, Place.objects.count()) == (422, 0)
    assert "Line 3: There is no name in this line." in shown
    assert "garbled" in shown
    load(ana, table, anyway="on")
    assert [each.name for each in Place.objects.all()] == ["rue des Lilas"]


def test_a_workbook_is_refused_in_words(feurs: Feurs, ana: Client) -> None:
    status, shown = load(ana, b"PK\x03\x04 and so on")
    assert status == 422
    assert "save it as CSV" in shown
