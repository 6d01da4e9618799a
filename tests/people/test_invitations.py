"""An invitation works once, for a week, for one address, and can be taken back."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.access.models import ApiToken, Organisation, User
from beffroi.journal.models import Event, record
from beffroi.journal.moves import NotAllowed
from beffroi.people.models import Invitation, LastOwner, change_role
from beffroi.people.models.invitation import LIVES
from tests.cast import NOW, PASSWORD, Feurs

CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}
ZOE: dict[str, Any] = {"email": "zoe@feurs.example", "name": "Zoé", "role": "editor"}


def invite(feurs: Feurs, client: Client, **other: str) -> str:
    """The link that the page shows to the one who invites."""
    client.force_login(feurs.ana)
    page = client.post(reverse("people"), {**ZOE, **other})
    found = re.search(r"<code>(.+?)</code>", page.content.decode())
    assert found, page.content.decode()
    return found[1].replace("http://testserver", "")


def test_a_newcomer_comes_in_once_with_a_password_of_their_own(feurs: Feurs, client: Client) -> None:
    link, guest, thief = invite(feurs, client), Client(), Client()
    assert guest.get(link).status_code == 200
    assert guest.post(link, CHOSEN)["Location"] == reverse("today")
    zoe = User.objects.get(email="zoe@feurs.example")
    assert zoe.role_in(feurs.organisation) == "editor"
    assert guest.get(reverse("drafts")).status_code == 200
    assert thief.get(link).status_code == thief.post(link, CHOSEN).status_code == 410


def test_the_page_of_the_link_is_kept_and_found_by_nobody(feurs: Feurs, client: Client) -> None:
    answer = Client().get(invite(feurs, client))
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_browser_that_keeps_to_the_policy_of_the_page_may_send_its_form(feurs: Feurs, client: Client) -> None:
    link, guest = invite(feurs, client), Client(enforce_csrf_checks=True)
    page = guest.get(link)
    # what browsers send as Origin: https://fetch.spec.whatwg.org/#append-a-request-origin-header
    origin = "null" if page["Referrer-Policy"] == "no-referrer" else "http://testserver"
    sent = {**CHOSEN, "csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert guest.post(link, sent, headers={"origin": "null"}).status_code == 403
    assert guest.post(link, sent, headers={"origin": origin})["Location"] == reverse("today")


def test_unknown_used_revoked_and_expired_links_answer_alike(feurs: Feurs, client: Client) -> None:
    unknown = reverse("join", args=["never-made"])
    used, revoked = invite(feurs, client), invite(feurs, client, email="yves@feurs.example")
    Client().post(used, CHOSEN)
    Invitation.objects.get(email="yves@feurs.example").revoke(by=feurs.ana, now=NOW)
    old = invite(feurs, client, email="old@feurs.example")
    Invitation.objects.filter(email="old@feurs.example").update(expires_at=NOW)
    bodies = set()
    for link in (unknown, used, revoked, old):
        answer = Client().get(link)
        assert answer.status_code == 410
        said = answer.content.decode().replace(link.rsplit("/", 1)[1], "")
        bodies.add(re.sub(r"\w{64}", "", said))
    assert len(bodies) == 1


def test_only_a_hash_is_kept_and_the_journal_holds_no_secret(feurs: Feurs) -> None:
    made, secret = Invitation.invite(feurs.organisation, by=feurs.ana, now=NOW, **ZOE)
    kept = f"{made.__dict__} {made!r} {list(Event.objects.values_list('detail', flat=True))}"
    assert secret not in kept
    assert Invitation.objects.opened_by(secret, NOW) == made
    assert Invitation.objects.opened_by(secret, NOW + LIVES) is None


def test_another_link_ends_the_first_one(feurs: Feurs) -> None:
    made, first = Invitation.invite(feurs.organisation, by=feurs.ana, now=NOW, **ZOE)
    second = made.renew(by=feurs.ana, now=NOW)
    assert Invitation.objects.opened_by(first, NOW) is None
    assert Invitation.objects.opened_by(second, NOW) == made
    made.revoke(by=feurs.ana, now=NOW)
    with pytest.raises(NotAllowed):
        made.renew(by=feurs.ana, now=NOW)


def test_nobody_takes_the_way_back_of_somebody_else_from_the_page(feurs: Feurs, client: Client) -> None:
    way_back, secret = Invitation.way_back(feurs.organisation, feurs.chloe, now=timezone.now())
    renewal = reverse("invitation_renewal", args=[way_back.pk])
    client.force_login(feurs.ana)
    assert "Chloé" in (page := client.get(reverse("people")).content.decode())
    assert renewal not in page
    assert "<code>" not in client.post(renewal, follow=True).content.decode()
    assert Invitation.objects.opened_by(secret, timezone.now()) == way_back
    Invitation.objects.update(expires_at=NOW)
    assert list(client.get(reverse("people")).context["invited"]) == []


def test_nobody_is_invited_from_the_demonstration(feurs: Feurs, client: Client) -> None:
    invite(feurs, client)
    made = Invitation.objects.get()
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    client.post(reverse("people"), {**ZOE, "email": "yves@feurs.example"})
    client.post(reverse("invitation_renewal", args=[made.pk]))
    _token, text = ApiToken.make(feurs.organisation, feurs.ana, "x", NOW)
    asked = {"authorization": f"Bearer {text}"}
    answer = client.post("/api/v1/people", {**ZOE, "email": "w@feurs.example"}, "application/json", headers=asked)
    assert answer.status_code == 403
    assert Invitation.objects.get().secret_hash == made.secret_hash


def test_a_link_that_was_opened_before_it_was_renewed_lets_nobody_in(feurs: Feurs) -> None:
    made, first = Invitation.invite(feurs.organisation, by=feurs.ana, now=NOW, **ZOE)
    opened = Invitation.objects.opened_by(first, NOW)
    assert opened
    made.renew(by=feurs.ana, now=NOW)
    with pytest.raises(NotAllowed):
        opened.accept(User.objects.join(email=ZOE["email"], name="Zoé", password=PASSWORD), now=NOW)


def test_somebody_who_is_known_signs_in_first_and_keeps_their_password(feurs: Feurs, client: Client) -> None:
    link, eve = invite(feurs, client, email="eve@feurs.example", name="Eve"), Client()
    assert "sign-in?next=" in eve.get(link).content.decode()
    eve.post(link, CHOSEN)
    assert feurs.eve.role_in(feurs.organisation) is None
    eve.force_login(feurs.bruno)
    eve.post(link)
    assert feurs.eve.role_in(feurs.organisation) is None
    eve.force_login(feurs.eve)
    assert eve.post(link)["Location"] == reverse("today")
    assert feurs.eve.role_in(feurs.organisation) == "editor"
    assert User.objects.get(pk=feurs.eve.pk).check_password(PASSWORD)


def test_who_was_admitted_by_the_provider_gets_the_role_of_their_invitation(feurs: Feurs) -> None:
    made, _secret = Invitation.invite(feurs.organisation, by=feurs.ana, now=NOW, **{**ZOE, "email": feurs.eve.email})
    feurs.organisation.admit(feurs.eve, "viewer")
    record("ADMITTED_BY_PROVIDER", feurs.eve, organisation=feurs.organisation, now=NOW, name="Eve")
    made.accept(feurs.eve, now=NOW)
    assert feurs.eve.role_in(feurs.organisation) == "editor"
    assert Event.objects.get(verb="ROLE_CHANGED").detail["former"] == {"say": "Viewer"}


def test_an_invitation_that_gives_a_member_nothing_says_so_and_stays(feurs: Feurs, client: Client) -> None:
    link = invite(feurs, client, email=feurs.eve.email)
    feurs.organisation.admit(feurs.eve, "viewer")
    client.force_login(feurs.eve)
    assert "cette invitation ne change rien" in client.post(link, follow=True).content.decode()
    assert feurs.eve.role_in(feurs.organisation) == "viewer"
    assert Invitation.objects.get().used_at is None


def test_only_an_owner_makes_an_owner(feurs: Feurs) -> None:
    feurs.organisation.admit(feurs.eve, "manager")
    with pytest.raises(PermissionDenied):
        Invitation.invite(feurs.organisation, by=feurs.eve, now=NOW, **{**ZOE, "role": "owner"})
    member = feurs.organisation.memberships.get(user=feurs.eve)
    with pytest.raises(PermissionDenied):
        change_role(member, "owner", by=feurs.eve, now=NOW)
    with pytest.raises(PermissionDenied):
        change_role(feurs.organisation.memberships.get(user=feurs.ana), "viewer", by=feurs.eve, now=NOW)


def test_a_manager_who_invites_an_owner_is_told_why_not_and_keeps_what_was_typed(feurs: Feurs, client: Client) -> None:
    feurs.organisation.admit(feurs.chloe, "manager")
    client.force_login(feurs.chloe)
    sent = {"name": "Zoé", "email": "zoe@feurs.example", "role": "owner"}
    told = client.post(reverse("people"), sent, headers={"accept-language": "en"})
    page = told.content.decode()
    assert told.status_code == 422 and "Only an owner decides about owners." in page
    assert 'value="Zoé"' in page and not Invitation.objects.exists()


def test_the_last_owner_keeps_the_role(feurs: Feurs, client: Client) -> None:
    with pytest.raises(LastOwner):
        change_role(feurs.organisation.memberships.get(user=feurs.ana), "viewer", by=feurs.ana, now=NOW)
    client.force_login(feurs.ana)
    client.post(reverse("member_role", args=[feurs.ana.pk]), {"role": "viewer"})
    client.post(reverse("member_suspension", args=[feurs.ana.pk]))
    assert feurs.ana.role_in(feurs.organisation) == "owner"
    client.post(reverse("member_role", args=[feurs.bruno.pk]), {"role": "owner"})
    client.post(reverse("member_role", args=[feurs.ana.pk]), {"role": "viewer"})
    assert feurs.ana.role_in(feurs.organisation) == "viewer"


def test_one_person_works_for_two_organisations_and_sees_one_at_a_time(feurs: Feurs, client: Client) -> None:
    other = Organisation.objects.create(name="Communauté de Forez-Est")
    other.admit(feurs.bruno, "viewer")
    client.force_login(feurs.bruno)
    assert "Aller à" in client.get(reverse("drafts")).content.decode()
    assert client.get(reverse("draft_new")).status_code == 200
    client.post(reverse("organisation_switch", args=[other.pk]))
    page = client.get(reverse("drafts")).content.decode()
    assert "Forez-Est" in page
    assert client.get(reverse("draft_new")).status_code == 403
    assert client.get(reverse("account_roles", args=[feurs.account.pk])).status_code == 404


def test_nobody_switches_to_an_organisation_that_is_not_theirs(feurs: Feurs, client: Client) -> None:
    other = Organisation.objects.create(name="Ailleurs")
    client.force_login(feurs.bruno)
    assert client.post(reverse("organisation_switch", args=[other.pk])).status_code == 404
    assert "Aller à" not in client.get(reverse("drafts")).content.decode()


def test_an_owner_creates_another_organisation_where_the_instance_lets_one(
    feurs: Feurs, client: Client, settings: Any
) -> None:
    client.force_login(feurs.ana)
    there, name = reverse("organisation_new"), {"name": "Forez-Est"}
    assert client.post(there, name).status_code == 404
    settings.SEVERAL_ORGANISATIONS = True
    assert client.post(there, name).status_code == 302
    made = Organisation.objects.get(name="Forez-Est")
    assert feurs.ana.role_in(made) == "owner"
    assert client.get(reverse("accounts")).context["organisation"] == made
    client.force_login(feurs.bruno)
    assert client.post(there, name).status_code == 403
