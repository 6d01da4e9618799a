"""Who gets through which door: strangers, other organisations, roles."""

from datetime import time

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beffroi.access.models import ApiToken, Organisation, User
from beffroi.access.roles import MAY, ROLES, may
from beffroi.archive.models import Mention, Post
from beffroi.chronicle.models import Incident
from beffroi.facts.models import Attestation, Evidence, Fact, Reading, Source, Witness
from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, Peer
from beffroi.inbox.models import Case
from beffroi.keeping.models import Asked, Hold
from beffroi.listening.models import Feed, Match, Mute, OptOut, SavedSearch, Watch
from beffroi.publishing.models import Blackout, Delegation, Draft, OutsideApprover, Publication, Slot, Template
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Sentence
from tests.cast import NOW, PASSWORD, Feurs, minutes
from tests.directory.register import account, body
from tests.site.inbox_things import desk_of, promised, routed
from tests.site.owned import OF_FEURS

PUBLIC = {
    "today",  # leads a stranger to the door
    "welcome",
    "found",
    "healthz",
    "readyz",
    "design",
    "set_language",
    "sign_in",
    "sign_out",
    "join",
    "demonstration_visit",
    "outside",  # opened by the secret in its address
    "outside_image",
    "witness",  # opened by the secret in its address
    "feed_hub",  # called by machines, at an address that nobody can guess
    "account_feed",
    "feed_image",
    "public_incident",  # what a person made public, by an address that says nothing
    "service_page",  # opened by the secret in its address
    "case_status",  # dates and names of services, at an address that says nothing
    "public_charter",
    "public_notice",  # the privacy notice, where the organisation publishes it
    "rankings",
    "expected",
    "ranking_edition",
    "ranking_archive",
    "choose_language",
    "robots",
    "sitemap_index",
    "sitemap_section",
    "directory",  # the public directory
    "directory_body",
    "directory_changes",
    "directory_card",
    "ranking_feed",
    "directory_export",
    "directory_export_file",
    "directory_verify",
    "directory_badge",
    "directory_badge_page",
    "api_verify",
    "citizens_line",  # two choices for anybody, at an address that says nothing
}

BY_TOKEN = {"api_state", "api_stop", "api_resume", "api_nothing"}  # tests/site/test_api.py: no session opens them


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def address(pattern: URLPattern) -> str:
    """An address of this pattern, with a 1 or a word for each argument."""
    arguments = {name: 1 if "Int" in type(c).__name__ else "bluesky" for name, c in pattern.pattern.converters.items()}
    return reverse(str(pattern.name), kwargs=arguments)


CLOSED = [pattern for pattern in patterns() if pattern.name not in PUBLIC | BY_TOKEN]


def test_the_public_pages_are_these_and_no_others() -> None:
    assert {str(pattern.name) for pattern in patterns()} >= PUBLIC


@pytest.mark.parametrize("pattern", CLOSED, ids=lambda pattern: str(pattern.name))
def test_a_stranger_gets_no_further_than_the_sign_in(pattern: URLPattern, feurs: Feurs, client: Client) -> None:
    for answer in (client.get(address(pattern)), client.post(address(pattern))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("sign_in"))


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
    template = Template(organisation=feurs.organisation)
    template.write(name="Marché", text="Le marché a lieu.", by=feurs.bruno, now=NOW)
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
        "token": ApiToken.make(feurs.organisation, feurs.ana, "x", NOW)[0].pk,
        **agreed(feurs),
        "template": template.pk,
        "blackout": blackout(feurs).pk,
        **told(feurs),
        **waited_for(feurs),
        **routed(feurs, case),
        **desk_of(feurs, case),
        **kept(feurs),
        "official": account(body(organisation=feurs.organisation), "feurs.fr").pk,
    }


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
    """An approver from outside, and a delegation."""
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
    return {"outside_approver": outside.pk, "delegation": delegation.pk}


@pytest.mark.parametrize("name", OF_FEURS)
def test_the_owner_of_another_organisation_finds_nothing_of_ours(
    name: str, feurs: Feurs, things: dict[str, int], eves_town: Organisation, client: Client
) -> None:
    client.force_login(feurs.eve)
    kind = {"kind": "senat"} if name == "fact_source_new" else {}
    there = reverse(name, kwargs={"pk": things[OF_FEURS[name]], **kind})
    assert client.post(there, {"version": 1, "reason": "x", "text": "x", "verdict": "ours"}).status_code == 404


def test_every_page_of_one_thing_is_in_the_list_above() -> None:
    with_a_number = {str(p.name) for p in patterns() if "pk" in p.pattern.converters}
    assert with_a_number - {"attachment", "directory_badge", "directory_badge_page"} == set(OF_FEURS)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_exactly_what_the_matrix_says(role: str, feurs: Feurs, client: Client) -> None:
    user = User.objects.join(email="role@feurs.example", name="Rôle", password=PASSWORD)
    feurs.organisation.admit(user, role)
    client.force_login(user)
    for pattern in patterns():
        act = getattr(pattern.callback, "act", None)
        if act is None or pattern.pattern.converters:
            continue
        answer = client.get(address(pattern))
        if answer.status_code == 405:
            answer = client.post(address(pattern))
        refused = answer.status_code == 403
        assert refused is not may(role, act), (pattern.name, role)


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
