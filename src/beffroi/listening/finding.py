"""From a post to the searches that find it and to what is kept of it, whatever brought the post."""

from collections.abc import Callable, Iterable
from datetime import datetime

from beffroi.access.models import Organisation
from beffroi.archive.models import ErasedPost
from beffroi.archive.models import Post as ArchivedPost
from beffroi.directory.models import Account
from beffroi.engines.query import Document, Presearch
from beffroi.engines.texts.tongue import language_of
from beffroi.listening.models import Match, SavedSearch, is_opted_out
from beffroi.vocabulary import Post


def document_of(post: Post, *, detects_language: bool = True) -> Document:
    """The post as the searches see it. A link whose words are a name or a hashtag leads only to them: it is none.

    To detect the language costs more than all the rest: who asks for none (`asks_language`) may go without.
    """
    text = post.text.encode("utf-8", "surrogatepass")
    return Document(
        text=post.text,
        author=post.author.handle,
        lang=language_of(post.text, post.lang) if detects_language else post.lang,
        author_id=post.author.native_id,
        to=post.to,
        links=tuple(link.href for link in post.links if text[link.start : link.end][:1] not in (b"@", b"#")),
        has_image=any(media.mime.startswith("image/") for media in post.media),
        is_reply=post.reply_to is not None,
        is_repost=post.repost_of is not None or post.text.startswith("RT @"),
        tags=post.tags,
    )


def finders(searches: Iterable[SavedSearch]) -> Callable[[Post], list[SavedSearch]]:
    """Tells of a post which of `searches` find it: for what comes now and then. A stream has its index (`Hearing`)."""
    asked = list(searches)
    presearch = Presearch([search.parsed for search in asked])
    return lambda post: [asked[index] for index in presearch.found(document_of(post))]


def by_others(posts: Iterable[Post], organisation: Organisation) -> list[Post]:
    """Nobody is alerted by what their own accounts say."""
    ours = list(Account.objects.filter(organisation=organisation))
    return [post for post in posts if not any(account.shown_by(post.author) for account in ours)]


def note_found(search: SavedSearch, post: Post, *, now: datetime) -> Match | None:
    """Keeps the post with its match, in the transaction of the caller; None when it was noted before, or when its
    author asked this organisation not to be kept, or was erased from it."""
    whose = search.organisation_id
    if is_opted_out(post, whose) or ErasedPost.was(post.network, post.native_id, whose):
        return None
    linked = [link.href for link in post.links]
    return Match.note(search, ArchivedPost.store(post, now=now), now=now, linked=linked)
