"""What was said: every case with its messages, what we published, and what the searches found."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from bench.town import words
from bench.town.people import Town
from bench.town.size import Size

CITIZENS = 3_000
BATCH = 2_000


@dataclass(slots=True)
class Answer:
    """What we answered to `question`."""

    question: Post
    post: Post
    at: datetime


@dataclass(slots=True)
class Conversation:
    """A thread on `account`: what citizens asked and what we answered, oldest first. `kind`: how its case stands."""

    account: Account
    kind: str
    asked: list[Post] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def latest(self) -> Post:
        return self.asked[-1]

    @property
    def posts(self) -> list[Post]:
        return [*self.asked, *(answer.post for answer in self.answers)]


class Chronicle:
    """Writes posts with native ids of their own."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.written = 0

    def conversation(self, kind: str, begins: datetime) -> Conversation:
        """Two messages on average. An answered one ends with our answer; of the others a third has an earlier one."""
        talk = Conversation(self.town.account(), kind)
        number, chance = self.town.chance.choice((1, 1, 2, 2, 3, 3)), self.town.chance
        for turn in range(number):
            asked_at = begins + timedelta(hours=5 * turn)
            talk.asked.append(self.by_a_citizen(asked_at, talk))
            if (kind == "answered" and turn == number - 1) or (turn < number - 1 and chance.random() < 0.3):
                talk.answers.append(self.answer(talk, asked_at + timedelta(minutes=chance.randint(4, 200))))
        return talk

    def by_a_citizen(self, at: datetime, talk: Conversation | None = None) -> Post:
        who = self.town.chance.randrange(CITIZENS)
        text = words.message(self.town.chance)
        return self._post(text, at, f"citizen-{who}", f"habitant{who}", f"Habitante {who}", talk)

    def answer(self, talk: Conversation, at: datetime) -> Answer:
        return Answer(talk.latest, self.by_us(talk.account, at, words.answer(self.town.chance), talk), at)

    def by_us(self, account: Account, at: datetime, text: str, talk: Conversation | None = None) -> Post:
        return self._post(text, at, account.native_id, account.handle, account.name, talk)

    def _post(self, text: str, at: datetime, author: str, handle: str, name: str, talk: Conversation | None) -> Post:
        self.written += 1
        native_id = f"{author}-{self.written:08d}"
        first = talk.asked[0].native_id if talk and talk.asked else native_id
        return Post(
            network="sandbox", native_id=native_id, conversation=first, reply_to=first if first != native_id else "",
            author_id=author, author_handle=handle, author_name=name, text=text, lang="fr",
            url=f"/demonstration/network/{native_id}", published_at=at, seen_at=at,
        )  # fmt: skip


def conversations(town: Town, size: Size, chronicle: Chronicle) -> list[Conversation]:
    """Answered and closed ones over eighteen months, the waiting ones of the last days."""
    waiting = [chronicle.conversation("waiting", town.ago(days=1 + 4 * n / size.waiting)) for n in range(size.waiting)]
    settled = size.cases - size.waiting
    older = [
        chronicle.conversation("closed" if n < size.closed else "answered", town.ago(days=town.chance.uniform(6, 540)))
        for n in range(settled)
    ]
    return sorted([*older, *waiting], key=lambda talk: talk.asked[0].published_at)


def store(posts: list[Post]) -> None:
    Post.objects.bulk_create(posts, batch_size=BATCH)


def note_mentions(talks: list[Conversation]) -> None:
    """Every message of a citizen spoke to us, and is in a case already."""
    spoken = [Mention(post=post, account=talk.account) for talk in talks for post in talk.asked]
    Mention.objects.bulk_create(spoken, batch_size=BATCH)
