"""The scene of the vote: a fact that is waited for, a post that left another way too early, a witness's word."""

from datetime import datetime, timedelta
from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.chronicle.models import Incident
from beffroi.facts.models import Fact, Source, Witness, WitnessLink
from beffroi.facts.models.fact import YES
from beffroi.publishing.models import Draft, EarlyPost
from beffroi.site.demonstration.acts import NotYet, void
from beffroi.site.demonstration.town import Town
from beffroi.sources import SOURCES
from beffroi.sources.sandbox import FILE

LISTS = Path(__file__).parent / "senat"
STATEMENT = "Le Sénat a adopté l’article 1er du projet de loi logement."
SUBJECT = "Article 1er"
ADOPTED = "L’article 1er du projet de loi logement est adopté par le Sénat. Le détail des votes suit."
REJECTED = "Le Sénat a rejeté l’article 1er du projet de loi logement. La discussion continue."
PREMATURE = "Ça y est : l’article 1er est adopté par le Sénat !"
WITNESS = "Jeanne Roy, en séance"
SEEN = "Vote à main levée, constaté en séance."
EARLY = timedelta(minutes=30)
ANSWERS = (  # minutes after the faulty post, who, what
    (3, "eve", "Faux : le vote sur l’article 1er n’a pas eu lieu. Vous annoncez ce qui n’existe pas."),
    (4, "lucie", "Je suis la séance en direct, on en est encore aux amendements ?"),
    (5, "carnet", "Un compte public qui annonce un vote avant le vote. Captures faites."),
    (5, "karim", "C’est voté ou pas ?"),
    (6, "eve", "Demande de rectification immédiate."),
    (9, "carnet", "Toujours pas de correction."),
)
CORRECTION = (
    "Notre message de tout à l’heure est parti trop tôt : l’article 1er est encore en discussion. Nous vous prions de "
    "nous excuser ; nous vous dirons le résultat quand le vote aura eu lieu."
)


def is_prepared(town: Town, now: datetime) -> None:
    """Bruno states the fact, with its source and its witness, and prepares a text for each outcome."""
    bruno, folder = town.person("bruno"), Path(town.account("bellecloche").stream)
    show_list(folder, "1500")
    fact = Fact.state_it(
        town.organisation,
        statement=STATEMENT,
        subject=SUBJECT,
        kind="adoption",
        by=bruno,
        expires_at=now + timedelta(hours=6),
        now=now,
    )
    parameters = {"folder": str(folder)}
    address = SOURCES["sandbox"].address
    assert address is not None  # noqa: S101  # it has one
    Source.add(fact, kind="sandbox", parameters=parameters, address=address(parameters), by=bruno, now=now)
    Witness.name_one(fact, name=WITNESS, channel="link", address="", by=bruno, now=now)
    for text, key in ((ADOPTED, "yes"), (REJECTED, "no")):
        draft = Draft.begin(
            organisation=town.organisation,
            by=bruno,
            accounts=[town.account("bellecloche")],
            text=text,
            awaits=fact.outcome_called(key),
            now=now,
        )
        draft.submit(by=bruno, now=now)
        draft.approve(by=town.person("chloe"), version=1, now=now)


def show_list(folder: Path, at: str) -> None:
    """What the fictional Sénat publishes from now on; written whole or not at all."""
    fresh = folder / f"{FILE}.new"
    fresh.write_bytes((LISTS / f"{at}.json").read_bytes())
    fresh.replace(folder / FILE)


def the_fact(town: Town) -> Fact:
    fact = Fact.objects.filter(organisation=town.organisation, statement=STATEMENT).order_by("-pk").first()
    if fact is None:
        raise NotYet
    return fact


def fact_page(town: Town) -> str:
    return reverse("fact", args=[the_fact(town).pk])


def is_posted_too_early(town: Town, now: datetime) -> None:
    """Somebody who has the password writes it on the network itself, half an hour before the vote."""
    show_list(Path(town.account("bellecloche").stream), "1515")
    void(town.network.say("bellecloche", PREMATURE, at=now - EARLY))


def early(town: Town) -> EarlyPost:
    found = EarlyPost.objects.filter(fact=the_fact(town)).select_related("post", "incident")
    post = found.order_by("-pk").first()
    if post is None:
        raise NotYet
    return post


def incident_page(town: Town) -> str:
    return reverse("incident", args=[early(town).incident_id])


def is_attacked(town: Town, now: datetime) -> None:
    faulty = early(town).post
    for minutes, who, text in ANSWERS:
        at = faulty.published_at + timedelta(minutes=minutes)
        void(town.network.say(who, f"@bellecloche {text}", reply_to=faulty.native_id, at=at))


def is_corrected(town: Town, now: datetime) -> None:
    bruno, faulty = town.person("bruno"), early(town).post
    draft = Draft.begin(
        organisation=town.organisation,
        by=bruno,
        accounts=[town.account("bellecloche")],
        text=CORRECTION,
        in_reply_to=faulty,
        now=now,
    )
    draft.submit(by=bruno, now=now)
    draft.approve(by=town.person("chloe"), version=1, now=now)


def is_voted(town: Town, now: datetime) -> None:
    """All amendments are decided: the trap of 2013. The list cannot tell whether the vote has taken place."""
    void(early(town))
    show_list(Path(town.account("bellecloche").stream), "1543")


def witness_page(town: Town) -> str:
    """A link for Jeanne, made each time somebody wants to be her."""
    fact = the_fact(town)
    if fact.state != "waiting":
        return fact_page(town)
    _link, secret = fact.witnesses.get(name=WITNESS).ask(by=town.person("bruno"), now=timezone.now())
    return reverse("witness", args=[secret])


def is_witnessed(town: Town, now: datetime) -> None:
    """Jeanne says that it is adopted, unless the visitor has said so in her place."""
    fact = the_fact(town)
    show_list(Path(town.account("bellecloche").stream), "1552")
    if fact.state != "waiting":
        return
    link, secret = fact.witnesses.get(name=WITNESS).ask(by=town.person("bruno"), now=now)
    outcome = fact.outcome_called("yes")
    assert outcome is not None  # noqa: S101  # every fact has it
    browser = _("the demonstration, in the place of Jeanne's telephone")
    WitnessLink.objects.get(pk=link.pk).say(outcome, device=secret, browser=browser, reason=SEEN, now=now)


def is_closed(town: Town, now: datetime) -> None:
    """Ana sums the incident up and closes it. It must be known first by how long it was too early."""
    settled = the_fact(town).settlement
    if settled is None or settled.followed_at is None:
        raise NotYet
    incident, ana = Incident.objects.get(pk=early(town).incident_id), town.person("ana")
    incident.sum_up(
        "Un message écrit hors de Beffroi, par une personne qui suivait les débats à distance, a annoncé l’adoption de "
        "l’article 1er avant le vote. Il a été corrigé publiquement ; l’annonce exacte est partie après le vote.",
        by=ana,
        now=now,
    )
    how = "a été adopté" if settled.outcome.key == YES else "a été rejeté"
    incident.close(by=ana, outcome=f"L’article 1er {how} ; l’accès direct au compte est retiré.", now=now)
