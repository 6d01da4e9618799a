"""What the doors of test_access_matrix.py are tried with, and what stands beside them."""

from datetime import time

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beffroi.access.models import ApiToken, IncomingWebhook, Organisation
from beffroi.access.roles import MAY, may
from beffroi.archive.models import Mention, Post
from beffroi.chronicle.models import Incident
from beffroi.directory.models import AccountRole
from beffroi.door.models import OpenSession, Passkey
from beffroi.facts.models import Attestation, Evidence, Fact, Reading, Source, Witness
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, Peer
from beffroi.inbox.models import Case
from beffroi.keeping.models import Asked, Hold
from beffroi.listening.models import Feed, Match, Mute, OptOut, SavedSearch
from beffroi.notify.models import Watch, WebhookEndpoint
from beffroi.notify.reading_on import write_test
from beffroi.people.models import Invitation
from beffroi.publishing.models import Blackout, Delegation, Draft, OutsideApprover, Publication, Slot, Template
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Sentence
from tests.cast import NOW, Feurs, minutes
from tests.directory.register import account, body
from tests.site.inbox_things import desk_of, promised, routed
from tests.site.owned import OF_FEURS


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "api":
            continue  # each of its operations says who may: tests/site/api
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def address(pattern: URLPattern) -> str:
    """An address of this pattern, with a 1 or a word for each argument."""
    arguments = {name: 1 if "Int" in type(c).__name__ else "bluesky" for name, c in pattern.pattern.converters.items()}
    return reverse(str(pattern.name), kwargs=arguments)


def test_only_who_was_sent_to_the_sign_in_is_told_of_what_they_typed(feurs: Feurs, client: Client) -> None:
    told, english = "what you had typed is still in this browser", {"accept-language": "en"}
    assert told not in client.get(reverse("sign_in"), headers=english).content.decode()
    assert told in client.get(reverse("inbox"), headers=english, follow=True).content.decode()


@pytest.fixture
def eves_town(feurs: Feurs) -> Organisation:
    organisation = Organisation.objects.create(name="Ailleurs")
    organisation.admit(feurs.eve, "owner")
    return organisation


def blackout(feurs: Feurs) -> Blackout:
    return Blackout.add(
        feurs.organisation,
        calendar="custom",
        name="Deuil",
        starts_at=NOW,
        ends_at=NOW + minutes(1),
        blocks=True,
        by=feurs.ana,
        now=NOW,
    )


@pytest.fixture
def things(feurs: Feurs) -> dict[str, int]:
    """One of each thing that Feurs has, by the name of its page."""
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Gabrielle Powell")
    poll_profiles(NOW + minutes(10))
    eve = Profile("sandbox", "eve-id", "eve", "Eve")
    post = SeenPost(network="sandbox", native_id="p1", author=eve, text="@feurs bonjour", published_at=NOW)
    mention = Mention.note(post, feurs.account, now=NOW)
    assert mention
    case = Case.take(mention, now=NOW)
    return {
        "draft": draft.pk,
        "peer": Peer.watch(feurs.organisation, Profile("sandbox", "p", "roanne", "Roanne"), by=feurs.ana, now=NOW).pk,
        "slot": Slot.add(feurs.organisation, 1, time(10), by=feurs.ana, now=NOW).pk,
        "publication": Publication.objects.get().pk,
        **taken(feurs),
        "case": case.pk,
        "opt_out": OptOut.add(feurs.organisation, "sandbox", "lucie", by=feurs.ana, now=NOW).pk,
        **listened_for(feurs),
        **promised(feurs),
        "feed": Feed.follow(feurs.organisation, address="https://x.example/", title="x", by=feurs.driss, now=NOW).pk,
        "elsewhere": Case.take_elsewhere(Post.objects.get(), feurs.organisation, by=feurs.driss, now=NOW).pk,
        "profile": feurs.account.pk,
        **called(feurs),
        **agreed(feurs),
        "blackout": blackout(feurs).pk,
        **told(feurs),
        **waited_for(feurs),
        **routed(feurs, case),
        **desk_of(feurs, case),
        **people_of(feurs),
        **shown(feurs),
        **kept(feurs),
        "official": account(body(organisation=feurs.organisation), "feurs.fr").pk,
    }


def people_of(feurs: Feurs) -> dict[str, int]:
    """Somebody invited, a member, and a role for an account."""
    who = {"email": "zoe@feurs.example", "name": "Zoé", "role": "viewer"}
    return {
        "invitation": Invitation.invite(feurs.organisation, by=feurs.ana, now=NOW, **who)[0].pk,
        "member": feurs.driss.pk,
        "organisation": feurs.organisation.pk,
        "account_role": AccountRole.give(feurs.account, feurs.bruno, "editor", by=feurs.ana, now=NOW).pk,
    }


def called(feurs: Feurs) -> dict[str, int]:
    """A program with a token, one that is called, a call to it, and one that calls us."""
    address = "https://si.feurs.example/"
    webhook, _ = WebhookEndpoint.add(feurs.organisation, address=address, events=["case.late"], by=feurs.ana, now=NOW)
    return {
        "token": ApiToken.make(feurs.organisation, feurs.ana, "x", NOW)[0].pk,
        "webhook": webhook.pk,
        "webhook_call": write_test(webhook, NOW).pk,
        "incoming": IncomingWebhook.make(feurs.organisation, feurs.ana, "x", NOW)[0].pk,
    }


def shown(feurs: Feurs) -> dict[str, int]:
    """What Ana shows to come in, and where she is signed in."""
    passkey = Passkey.add(feurs.ana, name="x", identifier="x", credential=b"x", counter=0, now=NOW)
    session = OpenSession.begin(feurs.ana, "x", means="passkey", browser="", now=NOW)
    return {"passkey": passkey.pk, "open_session": session.pk}


def kept(feurs: Feurs) -> dict[str, int]:
    """A hold, and a request of a person."""
    said = {"kind": "period", "said": "x", "reason": "x", "said_from": NOW - minutes(9), "said_to": NOW - minutes(8)}
    hold = Hold.place(feurs.organisation, talks=(), by=feurs.ana, now=NOW, **said)
    asked = Asked.note(feurs.organisation, "access", {"name": "x"}, NOW.date(), by=feurs.ana, now=NOW)
    return {"hold": hold.pk, "asked": asked.pk}


def taken(feurs: Feurs) -> dict[str, int]:
    """An alarm of which Ana said that it was not us."""
    alarm = Alarm.objects.get()
    alarm.judge(ours=False, by=feurs.ana, now=NOW + minutes(11))
    run = alarm.runs.get()
    assert run.incident_id
    return {"alarm": alarm.pk, "playbook": run.pk, "taken_incident": run.incident_id}


def waited_for(feurs: Feurs) -> dict[str, int]:
    """A fact with all that can tell of it."""
    fact = Fact.state_it(feurs.organisation, statement="Adopté", by=feurs.bruno, now=NOW)
    source = Source.add(fact, kind="feed", parameters={}, address="https://x.example/", by=feurs.bruno, now=NOW)
    evidence = Evidence.keep("a" * 64, b"<feed/>")
    witness = Witness.name_one(fact, name="Jeanne", channel="link", address="", by=feurs.bruno, now=NOW)
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    return {
        "fact": fact.pk,
        "source": source.pk,
        "reading": Reading.objects.create(source=source, taken_at=NOW, evidence=evidence).pk,
        "witness": witness.pk,
        "attestation": Attestation.give(fact, outcome, by=feurs.chloe, now=NOW).pk,
    }


def told(feurs: Feurs) -> dict[str, int]:
    """An incident with its first entry."""
    title = Sentence("Une annonce trop tôt")
    incident = Incident.open(feurs.organisation, kind="by_hand", title=title, post=Post.objects.get(), now=NOW)
    return {"incident": incident.pk, "entry": incident.entries.get().pk}


def listened_for(feurs: Feurs) -> dict[str, int]:
    """A search with what it found, muted for an hour, in which somebody is on call."""
    search = SavedSearch.save_new(organisation=feurs.organisation, name="x", text="bonjour", by=feurs.driss, now=NOW)
    match = Match.note(search, Post.objects.get(), now=NOW)
    assert match
    assert match.alert_id
    assert match.story_id
    until = NOW + minutes(60)
    watch = Watch.give(feurs.organisation, feurs.driss, starts_at=NOW, ends_at=until, by=feurs.ana, now=NOW)
    return {
        "listening_search": search.pk,
        "alert": match.alert_id,
        "match": match.pk,
        "story": match.story_id,
        "mute": Mute.search_until(search, until, by=feurs.driss, now=NOW).pk,
        "watch": watch.pk,
    }


def agreed(feurs: Feurs) -> dict[str, int]:
    """An approver from outside, a delegation, and a template."""
    template = Template(organisation=feurs.organisation)
    template.write(name="Marché", text="Le marché a lieu.", by=feurs.bruno, now=NOW)
    outside = OutsideApprover.add(
        organisation=feurs.organisation, name="Dupont", email="dupont@etude.example", by=feurs.ana, now=NOW
    )
    delegation = Delegation.give(
        organisation=feurs.organisation,
        by=feurs.chloe,
        to=feurs.bruno,
        accounts=[feurs.account],
        kinds=["reply"],
        ends_at=NOW + minutes(60),
        now=NOW,
    )
    return {"outside_approver": outside.pk, "delegation": delegation.pk, "template": template.pk}


def test_every_page_of_one_thing_is_in_the_list_above() -> None:
    with_a_number = {str(p.name) for p in patterns() if "pk" in p.pattern.converters}
    assert with_a_number - {"attachment", "directory_badge", "directory_badge_page"} == set(OF_FEURS)


def test_a_viewer_only_sees() -> None:
    assert [act for act in MAY if may("viewer", act)] == ["see"]


def test_an_unknown_act_is_a_bug_and_not_a_refusal() -> None:
    with pytest.raises(KeyError):
        may("owner", "fly")


def test_a_member_who_was_put_out_sees_nothing_any_more(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    feurs.bruno.memberships.all().delete()
    assert client.get(reverse("drafts")).status_code == 403
    assert client.get(reverse("today")).status_code == 403
