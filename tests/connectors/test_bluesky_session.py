"""How the session lives, against the real server; what that server cannot be made to say is said by a fault."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import product

import httpx
import pytest
from atproto_client import Session

from beffroi.connectors.bluesky.keys import new_key
from beffroi.connectors.contract import AccessLost, NetworkTrouble, TryLater
from beffroi.vocabulary import Outgoing
from tests.connectors.sides import BlueskySide, Faulty, Someone, connected, error, faulty, on
from tests.network.far_side import Network

NOW = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
LOGIN, REFRESH = "com.atproto.server.createSession", "com.atproto.server.refreshSession"


@pytest.fixture
def ana(bluesky: Network) -> Someone:
    return BlueskySide(bluesky).join("Ana")


@pytest.fixture
def wire() -> Iterator[Faulty]:
    """The network as it is, and a list of what was called."""
    with faulty() as transport:
        yield transport


@pytest.fixture
def ana_before(ana: Someone, wire: Faulty) -> Someone:
    """Ana, whose session was kept."""
    kept = dict(ana.credentials)
    connected(ana, wire, kept.update).whoami()
    wire.methods.clear()
    return Someone(ana.handle, ana.native_id, kept, ana.account)


def expired(token: str) -> str:
    """The same token, past its time: whoever looks at it sees so, and no server accepts it."""
    head, claims, signature = token.split(".")
    content = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    past = base64.urlsafe_b64encode(json.dumps({**content, "exp": 1_600_000_000}).encode()).decode().rstrip("=")
    return f"{head}.{past}.{signature}"


def with_session(who: Someone, *, access: bool, refresh: bool) -> Someone:
    """The same person with a session in which these tokens still work."""
    session = Session.decode(who.credentials["session"])
    session.access_jwt = session.access_jwt if access else expired(session.access_jwt)
    session.refresh_jwt = session.refresh_jwt if refresh else expired(session.refresh_jwt)
    return Someone(who.handle, who.native_id, {**who.credentials, "session": session.encode()}, who.account)


def test_the_first_use_logs_in_once_and_keeps_the_session(ana: Someone, wire: Faulty) -> None:
    kept: dict[str, str] = {}
    connector = connected(ana, wire, kept.update)
    assert wire.methods == []
    connector.whoami()
    connector.profiles([ana.native_id])
    assert wire.methods.count(LOGIN) == 1
    assert kept["did"] == ana.native_id and kept["session"]
    assert {**kept, "did": "", "session": ""} == {**ana.credentials, "did": "", "session": ""}


def test_a_kept_session_opens_without_the_app_password(ana_before: Someone, wire: Faulty) -> None:
    without = Someone(ana_before.handle, ana_before.native_id, {**ana_before.credentials, "app_password": ""})
    assert connected(without, wire).whoami().native_id == ana_before.native_id
    assert LOGIN not in wire.methods and REFRESH not in wire.methods


def test_an_expired_access_is_refreshed_and_kept(ana_before: Someone, wire: Faulty) -> None:
    kept: list[dict[str, str]] = []
    late = with_session(ana_before, access=False, refresh=True)
    assert connected(late, wire, kept.append).whoami().native_id == ana_before.native_id
    assert (wire.methods.count(REFRESH), wire.methods.count(LOGIN)) == (1, 0)
    (new,) = kept
    assert new["session"] not in (ana_before.credentials["session"], late.credentials["session"])
    again = Someone(ana_before.handle, ana_before.native_id, new)
    wire.methods.clear()
    connected(again, wire).whoami()
    assert REFRESH not in wire.methods and LOGIN not in wire.methods


def test_an_access_that_only_the_server_finds_expired_is_refreshed_and_the_request_repeated(
    ana_before: Someone,
) -> None:
    answers = [error(400, "ExpiredToken", "Token has expired")]
    kept: dict[str, str] = {}
    with faulty(on("describeRepo", lambda: answers.pop() if answers else None)) as wire:
        assert connected(ana_before, wire, kept.update).whoami().native_id == ana_before.native_id
    assert wire.methods.count(REFRESH) == 1 and LOGIN not in wire.methods
    assert kept["session"] != ana_before.credentials["session"]


def test_a_refused_refresh_logs_in_with_the_app_password(ana_before: Someone, wire: Faulty) -> None:
    kept: dict[str, str] = {}
    stale = with_session(ana_before, access=False, refresh=False)
    assert connected(stale, wire, kept.update).whoami().native_id == ana_before.native_id
    assert wire.methods.count(LOGIN) == 1
    assert kept["session"] != stale.credentials["session"]


def test_a_revoked_app_password_loses_access(ana_before: Someone, bluesky: Network, wire: Faulty) -> None:
    bluesky.call("com.atproto.server.revokeAppPassword", {"name": "beffroi"}, token=ana_before.account.token)
    late = with_session(ana_before, access=False, refresh=True)
    with pytest.raises(AccessLost, match=ana_before.handle):
        connected(late, wire).whoami()


def test_a_suspended_account_loses_access(ana_before: Someone, bluesky: Network, wire: Faulty) -> None:
    bluesky.suspend(ana_before.native_id)
    late = with_session(ana_before, access=False, refresh=True)
    for who in (ana_before, late):
        connector = connected(who, wire)
        with pytest.raises(AccessLost, match="suspended or closed"):
            connector.whoami()
        with pytest.raises(AccessLost, match="suspended or closed"):
            connector.publish(Outgoing(new_key(NOW), "Bonjour", NOW))
    eve = BlueskySide(bluesky).join("Eve")
    assert connected(eve, wire).profiles([ana_before.native_id]) == []


def test_a_session_that_makes_no_sense_is_replaced(ana: Someone, wire: Faulty) -> None:
    for nonsense in ("", "abc", "a:::b:::c:::d:::e"):
        broken = Someone(ana.handle, ana.native_id, {**ana.credentials, "session": nonsense})
        assert connected(broken, wire).whoami().native_id == ana.native_id


def test_a_handle_copied_with_its_invisible_signs_opens_the_account(ana: Someone, wire: Faulty) -> None:
    copied = {**ana.credentials, "handle": f" \u202a@{ana.handle.upper()}\u202c"}
    assert connected(Someone(ana.handle, ana.native_id, copied), wire).whoami().native_id == ana.native_id


def test_the_main_password_with_a_second_factor_asks_for_an_app_password(ana: Someone) -> None:
    with faulty(on("createSession", lambda: error(401, "AuthFactorTokenRequired", "A code was sent"))) as wire:
        with pytest.raises(AccessLost, match="wants an app password"):
            connected(ana, wire).whoami()


def test_no_secret_is_shown_whatever_goes_wrong(ana_before: Someone, wire: Faulty) -> None:
    session = Session.decode(ana_before.credentials["session"])
    secrets = [ana_before.credentials["app_password"], session.access_jwt, session.refresh_jwt]
    connector = connected(ana_before, wire)
    connector.whoami()
    shown = [repr(connector), str(connector), repr(connector._session)]
    for status, code in product((400, 401, 403, 429, 500), ("InvalidRequest", "ExpiredToken")):
        with faulty(on("", partial(error, status, code))) as broken, pytest.raises(NetworkTrouble) as trouble:
            connected(ana_before, broken).whoami()
        shown += [repr(trouble.value), str(trouble.value.reason), repr(trouble.value.__cause__)]
    assert [text for text in shown for secret in secrets if secret in text] == []


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<html>Connectez-vous au wifi</html>"),
        httpx.Response(200, content=b'{"did":', headers={"content-type": "application/json"}),
        httpx.Response(200, json=["not", "an", "object"]),
        httpx.Response(200, json={"unexpected": True}),
    ],
)
def test_a_server_that_is_no_bluesky_server_is_told_apart(ana: Someone, answer: httpx.Response) -> None:
    with faulty(lambda request: answer) as wire, pytest.raises(TryLater, match="did not answer as a Bluesky server"):
        connected(ana, wire).whoami()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_later_and_nobody_knows_the_effect(ana: Someone, status: int) -> None:
    with faulty(lambda request: httpx.Response(status, text="upstream")) as wire, pytest.raises(TryLater) as trouble:
        connected(ana, wire).whoami()
    assert trouble.value.delivered is None
