"""What has not changed is not read twice, and what was not read is not written over."""

import pytest

from beffroi.inbox.models import Place, SavedReply
from beffroi.listening.models import SavedSearch
from beffroi.publishing.models import Template
from beffroi.site.api.application import operations
from tests.cast import Feurs
from tests.site.api.program import Program, program_of


@pytest.fixture
def bruno(feurs: Feurs) -> Program:
    return program_of(feurs, feurs.bruno)


def test_what_has_not_changed_is_not_told_again(bruno: Program) -> None:
    first = bruno.get("/templates")
    again = bruno.get("/templates", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    bruno.post("/templates", {"name": "Marché", "text": "Le marché a lieu."})
    assert bruno.get("/templates", **{"if-none-match": first["ETag"]}).status_code == 200


def test_a_refusal_has_no_etag_and_is_told_whole(bruno: Program) -> None:
    refused = bruno.get("/templates/7", **{"if-none-match": "*"})
    assert (refused.status_code, "ETag" in refused) == (404, False)
    assert refused.json()["error"]


def test_of_two_who_read_the_same_only_the_first_writes(bruno: Program) -> None:
    made = bruno.post("/templates", {"name": "Marché", "text": "Le marché a lieu."}).json()
    there, read = f"/templates/{made['id']}", bruno.get(f"/templates/{made['id']}")["ETag"]
    body = {"name": "Marché", "text": "Le marché n’a pas lieu."}
    assert bruno("PUT", f"/api/v1{there}", body, **{"if-match": read}).status_code == 200
    late = bruno("PUT", f"/api/v1{there}", {**body, "text": "Annulé"}, **{"if-match": read})
    assert (late.status_code, late["ETag"]) == (412, bruno.get(there)["ETag"])
    assert late.json()["error"].startswith("It is not, or no longer")
    assert Template.objects.get().text == body["text"]


def test_whatever_is_put_can_be_read_at_the_same_address() -> None:
    read = {each.path for each in operations() if each.method == "GET"}
    assert [each.path for each in operations() if each.method == "PUT" and each.path not in read] == []


def test_who_may_not_is_told_so_before_what_stands_there(feurs: Feurs) -> None:
    driss = program_of(feurs, feurs.driss)
    answer = driss("PUT", "/api/v1/places", {"places": [{"name": "Rue neuve"}]}, **{"if-match": '"x"'})
    assert answer.status_code == 403


def test_who_may_not_read_what_stands_there_does_not_write_over_it_unseen(feurs: Feurs) -> None:
    driss = program_of(feurs, feurs.driss)
    made = driss.post("/searches", {"name": "Eau", "text": "eau"}).json()
    narrow = program_of(feurs, feurs.driss, scopes=["search"])
    there = f"/api/v1/searches/{made['id']}"
    assert narrow("PUT", there, {"name": "Eau", "text": "pont"}).status_code == 200
    assert narrow("PUT", there, {"name": "Eau", "text": "eau"}, **{"if-match": '"stale"'}).status_code == 403
    assert SavedSearch.objects.get().text == "pont"


def test_where_nothing_stands_nothing_matches(feurs: Feurs) -> None:
    ana = program_of(feurs, feurs.ana)
    answer = ana("PUT", "/api/v1/templates/7", {"name": "Marché", "text": "Le marché."}, **{"if-match": "*"})
    assert answer.status_code == 412


def test_the_first_page_vouches_for_no_list(feurs: Feurs) -> None:
    ana = program_of(feurs, feurs.ana)
    ana.put("/places", {"places": [{"name": f"Rue {n}"} for n in range(120)]})
    read = ana.get("/places")
    assert read.json()["after"]
    refused = ana("PUT", "/api/v1/places", {"places": [{"name": "Rue neuve"}]}, **{"if-match": read["ETag"]})
    assert refused.status_code == 412
    assert Place.objects.count() == 120


def test_a_moment_is_told_so_exactly_that_it_can_be_said_again(feurs: Feurs) -> None:
    """`agreement` names the moment at which the words were written."""
    driss, chloe = program_of(feurs, feurs.driss), program_of(feurs, feurs.chloe)
    saved = driss.post("/saved-replies", {"name": "Oui", "text": "Oui."}).json()
    [listed] = chloe.get("/saved-replies").json()["items"]
    assert listed["at"] == saved["at"]
    assert chloe.post(f"/saved-replies/{saved['id']}/agreement", {"seen": listed["at"]}).status_code == 200
    assert SavedReply.objects.get().agreed_by == feurs.chloe
