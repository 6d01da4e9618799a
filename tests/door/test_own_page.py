"""How a person sees to their own sign-in: factors, codes, sessions, password."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.door.models import CodeApp, OpenSession, Passkey, RecoveryCode, factors
from beffroi.door.square import address_of
from beffroi.engines import time_codes
from beffroi.journal.models import Event
from tests.cast import NOW, PASSWORD, Feurs
from tests.door.conftest import SignIn, code_at, set_up_app
from tests.door.test_coming_in import is_in

KEY = re.compile(r'class="spelled">([A-Z2-7 ]+)<')


def secret_shown(client: Client) -> bytes:
    import base64

    found = KEY.search(client.get(reverse("code_app")).content.decode())
    assert found
    return base64.b32decode(found[1].replace(" ", ""))


def test_an_application_is_kept_once_it_has_shown_a_code_that_fits(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    secret = secret_shown(client)
    assert client.post(reverse("code_app"), {"code": "000000"}).status_code == 422
    assert factors(feurs.chloe) == []
    assert secret_shown(client) == secret, "a wrong code must not make the photographed square worthless"
    shown = time_codes.code(secret, int(time.time() // 30))
    assert client.post(reverse("code_app"), {"code": shown})["Location"] == reverse("recovery_codes")
    assert factors(feurs.chloe) == ["app"]
    assert Event.objects.get(verb="SECOND_FACTOR_ADDED").actor == feurs.chloe


def test_the_secret_of_an_application_is_nowhere_in_clear(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    secret = secret_shown(client)
    kept = str(dict(client.session.items()))
    client.post(reverse("code_app"), {"code": time_codes.code(secret, int(time.time() // 30))})
    row = bytes(CodeApp.objects.get().sealed)
    assert secret.hex() not in kept
    assert time_codes.spelled(secret) not in kept
    assert secret not in row
    assert secret.hex().encode() not in row


def test_recovery_codes_are_shown_once_and_kept_as_hashes(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    set_up_app(feurs.chloe, time.time() - 300)
    client.post(reverse("confirmation"), {"code": code_at(time.time())})
    answer = client.post(reverse("recovery_codes"))
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    assert answer["Cache-Control"] == "no-store, private"
    assert not set(codes) & set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert codes[0] not in client.get(reverse("recovery_codes")).content.decode()


def test_who_has_nothing_to_show_is_told_so(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    feurs.chloe.set_unusable_password()
    feurs.chloe.save()
    client.force_login(feurs.chloe)
    page = client.get(reverse("confirmation"), headers={"Accept-Language": "en"}).content.decode()
    assert "You have neither a password nor a second factor here" in page


def test_what_lets_in_is_changed_only_by_who_shows_it_once_more(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    set_up_app(feurs.chloe, time.time() - 300)
    session = client.session
    session["confirmed_at"] = time.time() - 3600
    session.save()
    answer = client.post(reverse("code_app_removal"))
    assert answer["Location"].startswith(reverse("confirmation"))
    assert factors(feurs.chloe) == ["app"]
    assert client.post(reverse("confirmation"), {"password": "wrong"}).status_code == 422
    client.post(reverse("confirmation"), {"code": code_at(time.time())})
    client.post(reverse("code_app_removal"))
    assert factors(feurs.chloe) == []
    assert Event.objects.filter(verb="SECOND_FACTOR_REMOVED").count() == 1


def test_a_password_alone_changes_nothing_of_who_has_a_second_factor(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    set_up_app(feurs.chloe, time.time() - 300)
    assert client.post(reverse("code_app_removal"))["Location"].startswith(reverse("confirmation"))
    assert 'name="password"' not in client.get(reverse("confirmation")).content.decode()
    assert client.post(reverse("confirmation"), {"password": PASSWORD}).status_code == 422
    client.post(reverse("code_app_removal"))
    assert factors(feurs.chloe) == ["app"]


def test_the_first_second_factor_ends_the_sessions_in_which_a_password_was_enough(
    feurs: Feurs, come_in: SignIn
) -> None:
    here, there = come_in(feurs.chloe), come_in(feurs.chloe)
    here.post(reverse("code_app"), {"code": time_codes.code(secret_shown(here), int(time.time() // 30))})
    assert (is_in(here), is_in(there)) == (True, False)


def test_an_open_desk_is_no_place_to_guess_passwords(feurs: Feurs, come_in: SignIn) -> None:
    client = come_in(feurs.chloe)
    answers = [client.post(reverse("confirmation"), {"password": f"guess {n}"}).status_code for n in range(6)]
    assert answers == [422] * 4 + [429] * 2
    assert client.post(reverse("confirmation"), {"password": PASSWORD}).status_code == 429


def test_a_session_elsewhere_is_seen_and_ended(feurs: Feurs, come_in: SignIn) -> None:
    here, there = come_in(feurs.chloe), come_in(feurs.chloe, agent="Chrome/1 Android")
    page = here.get(reverse("my_sign_in")).content.decode()
    assert "Chrome · Android" in page
    assert "(here)" in page
    elsewhere = OpenSession.objects.get(device="Chrome · Android")
    here.post(reverse("session_revocation", args=[elsewhere.pk]))
    assert (is_in(here), is_in(there)) == (True, False)
    assert Event.objects.get(verb="SESSIONS_REVOKED").detail == {"count": 1, "name": "Chloé"}


def test_all_other_sessions_are_ended_at_once(feurs: Feurs, come_in: SignIn) -> None:
    here, *others = [come_in(feurs.chloe) for _ in range(3)]
    colleague = come_in(feurs.bruno)
    here.post(reverse("other_sessions_revocation"))
    assert [is_in(each) for each in (here, *others, colleague)] == [True, False, False, True]


def test_nobody_ends_the_session_of_somebody_else(feurs: Feurs, come_in: SignIn) -> None:
    chloe, bruno = come_in(feurs.chloe), come_in(feurs.bruno)
    theirs = OpenSession.objects.get(user=feurs.chloe)
    assert bruno.post(reverse("session_revocation", args=[theirs.pk])).status_code == 404
    assert is_in(chloe)


def test_a_new_password_ends_every_other_session(feurs: Feurs, come_in: SignIn) -> None:
    here, there = come_in(feurs.chloe), come_in(feurs.chloe)
    new = "another-long-password"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("password"), typed | {"old_password": "wrong"}).status_code == 422
    assert here.post(reverse("password"), typed).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
    assert OpenSession.objects.filter(user=feurs.chloe).count() == 1
    assert is_in(come_in(feurs.chloe, password=new))
    assert Event.objects.filter(verb="PASSWORD_CHANGED").count() == 1


def test_the_square_says_whose_codes_they_are() -> None:
    assert address_of(b"12345678901234567890", "ana@feurs.example") == (
        "otpauth://totp/Beffroi%3Aana%40feurs.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Beffroi"
    )


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", '{"id": 1}', "[" * 30_000, '{"id": "a", "response": {}}'])
def test_what_is_no_passkey_opens_nothing(answer: str, feurs: Feurs, client: Client) -> None:
    client.post(reverse("passkey_options"))
    assert client.post(reverse("passkey_sign_in"), {"credential": answer}).status_code == 422
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_opens_nothing(feurs: Feurs, client: Client) -> None:
    assert client.post(reverse("passkey_sign_in"), {"credential": "{}"}).status_code == 422


def test_a_passkey_whose_count_goes_back_was_copied(feurs: Feurs) -> None:
    passkey = Passkey.add(feurs.ana, name="x", identifier="x", credential=b"x", counter=5, now=NOW)
    assert [passkey.shown(counter, NOW) for counter in (6, 6, 3, 0, 7)] == [True, False, False, False, True]
    silent = Passkey.add(feurs.ana, name="y", identifier="y", credential=b"y", counter=0, now=NOW)
    assert [silent.shown(0, NOW), silent.shown(0, NOW)] == [True, True]
