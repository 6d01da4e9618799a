"""What a search has found: on the network of our account, and on a blog where no account of ours can answer."""

from datetime import datetime

from beffroi.archive.models import Post
from beffroi.listening.models import Match, SavedSearch
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile
from tests.cast import NOW, Feurs, minutes

NOTE = "La passerelle du canal serait fermée sans que personne ne l’ait dit aux riverains."
PAGE = "https://carnet.example/passerelle"


def search_for(feurs: Feurs, words: str = "passerelle", *, name: str = "La passerelle") -> SavedSearch:
    return SavedSearch.save_new(organisation=feurs.organisation, name=name, text=words, by=feurs.driss, now=NOW)


def note_on_a_blog(at: datetime = NOW, *, page: str = PAGE) -> Post:
    author = Profile("feed", "https://carnet.example/feed", "carnet.example", "Carnet du canal")
    seen = SeenPost(
        network="feed", native_id=page, author=author, text=NOTE, url=page, published_at=at - minutes(20), lang="fr"
    )
    return Post.store(seen, now=at)


def found(search: SavedSearch, post: Post, at: datetime = NOW) -> Match:
    match = Match.note(search, post, now=at)
    assert match is not None
    return match
