"""Hiding, blocking and reporting, where a network lets us: on the sandbox, the real Bluesky servers, and models of the
others. What a connector says that it can do is what it can."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from beffroi import connectors
from beffroi.connectors.contract import (
    AccessLost,
    Blocks,
    Hides,
    Measure,
    Refused,
    Reports,
    TryLater,
    as_json,
    from_json,
)
from beffroi.vocabulary import Outgoing, Ref
from tests.connectors.model_sides import FacebookSide
from tests.connectors.sides import (
    BlueskySide,
    Faulty,
    MastodonSide,
    SandboxSide,
    Side,
    Someone,
    connected,
    faulty,
    forget,
)
from tests.network.facebook_model import FacebookModel
from tests.network.far_side import Network
from tests.network.mastodon_wire import Model

NOW = datetime(2026, 11, 18, 20, 15, 30, 123000, tzinfo=UTC)
PROTOCOLS = {"hide": Hides, "report": Reports, "block": Blocks}
THREAT = "On sait où tu habites."
GATE = "app.bsky.feed.threadgate"
BLOCK = "app.bsky.graph.block"


def open_for(side: Side, who: Someone) -> Any:
    return connectors.NETWORKS[side.network].connect(who.credentials, forget)


def measure(side: Side, native_id: str, by: Someone, *, root: str = "", version: str = "") -> Measure:
    key = connectors.NETWORKS[side.network].new_key(NOW)
    return Measure(key, NOW, native_id, version, root or native_id, by.native_id, "Menaces : il vise un agent.")


def test_what_it_says_it_can_do_is_what_it_can(side: Side) -> None:
    connector = open_for(side, side.join("Ana"))
    able = {what for what, protocol in PROTOCOLS.items() if isinstance(connector, protocol)}
    assert (
        able == set(connector.capabilities.moderates) == set(connectors.NETWORKS[side.network].capabilities.moderates)
    )


def test_what_it_can_do_survives_being_stored_and_being_stored_before_there_was_any() -> None:
    for network in connectors.NETWORKS.values():
        stored = json.loads(json.dumps(as_json(network.capabilities)))
        assert from_json(stored) == network.capabilities
        del stored["moderates"]
        assert from_json(stored) == replace(network.capabilities, moderates=())


def test_a_block_and_its_undoing_twice_do_no_more_than_once(side: Side) -> None:
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = open_for(side, ana)
    if not isinstance(connector, Blocks):
        assert "block" not in connector.capabilities.moderates
        return
    asked = measure(side, side.say(eve, THREAT), eve)
    connector.unblock(asked)
    for _press in range(2):
        connector.block(asked)
    assert blocked(side, ana) == [eve.native_id]
    for _press in range(2):
        connector.unblock(asked)
    assert blocked(side, ana) == []


def blocked(side: Any, by: Someone) -> list[str]:
    """Whom this account has blocked, as the far side knows it."""
    if isinstance(side, SandboxSide):
        return [whom for one, whom in side.world.read().blocked if one == by.native_id]
    if isinstance(side, MastodonSide):
        return [whom for one, whom in side.world.blocks if one == by.native_id]
    assert isinstance(side, BlueskySide)
    return [one["value"]["subject"] for one in side.servers.records(by.native_id, BLOCK)]


# --- Bluesky, on the real servers


@pytest.fixture
def servers(bluesky: Network) -> BlueskySide:
    return BlueskySide(bluesky)


@pytest.fixture
def wire() -> Iterator[Faulty]:
    with faulty() as transport:
        yield transport


def our_post(connector: Any) -> Ref:
    receipt = connector.publish(Outgoing(connectors.NETWORKS["bluesky"].new_key(NOW), "Le marché a lieu.", NOW))
    return Ref(receipt.native_id, receipt.version)


def hidden(side: BlueskySide, who: Someone) -> list[list[str]]:
    return [one["value"].get("hiddenReplies", []) for one in side.servers.records(who.native_id, GATE)]


def test_an_answer_below_our_post_is_hidden_and_shown_again(servers: BlueskySide) -> None:
    ana, eve = servers.join("Ana"), servers.join("Eve")
    connector = open_for(servers, ana)
    root = our_post(connector)
    first, second = (servers.say(eve, f"{THREAT} {n}", reply_to=root) for n in (1, 2))
    for answer in (first, second, first):
        connector.hide(measure(servers, answer, eve, root=root.native_id))
    assert hidden(servers, ana) == [[first, second]]
    [gate] = servers.servers.records(ana.native_id, GATE)
    assert gate["uri"].rpartition("/")[2] == root.native_id.rpartition("/")[2]
    assert gate["value"]["post"] == root.native_id
    for _press in range(2):
        connector.show(measure(servers, first, eve, root=root.native_id))
    assert hidden(servers, ana) == [[second]]


def test_whom_a_gate_keeps_out_stays_as_it_was(servers: BlueskySide) -> None:
    ana, eve = servers.join("Ana"), servers.join("Eve")
    connector = open_for(servers, ana)
    root = our_post(connector)
    key = root.native_id.rpartition("/")[2]
    rule = {"$type": f"{GATE}#mentionRule"}
    gate = {"$type": GATE, "post": root.native_id, "allow": [rule], "createdAt": "2026-11-18T20:00:00.000Z"}
    ana.account.write("putRecord", {"collection": GATE, "rkey": key, "record": gate})
    answer = servers.say(eve, THREAT, reply_to=root)
    connector.hide(measure(servers, answer, eve, root=root.native_id))
    [kept] = [one["value"] for one in servers.servers.records(ana.native_id, GATE)]
    assert kept == {**gate, "hiddenReplies": [answer]}


def test_a_gate_that_somebody_changes_meanwhile_is_read_again_later(servers: BlueskySide) -> None:
    ana, eve = servers.join("Ana"), servers.join("Eve")
    root = our_post(open_for(servers, ana))
    answer = servers.say(eve, THREAT, reply_to=root)
    gate = {"$type": GATE, "post": root.native_id, "hiddenReplies": [], "createdAt": "2026-11-18T20:00:00.000Z"}

    def meanwhile(request: httpx.Request) -> None:
        if request.url.path.endswith("putRecord"):
            key = root.native_id.rpartition("/")[2]
            ana.account.write("putRecord", {"collection": GATE, "rkey": key, "record": gate})

    with faulty(meanwhile) as wire, pytest.raises(TryLater) as trouble:
        connected(ana, wire).hide(measure(servers, answer, eve, root=root.native_id))
    assert trouble.value.delivered is False


def test_what_stands_below_somebody_else_s_post_is_not_ours_to_hide(servers: BlueskySide) -> None:
    ana, eve = servers.join("Ana"), servers.join("Eve")
    with pytest.raises(Refused, match="only what stands below a post of our own"):
        open_for(servers, ana).hide(measure(servers, servers.say(eve, THREAT), eve))
    assert hidden(servers, ana) == []


def test_a_report_names_the_message_in_its_version_and_says_why(servers: BlueskySide) -> None:
    """The loopback network has no moderators: what would reach them is answered in their place."""
    ana, eve = servers.join("Ana"), servers.join("Eve")
    said = eve.account.post(THREAT)
    told: list[Any] = []

    def moderators(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("createReport"):
            return None
        told.append(json.loads(request.read()))
        return httpx.Response(200, json={"id": 7})

    with faulty(moderators) as wire:
        number = connected(ana, wire).report(measure(servers, said.native_id, eve, version=said.version))
    assert number == "7"
    assert told == [
        {
            "reasonType": "com.atproto.moderation.defs#reasonRude",
            "reason": "Menaces : il vise un agent.",
            "subject": {"$type": "com.atproto.repo.strongRef", "uri": said.native_id, "cid": said.version},
        }
    ]


# --- Mastodon, on the model


def test_a_report_names_the_message_and_its_author(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    said = side.say(eve, THREAT)
    assert open_for(side, ana).report(measure(side, said, eve)) == "1"
    [told] = side.world.reports
    assert told == {
        "by": ana.native_id,
        "account_id": eve.native_id,
        "status_ids": [said],
        "comment": "Menaces : il vise un agent.",
        "category": "other",
    }


def test_a_token_without_the_right_refuses_the_act_and_loses_nothing(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    side.world.may_moderate = False
    connector = open_for(side, ana)
    with pytest.raises(Refused, match="outside the authorized scopes"):
        connector.block(measure(side, side.say(eve, THREAT), eve))
    assert connector.whoami().native_id == ana.native_id


def test_a_token_that_opens_nothing_loses_access_here_too(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    connector = connectors.NETWORKS["mastodon"].connect(side.wrong_credentials(ana), forget)
    assert isinstance(connector, Blocks)
    with pytest.raises(AccessLost):
        connector.block(measure(side, side.say(eve, THREAT), eve))


def test_somebody_who_is_gone_is_blocked_no_more(model: Model) -> None:
    side = MastodonSide(model)
    ana, eve = side.join("Ana"), side.join("Eve")
    asked = replace(measure(side, side.say(eve, THREAT), eve), author_id="999")
    open_for(side, ana).unblock(asked)
    with pytest.raises(Refused):
        open_for(side, ana).block(asked)


# --- Facebook, on the model


def test_a_comment_is_hidden_and_shown_again(facebook: tuple[FacebookModel, str]) -> None:
    side = FacebookSide(*facebook)
    ana, eve = side.join("Ana"), side.join("Eve")
    comment = side.say(eve, THREAT, reply_to=Ref(side.say(ana, "Le marché.")))
    connector = open_for(side, ana)
    connector.hide(measure(side, comment, eve))
    assert is_hidden(side.model, comment)
    connector.show(measure(side, comment, eve))
    assert not is_hidden(side.model, comment)
    connector.show(measure(side, "1_2", eve))


def is_hidden(model: FacebookModel, comment: str) -> bool:
    return next(bool(entry["is_hidden"]) for entry in model.said if entry["id"] == comment)
