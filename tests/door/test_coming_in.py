"""Signing in and out, with a password and a second step."""

import time
from importlib import import_module

from asgiref.sync import async_to_sync
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from beffroi.door.models import OpenSession, RecoveryCode, factors
from beffroi.door.models.attempt import FREE
from beffroi.door.session_store import SessionStore, row_of
from beffroi.journal.models import Event
from tests.cast import NOW, PASSWORD, Feurs
from tests.door.conftest import SignIn, code_at, set_up_app


def is_in(client: Client) -> bool:
    return client.get(reverse("drafts")).status_code == 200


def test_who_has_no_second_factor_comes_in_with_the_password(feurs: Feurs, come_in: SignIn) -> None:
    assert is_in(come_in(feurs.bruno))
    event = Event.objects.get(verb="SIGNED_IN")
    assert (event.actor, event.detail) == (feurs.bruno, {"means": {"say": "with a password"}})
    assert OpenSession.objects.get().device == "Firefox · Windows"


def test_a_wrong_password_lets_nobody_in(feurs: Feurs, come_in: SignIn) -> None:
    assert not is_in(come_in(feurs.bruno, password="wrong"))


def test_who_has_an_application_is_asked_for_its_code(feurs: Feurs, come_in: SignIn) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    client = come_in(feurs.chloe)
    assert not is_in(client)
    assert client.post(reverse("second_step"), {"code": "000000"}).status_code == 422
    assert not is_in(client)
    client.post(reverse("second_step"), {"code": code_at(time.time())})
    assert is_in(client)


def test_a_code_that_was_used_opens_nothing_again(feurs: Feurs, come_in: SignIn) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    used = code_at(time.time())
    first, second = come_in(feurs.chloe), come_in(feurs.chloe)
    first.post(reverse("second_step"), {"code": used})
    second.post(reverse("second_step"), {"code": used})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(feurs: Feurs, come_in: SignIn) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    code, *_others = RecoveryCode.make(feurs.chloe, NOW)
    first, second = come_in(feurs.chloe), come_in(feurs.chloe)
    first.post(reverse("second_step"), {"code": code.upper().replace("-", " ")})
    second.post(reverse("second_step"), {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)
    assert Event.objects.get(verb="RECOVERY_CODE_USED").detail == {"left": 9}


def test_the_second_step_is_for_those_whose_password_was_right(feurs: Feurs, client: Client) -> None:
    assert client.get(reverse("second_step"))["Location"] == reverse("sign_in")


def test_the_key_of_the_session_changes_at_the_sign_in(feurs: Feurs, client: Client) -> None:
    session = client.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    client.cookies["beffroi_session"] = planted
    client.post(reverse("sign_in"), {"username": feurs.bruno.email, "password": PASSWORD})
    assert client.cookies["beffroi_session"].value != planted
    assert not SessionStore().exists(planted)


def test_the_key_of_the_session_changes_at_the_second_step(feurs: Feurs, come_in: SignIn) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    client = come_in(feurs.chloe)
    before = client.cookies["beffroi_session"].value
    client.post(reverse("second_step"), {"code": code_at(time.time())})
    assert client.cookies["beffroi_session"].value != before


def test_a_stolen_database_opens_no_session(feurs: Feurs, come_in: SignIn, client: Client) -> None:
    thiefs = client
    assert is_in(come_in(feurs.bruno))
    in_the_database = {Session.objects.get().session_key, OpenSession.objects.get().session_key}
    for key in in_the_database:
        thiefs.cookies["beffroi_session"] = key
        assert not is_in(thiefs)
    assert is_in(come_in(feurs.chloe))


def test_a_session_is_found_by_its_own_key_and_by_no_other(db: None) -> None:
    kept = SessionStore()
    kept["seen"] = 1
    kept.save()
    key = str(kept.session_key)
    assert SessionStore(key).get("seen") == async_to_sync(SessionStore(key).aget)("seen") == 1
    assert SessionStore(row_of(kept)).get("seen") is None
    assert async_to_sync(SessionStore().aexists)(key) and not Session.objects.filter(session_key=key).exists()
    async_to_sync(SessionStore(key).adelete)()
    assert not Session.objects.exists()


def test_signing_out_is_written_down(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.bruno)
    client.post(reverse("sign_out"))
    event = Event.objects.get(verb="SIGNED_OUT")
    assert (event.actor, event.organisation) == (feurs.bruno, feurs.organisation)
    client.post(reverse("sign_out"))  # nobody is in
    assert Event.objects.filter(verb="SIGNED_OUT").count() == 1


def test_signing_out_ends_the_session_in_the_list_too(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.bruno)
    assert client.post(reverse("sign_out"))["Location"] == reverse("welcome")
    assert not OpenSession.objects.exists()
    assert not is_in(client)


def test_the_cookies_are_for_us_alone(feurs: Feurs, client: Client) -> None:
    client.get(reverse("sign_in"))
    client.post(reverse("sign_in"), {"username": feurs.bruno.email, "password": PASSWORD})
    for name in ("beffroi_session", "beffroi_csrf"):
        assert (client.cookies[name]["httponly"], client.cookies[name]["samesite"]) == (True, "Lax")


def test_nobody_is_led_from_the_sign_in_to_another_site(feurs: Feurs, client: Client) -> None:
    typed = {"username": feurs.bruno.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("sign_in"), typed)["Location"] == "/"


def test_a_person_without_password_cannot_sign_in_with_an_empty_one(feurs: Feurs, come_in: SignIn) -> None:
    feurs.bruno.set_unusable_password()
    feurs.bruno.save()
    assert not is_in(come_in(feurs.bruno, password="!"))


def test_the_application_of_one_person_opens_nothing_for_another(feurs: Feurs, come_in: SignIn) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    client = come_in(feurs.chloe)
    assert factors(feurs.bruno) == []
    session = client.session
    session["second_step"] = {**session["second_step"], "user": feurs.bruno.pk}
    session.save()  # nobody can write a session; if they could, the code would still have to be Bruno's
    client.post(reverse("second_step"), {"code": code_at(time.time())})
    assert not is_in(client)


def test_who_typed_too_many_wrong_codes_is_told_the_truth_about_the_wait(feurs: Feurs, come_in: SignIn) -> None:
    set_up_app(feurs.chloe, time.time() - 300)
    client = come_in(feurs.chloe)
    page = [client.post(reverse("second_step"), {"code": "000000"}) for _ in range(FREE + 1)][-1].content.decode()
    assert "it is the same from everywhere" in page
    assert "Nobody else is held up" not in page
    assert "A passkey still opens" not in page


def test_the_upgrade_ends_the_sessions_that_stand_in_no_list(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    import_module("beffroi.door.migrations.0001_door").end_all_sessions(apps, None)
    assert not is_in(client)
