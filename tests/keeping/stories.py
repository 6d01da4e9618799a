"""What an organisation has of people, to be kept, held and erased."""

from datetime import datetime

from beffroi.access.models import Organisation
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case
from beffroi.listening.models import Match, SavedSearch
from beffroi.publishing.duties import send_due
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, connect, minutes

DAY = minutes(24 * 60)
EVE = Profile("sandbox", "eve-id", "eve", "Ève Roux")
QUESTION = "@feurs la piscine est-elle ouverte lundi ?"


def search_of(feurs: Feurs) -> SavedSearch:
    return SavedSearch.save_new(organisation=feurs.organisation, name="Le pont", text="pont", by=feurs.driss, now=NOW)


def found(search: SavedSearch, name: str, at: datetime, author: Profile = EVE) -> Match:
    post = Post.store(SeenPost("sandbox", name, author, f"le pont {name}", at), now=at)
    match = Match.note(search, post, now=at)
    assert match is not None
    return match


def asked(feurs: Feurs, at: datetime = NOW, text: str = QUESTION) -> Case:
    feurs.sandbox.say("eve", text, at=at)
    poll_mentions(at)
    open_cases(at)
    return Case.objects.order_by("-pk")[0]


def answered(feurs: Feurs, case: Case, at: datetime) -> None:
    draft = case.reply("Oui, de 10 h à 19 h.", by=feurs.driss, now=at)
    draft.submit(by=feurs.driss, now=at)
    draft.approve(by=feurs.chloe, version=1, now=at)
    send_due(at)


def neighbour_of(feurs: Feurs) -> Account:
    """The account of another town on this installation: a stranger to Feurs."""
    other = Organisation.objects.create(name="Ville de Balbigny")
    other.admit(feurs.eve, "owner")
    feurs.sandbox.join("balbigny", "Ville de Balbigny")
    return connect(other, feurs.sandbox, "balbigny", by=feurs.eve)
