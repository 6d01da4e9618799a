"""Exports of Wikidata's query service. The rows are made up."""

import json
from typing import Any

import pytest

from beffroi.directory.bringing_in.brought import Brought, Way
from beffroi.directory.bringing_in.wikidata import bring_in_wikidata
from beffroi.directory.models import Body, OfficialAccount, Source
from beffroi.engines.tables.sheet import Unreadable
from tests.cast import NOW, Feurs
from tests.directory.bodies import settle_register

ROW = {
    "item": "http://www.wikidata.org/entity/Q1",
    "insee": "42094",
    "population": "8500",
    "x": "VilleFeurs",
    "mastodon": "feurs@social.example",
    "bluesky": "feurs.example",
    "facebook": "villedefeurs",
    "instagram": "villedefeurs",
    "site": "https://www.feurs.example/",
}


@pytest.fixture
def bodies(feurs: Feurs) -> dict[str, Body]:
    return settle_register()


def answer(*rows: dict[str, str]) -> bytes:
    """As the query service gives it."""
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": list(ROW)}, "results": {"bindings": bindings}}).encode()


def table(*rows: dict[str, str]) -> bytes:
    return "\n".join([",".join(ROW), *(",".join(row.get(name, "") for name in ROW) for row in rows)]).encode()


def brought_in(feurs: Feurs, content: bytes, **said: Any) -> Brought:
    return bring_in_wikidata(
        content, title="query.json", vintage="2026-11", way=Way(feurs.organisation, None, NOW, **said)
    )


@pytest.mark.parametrize("written", [answer, table])
def test_accounts_and_site_of_a_body_are_taken_over(feurs: Feurs, bodies: dict[str, Body], written: Any) -> None:
    found = brought_in(feurs, written(ROW))
    assert (found.new, found.changed, found.wrong) == (5, 1, [])
    assert dict(OfficialAccount.objects.values_list("network", "handle")) == {
        "x": "VilleFeurs",
        "mastodon": "feurs@social.example",
        "bluesky": "feurs.example",
        "facebook": "villedefeurs",
        "instagram": "villedefeurs",
    }
    body = Body.objects.get(code="42094")
    assert (body.site, body.population) == ("https://www.feurs.example/", 8_400)  # the population is not Wikidata's


def test_the_properties_may_be_called_by_their_numbers(feurs: Feurs, bodies: dict[str, Body]) -> None:
    brought_in(feurs, b"item,P374,P2002\nhttp://www.wikidata.org/entity/Q1,42094,VilleFeurs\n")
    assert OfficialAccount.objects.get().handle == "VilleFeurs"


def test_a_body_with_two_accounts_comes_twice_and_is_one(feurs: Feurs, bodies: dict[str, Body]) -> None:
    found = brought_in(feurs, answer(ROW, {**ROW, "x": "FeursCulture"}))
    assert (found.new, Body.objects.filter(name="Feurs").count()) == (6, 1)


def test_what_stronger_origins_say_stays(feurs: Feurs, bodies: dict[str, Body]) -> None:
    body = bodies["42094"]
    body.take(Source.objects.create(kind="person", title="Ana", read_at=NOW), site="https://feurs.fr/")
    body.save()
    brought_in(feurs, answer(ROW))
    body.refresh_from_db()
    assert body.site == "https://feurs.fr/"


def test_a_value_that_nobody_knows_is_no_value(feurs: Feurs, bodies: dict[str, Body]) -> None:
    unknown = "http://www.wikidata.org/.well-known/genid/1f"
    found = brought_in(feurs, answer({"insee": "42094", "x": unknown, "site": "javascript:alert(1)"}))
    assert (found.new, found.changed, found.wrong) == (0, 0, [])


@pytest.mark.parametrize(
    "content",
    [
        answer(ROW)[:-40],
        b"[" * 100_000,
        b"[1, 2]",
        b'{"head": {"vars": 3}, "results": {"bindings": []}}',
        b'[{"name": "Feurs"}]',
        b"\xff\xfe{\x00",
        b"",
    ],
)
def test_a_cut_or_strange_answer_is_refused_in_words_and_nothing_stays(
    feurs: Feurs, bodies: dict[str, Body], content: bytes
) -> None:
    with pytest.raises(Unreadable):
        brought_in(feurs, content)
    assert not Source.objects.exists()
