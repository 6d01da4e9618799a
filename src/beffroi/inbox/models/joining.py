"""Two cases that are one matter, and one case that is two: a person says so, and can take it back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from beffroi.access.models import User
from beffroi.archive.models import Mention, Post, StandIn
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case

# The same account wrote both; one was taken out of the other; somebody says that it is the same person.
BY_AUTHOR, BACK, BY_WORD = "author", "back", "word"


class Merging(models.Model):
    """`case` is closed and told as a part of `into`, while it is not undone. `latest_before` is the message of `into`
    that waited before, where the merged one's is newer."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="merged")
    into = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="holds")
    because = models.CharField(max_length=10)
    latest_before = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(undone_at=None), name="a_case_is_merged_into_one_other"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} -> {self.into_id}"

    @classmethod
    def merge(cls, case: "Case", into: "Case", *, by: User, is_same_person: bool, now: datetime) -> "Merging":
        """Tells `case` as a part of `into`. `is_same_person` is somebody's word, needed where different accounts wrote.

        Raises NotAllowed without that word, for a case and itself, where one of them is a part of another already, and
        where one of them is private and the other is not.
        """
        because = BACK if Apart.objects.filter(case=case, origin=into).exists() else _same_author(case, into)
        standing = cls.objects.filter(undone_at=None)
        if bool(case.latest.private) != bool(into.latest.private):
            raise NotAllowed(f"{case} and {into} are not for the same eyes")
        if case.pk == into.pk or case.organisation_id != into.organisation_id or not (because or is_same_person):
            raise NotAllowed(f"{case} is not {into}")
        if standing.filter(models.Q(case__in=[case.pk, into.pk]) | models.Q(into=case.pk)).exists():
            raise NotAllowed(f"{case} or {into} is merged already")
        case.must_be_answered_by(by)
        into.must_be_answered_by(by)
        with transaction.atomic():
            before = _pass_on(case, into)
            said = {"because": because or BY_WORD, "latest_before": before, "by": by, "at": now}
            merging = cls.objects.create(case=case, into=into, **said)
            type(case).objects.filter(pk=case.pk, closed_at=None).update(closed_at=now, closed_by=by)
            numbers = {"number": case.pk, "into": into.pk}
            record("CASE_MERGED", into, organisation=into.organisation, actor=by, now=now, **numbers)
        return merging

    def undo(self, *, by: User, now: datetime) -> None:
        """Both stand alone again, and what waited waits; a second time changes nothing."""
        self.into.must_be_answered_by(by)
        with transaction.atomic():
            standing = Merging.objects.filter(pk=self.pk, undone_at=None)
            if not standing.update(undone_at=now, undone_by=by):
                return
            cases = type(self.case).objects
            cases.filter(pk=self.case_id, closed_at=self.at).update(closed_at=None, closed_by=None)
            if self.latest_before is not None and self.into.latest_id == self.case.latest_id:
                _wait_for(self.into, self.latest_before)
            said = {"number": self.case_id, "into": self.into_id}
            record("CASE_UNMERGED", self.into, organisation=self.into.organisation, actor=by, now=now, **said)

    @classmethod
    def holder_of(cls, case: "Case") -> "Case":
        """The case to which a new message of `case` belongs: another, where it was merged and that one's account can
        answer there."""
        merging = cls.objects.filter(case=case, undone_at=None, into__account=case.account_id)
        found = merging.select_related("into__account", "into__latest", "into__organisation").first()
        return found.into if found is not None and case.account_id else case


class Apart(models.Model):
    """This message was taken out of its conversation: it stands in a case of its own, and what answers it follows."""

    case = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="apart")
    origin = models.ForeignKey("inbox.Case", on_delete=models.CASCADE, related_name="gave")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None for what followed
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "post"], name="a_message_is_taken_out_once")]

    def __str__(self) -> str:
        return f"{self.post_id} -> {self.case_id}"

    @classmethod
    def split(cls, origin: "Case", post: Post, *, by: User, now: datetime) -> "Case":
        """Makes a case of `post` alone and of what answers it.

        Raises NotAllowed for the first message of a conversation, for ours, and for what is in no conversation of ours.
        """
        said = list(origin.messages())
        mentioned = Mention.objects.filter(post=post, account=origin.account_id)
        is_first = post.native_id == origin.conversation or (bool(said) and said[0].pk == post.pk)
        if origin.account is None or is_first or post not in said or not mentioned.exists():
            raise NotAllowed(f"{post.pk} cannot leave {origin}")
        origin.must_be_answered_by(by)
        with transaction.atomic():
            gone = _below(post, said)
            case: Case = type(origin).objects.create(
                organisation=origin.organisation,
                account=origin.account,
                conversation=post.native_id,
                latest=_last(gone, origin) or post,
                opened_at=now,
                waiting_since=(_last(gone, origin) or post).published_at,
                team=origin.team,
            )
            for each in gone:
                cls.objects.create(case=case, origin=origin, post=each, by=by, at=now)
            left = _last([each for each in said if each not in gone], origin)
            if origin.latest in gone and left is not None:
                _wait_for(origin, left)
            numbers = {"number": origin.pk, "new": case.pk}
            record("CASE_SPLIT", case, organisation=origin.organisation, actor=by, now=now, **numbers)
        return case

    @classmethod
    def conversation_of(cls, post: Post, account: int) -> str:
        """The conversation to which a new message belongs for `account`: another than the network's, where it answers
        one that was taken out."""
        if not post.reply_to:
            return post.conversation
        parents = cls.objects.filter(post__network=post.network, post__native_id=post.reply_to, case__account=account)
        parent = parents.select_related("case").first()
        if parent is None:
            return post.conversation
        cls.objects.get_or_create(
            origin=parent.origin, post=post, defaults={"case": parent.case, "at": post.seen_at, "by": None}
        )
        return parent.case.conversation


def messages_of(case: "Case", *, whole: bool = True) -> models.QuerySet[Post]:
    """All that was said in `case` and in those merged into it, without what was taken out, oldest first.

    Not `whole`: nothing was ever merged into it, taken out of it or erased from it alone, which spares some questions.
    """
    if not whole:
        return Post.objects.in_conversation(case.latest.network, case.conversation)
    parts = [case, *(merging.case for merging in held_by(case))]
    said = models.Q(pk=None)
    for part in parts:
        in_it = models.Q(network=part.latest.network, conversation=part.conversation)
        in_it |= models.Q(pk__in=_stand_ins(part).values("post"))
        apart = Apart.objects.filter(models.Q(case=part.pk) | models.Q(origin=part.pk)).select_related("post")
        out = [each.post for each in apart if each.origin_id == part.pk and each.case_id != part.pk]
        own = [each.post for each in apart if each.case_id == part.pk]
        said |= (in_it & ~_these(out)) | _these(own) if apart else in_it
    mine = Post.objects.filter(said).exclude(StandIn.of(case.organisation_id))
    return mine.order_by("published_at", "id")


def _stand_ins(case: "Case") -> models.QuerySet[StandIn]:
    here = {"post__network": case.latest.network, "conversation": case.conversation}
    return StandIn.objects.filter(organisation=case.organisation_id, **here)


def held_by(case: "Case") -> "models.QuerySet[Merging]":
    """What was merged into `case` and stands so."""
    standing = Merging.objects.filter(into=case, undone_at=None).order_by("at")
    return standing.select_related("case__latest", "case__account", "by")


def _these(posts: list[Post]) -> models.Q:
    """These messages, and our answers to them, which the network puts below them."""
    numbers = [post.native_id for post in posts]
    numbers += StandIn.objects.filter(post__in=posts).values_list("instead_of__native_id", flat=True)
    return models.Q(pk__in=[post.pk for post in posts]) | models.Q(
        network__in={post.network for post in posts}, reply_to__in=numbers
    )


def _same_author(one: "Case", other: "Case") -> str:
    same = (one.latest.network, one.latest.author_id) == (other.latest.network, other.latest.author_id)
    return BY_AUTHOR if same else ""


def _pass_on(case: "Case", into: "Case") -> Post | None:
    """The newer message that waits in `case` waits in `into` from now on; what waited there before, if another did."""
    waits = type(case).objects.filter(pk=case.pk).waiting().exists()
    if not waits or case.account_id != into.account_id or case.account_id is None:
        return None
    if case.latest.published_at <= into.latest.published_at:
        return None
    before = into.latest
    _wait_for(into, case.latest)
    return before


def _wait_for(case: "Case", post: Post) -> None:
    """`post` is the message that waits in `case`; whether it was answered is asked again."""
    case.latest, case.waiting_since, case.answer_seen_at = post, post.published_at, None
    case.save(update_fields=["latest", "waiting_since", "answer_seen_at"])


def _below(post: Post, said: list[Post]) -> list[Post]:
    """`post` and all that answers it, however far down."""
    found, names = [], set()
    for each in said:  # oldest first: what answers comes after what it answers
        if each.pk == post.pk or each.reply_to in names:
            found.append(each)
            names.add(each.native_id)
    return found


def _last(posts: list[Post], case: "Case") -> Post | None:
    """The last message that is not ours."""
    ours = case.account.native_id if case.account else ""
    theirs = [post for post in posts if post.author_id != ours]
    return theirs[-1] if theirs else None
