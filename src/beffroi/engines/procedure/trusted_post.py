"""A post of an account that people chose to trust: the clerk of the council, the club's own account.

Handed in by the room that holds the posts, as JSON: `author` (the handle), `text`, `published_at`, `url`.
"""

from beffroi.engines.procedure.days import in_paris
from beffroi.engines.procedure.expectation import looked_for, needed, since
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import Answer, json_of, member, misshapen
from beffroi.vocabulary import Sentence

NOT_TRUSTED = "This post is of @{author}, which is not the account that was chosen."
TOO_EARLY = "The post is older than the moment that was given."


def evaluate(answer: Answer, question: Question) -> Judgement:
    trusted = {_bare(handle) for handle in needed(question, "author").replace(",", " ").split()}
    after = since(question)
    post = json_of(answer.body)
    author = _bare(member(post, "author", str))
    published_at = in_paris(member(post, "published_at", str))
    if published_at is None:
        raise misshapen("published_at")
    evidence = {"author": author, "published_at": published_at.isoformat(), "url": str(post.get("url", ""))}
    if author not in trusted:
        return Judgement(State.NO_DATA, "", (Sentence(NOT_TRUSTED, {"author": author}),), evidence)
    if after and published_at < after:
        return Judgement(State.NO_DATA, "", (Sentence(TOO_EARLY),), evidence)
    return looked_for(member(post, "text", str), question, evidence)


def _bare(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()
