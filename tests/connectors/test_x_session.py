"""How access to X lives: two hours, then renewed with a token that opens once."""

from threading import Barrier, Thread

import httpx
import pytest

from beffroi.connectors.contract import AccessLost, TryLater
from beffroi.vocabulary import Media
from tests.connectors.far_x import connected, failing, outgoing
from tests.network.x_model import XModel

TOKEN = "/2/oauth2/token"


def test_the_first_look_remembers_whose_login_it_is() -> None:
    model = XModel()
    ana = model.join("Ana", "feurs")
    kept: dict[str, str] = {}
    connected(model, ana, kept.update).whoami()
    assert (kept["user_id"], kept["username"]) == (ana.user_id, "feurs")
    again = connected(model, ana, kept.update, **{name: kept[name] for name in ("user_id", "username")})
    again.mentions("")
    assert len(model.called("GET", "/2/users/me")) == 1


def test_an_access_that_is_too_old_is_renewed_once_and_kept_at_once() -> None:
    model = XModel()
    ana = model.join("Ana")
    kept: list[dict[str, str]] = []
    connector = connected(model, ana, lambda login: kept.append(dict(login)), user_id=ana.user_id, username="ana")
    spent = ana.refresh
    model.let_expire(ana)
    assert connector.publish(outgoing())
    assert [(one["access_token"], one["refresh_token"]) for one in kept] == [(ana.access, ana.refresh)]
    assert ana.refresh != spent
    connector.publish(outgoing("Une autre"))
    assert len(model.called("POST", TOKEN)) == 1


def test_two_at_once_renew_once() -> None:
    model = XModel()
    ana = model.join("Ana")
    connectors = [connected(model, ana, user_id=ana.user_id, username="ana") for _ in range(2)]
    model.let_expire(ana)
    together = Barrier(2)
    heard: list[object] = []

    def listen(number: int) -> None:
        together.wait()
        heard.append(connectors[number].mentions(""))

    threads = [Thread(target=listen, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 2
    assert len(model.called("POST", TOKEN)) == 1


def test_a_renewal_that_is_refused_loses_access() -> None:
    model = XModel()
    ana = model.join("Ana")
    connector = connected(model, ana, user_id=ana.user_id, username="feurs")
    model.let_expire(ana)
    ana.refresh = "another"
    with pytest.raises(AccessLost, match="@feurs"):
        connector.publish(outgoing())


def test_an_app_without_a_secret_says_only_who_it_is() -> None:
    model = XModel()
    ana = model.join("Ana")
    connector = connected(model, ana, client_secret="")
    model.let_expire(ana)
    with pytest.raises(AccessLost):
        connector.whoami()
    (asked,) = model.called("POST", TOKEN)
    assert "authorization" not in asked.headers
    assert b"client_id=client" in asked.content


def test_a_renewal_that_x_cannot_answer_is_tried_later_and_nothing_left() -> None:
    model = XModel(fault=failing("POST", TOKEN, httpx.Response(503, text="<html>")))
    ana = model.join("Ana")
    connector = connected(model, ana, user_id=ana.user_id, username="ana")
    model.let_expire(ana)
    with pytest.raises(TryLater) as trouble:
        connector.publish(outgoing())
    assert trouble.value.delivered is False
    model.fault = lambda request: None
    assert connector.publish(outgoing())


def test_a_suspended_account_is_not_renewed() -> None:
    model = XModel()
    words = {"title": "Forbidden", "type": "about:blank", "detail": "Your account is suspended."}
    model.fault = failing("POST", "/2/tweets", httpx.Response(403, json=words))
    with pytest.raises(AccessLost, match="suspended"):
        connected(model, model.join("Ana")).publish(outgoing())
    assert model.called("POST", TOKEN) == []


def test_no_secret_is_shown() -> None:
    model = XModel()
    ana = model.join("Ana")
    connector = connected(model, ana)
    image = Media("image/png", "", content=b"secret")
    shown = f"{connector!r} {connector._session!r} {image!r}"
    assert not any(secret in shown for secret in (ana.access, ana.refresh, ana.secret))
