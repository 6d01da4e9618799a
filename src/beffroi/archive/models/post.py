"""Facts seen on networks. Storing is idempotent on (network, native id): seeing a thing twice adds nothing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models

from beffroi import vocabulary
from beffroi.archive.holding import held
from beffroi.archive.models.erased import ErasedPost, StandIn
from beffroi.archive.words import posts_saying, words_of
from beffroi.directory.models import Account
from beffroi.work.models import Due, DueQuerySet
from beffroi.work.waking import wake


def pointing() -> "list[models.ForeignKey[Any, Any]]":
    """The keys by which rows of all rooms rely on a post. What stands in for it relies on nothing."""
    relations = Post._meta.get_fields(include_hidden=True)
    keys = [each.field for each in relations if isinstance(each, models.ManyToOneRel)]
    return [key for key in keys if key.model is not StandIn]


class PostQuerySet(models.QuerySet["Post"]):
    def in_conversation(self, network: str, conversation: str) -> Self:
        return self.filter(network=network, conversation=conversation).order_by("published_at", "id")

    def nobody_needs(self, *, but: "Collection[models.Field[Any, Any]]" = ()) -> Self:
        """Posts that no row of any room points to, whose conversation never spoke to us and that are not ours.

        A room that keeps a post has a foreign key to it: that is all it must do to be heard here. Of the keys `but`
        nothing is asked.
        """
        found = self
        for field in pointing():
            if field not in but:
                rows = field.model._default_manager.filter(**{field.name: models.OuterRef("pk")})
                found = found.exclude(models.Exists(rows))
        accounts = Account.objects.filter(network=models.OuterRef("network"), native_id=models.OuterRef("author_id"))
        found = found.exclude(models.Exists(accounts)).exclude(models.Exists(spoken_to_us("")))
        return found.exclude(held())

    def for_everybody(self) -> Self:
        """Without what was said to us in private."""
        return self.exclude(private=True)

    def saying(self, asked: str) -> Self:
        """The newest posts in whose text or author's names each word of `asked` begins a word (`words.py` says which
        do not); none for no word."""
        words = words_of(asked)
        return self.filter(pk__in=posts_saying(words)) if words else self.none()

    def called(self, network: str, native_ids: Iterable[str]) -> Self:
        return self.filter(network=network, native_id__in=set(native_ids))


class Post(models.Model):
    """A post somebody made: a citizen's that concerns us, or our own."""

    network = models.CharField(max_length=40)
    native_id = models.CharField(max_length=500)
    version = models.CharField(max_length=255, default="")
    conversation = models.CharField(max_length=500)
    reply_to = models.CharField(max_length=500, default="")
    root_version = models.CharField(max_length=255, default="")
    author_id = models.CharField(max_length=255)
    author_handle = models.CharField(max_length=255)
    author_name = models.CharField(max_length=255)
    text = models.TextField()
    lang = models.CharField(max_length=20, default="")
    url = models.CharField(max_length=500, default="")
    published_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)  # when we heard that its author had changed it
    changed_text = models.TextField(default="")  # what it says since, where the words that were read are kept
    gone_at = models.DateTimeField(null=True)  # when we heard that it was taken away
    # Null where nothing is said: SQLite adds such a column at once, and builds the table anew for every other.
    quote_of = models.CharField(max_length=500, null=True)  # noqa: DJ001  # the native id of what it quotes
    private = models.BooleanField(null=True)  # for those it names, and not for everybody

    objects = PostQuerySet.as_manager()
    quoted: "Post | None" = None  # of those for which it was found

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "native_id"], name="each_post_once")]
        indexes = [
            models.Index(fields=["network", "conversation", "published_at"], name="post_by_conversation"),
            models.Index(fields=["network", "author_id", "published_at"], name="post_by_author"),
            # Few posts answer or quote: an erasure finds those that name a post by its number.
            models.Index(fields=["network", "reply_to"], name="post_by_answered", condition=~models.Q(reply_to="")),
            models.Index(
                fields=["network", "quote_of"], name="post_by_quoted", condition=models.Q(quote_of__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.author_handle}: {self.text[:60]}"

    @classmethod
    def store(cls, seen: vocabulary.Post, *, now: datetime) -> "Post":
        """The archived post for `seen`, new or known. PostgreSQL cannot hold NUL, which is dropped.

        A post that a stream gave with its author's number only takes the name when a later reading knows it.
        """
        post, new = cls.objects.get_or_create(
            network=seen.network,
            native_id=seen.native_id,
            defaults={
                "version": seen.version,
                "conversation": seen.conversation,
                "reply_to": seen.reply_to.native_id if seen.reply_to else "",
                "root_version": seen.root.version if seen.root else "",
                "author_id": seen.author.native_id,
                "author_handle": storable(seen.author.handle, 255),
                "author_name": storable(seen.author.name, 255),
                "text": storable(seen.text),
                "lang": seen.lang[:20],
                "url": seen.url,
                "published_at": seen.published_at,
                "seen_at": now,
                "quote_of": seen.quote_of.native_id[:500] if seen.quote_of else None,
                "private": seen.private or None,
            },
        )
        if not new and post.author_handle == post.author_id != seen.author.handle:
            post.author_handle, post.author_name = storable(seen.author.handle, 255), storable(seen.author.name, 255)
            post.save(update_fields=["author_handle", "author_name"])
        return post

    def change(self, seen: vocabulary.Post, *, now: datetime, keep_words: bool) -> None:
        """Its author has changed it: it says what it says now. Words that are to be kept stay beside the new ones."""
        if keep_words:
            self.changed_text = storable(seen.text)
        else:
            self.text, self.lang, self.version = storable(seen.text), seen.lang[:20], seen.version
        self.changed_at = now
        self.save(update_fields=["text", "lang", "version", "changed_at", "changed_text"])

    def take_away(self, *, now: datetime, keep_words: bool) -> None:
        """It no longer stands on its network; neither do its words here, unless they are to be kept."""
        if not keep_words:
            self.text = ""
        self.gone_at, self.changed_text = self.gone_at or now, ""
        self.save(update_fields=["text", "gone_at", "changed_text"])

    @classmethod
    def find_quoted(cls, posts: "Sequence[Post]", organisation: int) -> None:
        """Gives each of these posts of one network what it quotes, where the archive has that, and this organisation
        has not erased it."""
        wanted = {post.quote_of for post in posts if post.quote_of}
        known = cls.objects.called(posts[0].network, wanted).exclude(StandIn.of(organisation)) if wanted else ()
        found = {post.native_id: post for post in known}
        for post in posts:
            post.quoted = found.get(post.quote_of or "")

    @property
    def says(self) -> str:
        """What its author wants it to say, as far as we have heard."""
        return self.changed_text or self.text

    @property
    def ref(self) -> vocabulary.Ref:
        return vocabulary.Ref(self.native_id, self.version)

    @property
    def root(self) -> vocabulary.Ref:
        """The first post of the conversation; this one when it starts it."""
        if self.conversation == self.native_id:
            return self.ref
        return vocabulary.Ref(self.conversation, self.root_version)


def storable(text: str, length: int | None = None) -> str:
    """`text` without what a database cannot hold (NUL, lone surrogates), cut to `length` characters."""
    kept = text.replace("\0", "").encode("utf-8", "ignore").decode()
    return kept if length is None else kept[:length]


class Mention(Due):
    """A post that speaks to one of our accounts. Due until the inbox has put it into a case."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "account"], name="one_mention_per_post_and_account")]
        indexes = [models.Index(fields=["due_at"], name="mention_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.post_id} -> {self.account_id}"

    @classmethod
    def note(cls, seen: vocabulary.Post, account: Account, *, now: datetime) -> "Mention | None":
        """Keeps a post that speaks to `account`; our own posts speak to nobody, and what was erased does not come
        back."""
        if account.shown_by(seen.author) or ErasedPost.was(seen.network, seen.native_id, account.organisation_id):
            return None
        post = Post.store(seen, now=now)
        mention, is_new = cls.objects.get_or_create(post=post, account=account, defaults={"due_at": now})
        if is_new:
            wake("inbox.open_cases")
        return mention


def spoken_to_us(post: str) -> models.QuerySet[Mention]:
    """For a subquery: the mentions in the conversation of the row's post, whose fields begin with `post`."""
    return Mention.objects.filter(
        post__network=models.OuterRef(f"{post}network"), post__conversation=models.OuterRef(f"{post}conversation")
    )


class OwnPostQuerySet(DueQuerySet["OwnPost"]):
    def to_judge(self, now: datetime) -> Self:
        """Posts that did not leave through Beffroi, and that the guard has not looked at; longest due first."""
        return self.filter(elsewhere_at__lte=now).order_by("elsewhere_at", "id")


class OwnPost(Due):
    """A post that one of our accounts shows, whoever wrote it. Due until publishing has looked at what it announces.

    `elsewhere_at` is when publishing found that it did not leave through Beffroi; set until the guard has judged it.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="own")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    elsewhere_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(default=False)  # it left through Beffroi

    objects = OwnPostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post"], name="each_own_post_once")]
        indexes = [
            models.Index(fields=["due_at"], name="own_post_due", condition=models.Q(due_at__isnull=False)),
            models.Index(
                fields=["elsewhere_at"], name="own_post_elsewhere", condition=models.Q(elsewhere_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.post_id}"

    @classmethod
    def note(cls, post: Post, account: Account, *, now: datetime, agreed: bool = False) -> "OwnPost":
        """`agreed`: it left through Beffroi, where everything was looked at before; nobody needs to look again."""
        first = {"account": account, "due_at": None if agreed else now, "is_agreed": agreed}
        own, _new = cls.objects.get_or_create(post=post, defaults=first)
        if agreed and not own.is_agreed:  # the stream was faster than the receipt
            own.is_agreed = True
            own.save(update_fields=["is_agreed"])
        return own
