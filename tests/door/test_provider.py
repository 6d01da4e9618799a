"""Signing in through a real identity provider, set up as ProConnect is: who comes in, and who does not."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from beffroi.access.models import Membership, User
from beffroi.door.models import ProviderLink, factors
from beffroi.journal.models import Event
from tests.cast import NOW, PASSWORD, Feurs
from tests.door.conftest import set_up_app
from tests.door.test_coming_in import is_in
from tests.network.identity import FEURS, ROANNE, Identity

pytestmark = [pytest.mark.network, pytest.mark.xdist_group("bluesky")]  # one worker installs the servers
Through = Callable[[str], Client]


@pytest.fixture
def feurs_there(feurs: Feurs, identity: Identity, settings: Settings) -> Feurs:
    """Feurs has its SIRET, and the provider is set."""
    for name, value in identity.settings().items():
        setattr(settings, name, value)
    feurs.organisation.siret = FEURS
    feurs.organisation.save()
    return feurs


@pytest.fixture
def through(feurs_there: Feurs, identity: Identity) -> Through:
    """Somebody signs in there, and comes back with a browser of their own."""

    def come(login: str) -> Client:
        client = browser()
        client.said = client.get(back(client, identity, login))  # type: ignore[attr-defined]  # for the test
        return client

    return come


def browser() -> Client:
    return Client(headers={"accept-language": "en", "accept": "text/html"})


def back(client: Client, identity: Identity, login: str, start: str = "") -> str:
    sent = client.get(start or reverse("provider_sign_in"))
    return identity.sign_in(sent["Location"], login)


def linked(user: User, subject: str, identity: Identity) -> ProviderLink:
    return ProviderLink.make(user, issuer=identity.issuer, subject=subject, now=NOW)


def test_a_member_whose_account_is_linked_comes_in(feurs_there: Feurs, identity: Identity, through: Through) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    client = through("bruno")
    assert is_in(client)
    assert client.session["second_factor"] is False
    assert Event.objects.get(verb="SIGNED_IN").detail == {"means": {"say": "through the identity provider"}}


def test_a_second_factor_shown_there_counts_here(feurs_there: Feurs, identity: Identity, through: Through) -> None:
    link = linked(feurs_there.chloe, "chloe", identity)
    assert through("chloe").session["second_factor"] is True
    link.refresh_from_db()
    assert link.with_second_factor


def test_who_has_a_second_factor_here_shows_it_where_none_was_asked_for_there(
    feurs_there: Feurs, identity: Identity, through: Through
) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    set_up_app(feurs_there.bruno, NOW.timestamp())
    client = through("bruno")
    assert client.said["Location"] == reverse("second_step")  # type: ignore[attr-defined]  # put there by the fixture
    assert not is_in(client)


def test_the_question_is_proconnect_s(feurs_there: Feurs, identity: Identity, settings: Settings) -> None:
    settings.OIDC_ACR = "eidas1"
    asked = identity.asked(browser().get(reverse("provider_sign_in"))["Location"])
    assert asked["scope"] == "openid given_name usual_name email uid siret"
    assert (asked["code_challenge_method"], len(asked["code_challenge"]), asked["acr_values"]) == ("S256", 43, "eidas1")
    assert len(asked["state"]) > 30
    assert len(asked["nonce"]) > 30


def test_the_address_alone_takes_over_no_account(feurs_there: Feurs, through: Through) -> None:
    client = through("thief")
    assert client.said["Location"] == reverse("provider_link")  # type: ignore[attr-defined]  # as above
    assert client.post(reverse("provider_link"), {"password": "guess"}).status_code == 422
    assert not is_in(client)
    assert not ProviderLink.objects.exists()


def test_with_the_password_once_the_two_are_linked(feurs_there: Feurs, through: Through) -> None:
    client = through("bruno")
    client.post(reverse("provider_link"), {"password": PASSWORD})
    assert is_in(client)
    assert ProviderLink.objects.get().user == feurs_there.bruno
    assert is_in(through("bruno")), "the next time no password is asked for"


def test_a_password_alone_links_nobody_who_has_a_second_factor(feurs_there: Feurs, through: Through) -> None:
    set_up_app(feurs_there.bruno, NOW.timestamp())
    client = through("thief")
    assert client.post(reverse("provider_link"), {"password": PASSWORD})["Location"] == reverse("second_step")
    assert not ProviderLink.objects.exists()


def test_the_invited_are_told_to_take_up_their_invitation_first(feurs_there: Feurs, through: Through) -> None:
    feurs_there.bruno.set_unusable_password()
    feurs_there.bruno.save()
    answer = through("bruno").said  # type: ignore[attr-defined]  # as above
    assert "An invitation is waiting for you" in answer.content.decode()


def test_a_person_of_another_siret_is_told_so_and_gets_no_way_in(feurs_there: Feurs, through: Through) -> None:
    feurs_there.organisation.admits_by_provider = True
    feurs_there.organisation.save()
    client = through("eve")
    answer = client.said  # type: ignore[attr-defined]  # as above
    assert answer.status_code == 403
    assert ROANNE in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.filter(email="eve@roanne.example").exists()


def test_a_linked_person_who_works_elsewhere_now_stays_out(
    feurs_there: Feurs, identity: Identity, through: Through
) -> None:
    linked(feurs_there.bruno, "eve", identity)
    assert not is_in(through("eve"))


def test_a_linked_person_who_was_put_out_stays_out(feurs_there: Feurs, identity: Identity, through: Through) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    Membership.objects.filter(user=feurs_there.bruno).delete()
    assert not is_in(through("bruno"))


def test_who_is_of_the_body_but_no_member_is_told_whom_to_ask(feurs_there: Feurs, through: Through) -> None:
    answer = through("fanny").said  # type: ignore[attr-defined]  # as above
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "<strong>Ana</strong>" in page
    assert "Ville de Feurs" in page


def test_who_is_of_the_body_becomes_a_viewer_where_it_wants_that(feurs_there: Feurs, through: Through) -> None:
    feurs_there.organisation.siret = FEURS[:9]  # the body, whichever of its places
    feurs_there.organisation.admits_by_provider = True
    feurs_there.organisation.save()
    assert is_in(through("fanny"))
    fanny = User.objects.get(email="fanny@feurs.example")
    assert (fanny.name, fanny.role_in(feurs_there.organisation)) == ("Fanny Roux", "viewer")
    assert not fanny.has_usable_password()
    assert Event.objects.get(verb="ADMITTED_BY_PROVIDER").actor is None


def test_without_all_that_is_needed_nobody_comes_in(feurs_there: Feurs, through: Through) -> None:
    answer = through("nameless").said  # type: ignore[attr-defined]  # as above
    assert "did not say all that is needed" in answer.content.decode()


def test_who_is_refused_there_is_told_so(feurs_there: Feurs, through: Through) -> None:
    assert "given up, or refused there" in through("stranger").said.content.decode()  # type: ignore[attr-defined]  # as above


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(feurs_there: Feurs, identity: Identity) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    mine, theirs = browser(), browser()
    answer = back(mine, identity, "bruno")
    theirs.get(reverse("provider_sign_in"))
    assert "belongs to no sign-in" in theirs.get(answer).content.decode()
    assert not is_in(theirs)
    mine.get(answer)
    assert is_in(mine)
    assert "belongs to no sign-in" in mine.get(answer).content.decode()


def test_only_a_sign_in_that_was_asked_for_anew_opens_what_changes_the_sign_in(
    feurs_there: Feurs, identity: Identity, through: Through
) -> None:
    linked(feurs_there.chloe, "chloe", identity)
    client = through("chloe")
    assert client.get(reverse("code_app"))["Location"].startswith(reverse("confirmation"))
    client.get(back(client, identity, "chloe", f"{reverse('provider_sign_in')}?again"))
    assert client.get(reverse("code_app")).status_code == 200


def test_a_sign_in_of_before_is_not_taken_for_a_new_one(feurs_there: Feurs, identity: Identity) -> None:
    linked(feurs_there.chloe, "chloe", identity)
    client = browser()
    answer = back(client, identity, "chloe", f"{reverse('provider_sign_in')}?again")
    session = client.session
    asked = session["provider_asked"]
    session["provider_asked"] = {**asked, "at": asked["at"] + 300}  # as if it had been asked for after it was shown
    session.save()
    assert "cannot be believed" in client.get(answer).content.decode()


def test_plain_userinfo_is_believed_only_where_an_administrator_says_so(
    feurs_there: Feurs, identity: Identity, through: Through, settings: Settings
) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    for name, value in identity.settings("beffroi-plain").items():
        setattr(settings, name, value)
    assert "cannot be believed" in through("bruno").said.content.decode()  # type: ignore[attr-defined]  # as above
    settings.OIDC_PLAIN_USERINFO = True
    assert is_in(through("bruno"))


def test_another_program_s_token_is_not_believed(feurs_there: Feurs, identity: Identity, settings: Settings) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    client = browser()
    answer = back(client, identity, "bruno")
    session = client.session
    session["provider_asked"] = {**session["provider_asked"], "nonce": "another"}
    session.save()
    assert "cannot be believed" in client.get(answer).content.decode()
    assert not is_in(client)


def test_signing_out_here_signs_out_there(feurs_there: Feurs, identity: Identity, through: Through) -> None:
    linked(feurs_there.bruno, "bruno", identity)
    client = through("bruno")
    there = urlsplit(client.post(reverse("sign_out"))["Location"])
    said = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}" == identity.issuer
    assert said["post_logout_redirect_uri"] == ["http://testserver/welcome"]
    assert said["id_token_hint"][0].count(".") == 2
    assert not is_in(client)


def test_a_member_links_and_unlinks_their_own_account(feurs_there: Feurs, identity: Identity) -> None:
    client = browser()
    client.post(reverse("sign_in"), {"username": feurs_there.bruno.email, "password": PASSWORD})
    sent = client.post(reverse("provider_linking"))
    assert client.get(identity.sign_in(sent["Location"], "bruno"))["Location"] == reverse("my_sign_in")
    assert ProviderLink.objects.get().user == feurs_there.bruno
    client.post(reverse("provider_unlinking"))
    assert not ProviderLink.objects.exists()
    assert factors(feurs_there.bruno) == []


def test_where_the_provider_cannot_be_reached_the_password_still_works(feurs: Feurs, settings: Settings) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "http://127.0.0.1:9", "x", "x"
    client = browser()
    answer = client.get(reverse("provider_sign_in"))
    assert answer.status_code == 502
    assert "cannot be reached just now" in answer.content.decode()
    client.post(reverse("sign_in"), {"username": feurs.bruno.email, "password": PASSWORD})
    assert is_in(client)


def test_without_a_provider_there_is_no_such_door(feurs: Feurs, client: Client) -> None:
    assert client.get(reverse("provider_sign_in")).status_code == 404
    assert client.get(reverse("provider_return")).status_code == 404
    assert "ProConnect" not in client.get(reverse("sign_in")).content.decode()
