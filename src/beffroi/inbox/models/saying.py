"""In which cases words are said: of each conversation an organisation finds what it reads there itself."""

from typing import TYPE_CHECKING

from django.db import models

from beffroi.access.models import Organisation
from beffroi.archive.models import Post, StandIn
from beffroi.inbox.models.joining import Apart

if TYPE_CHECKING:
    from beffroi.inbox.models.case import Case


def cases_saying(cases: "models.QuerySet[Case]", words: str, organisation: Organisation | None) -> list[int]:
    """The numbers of those in whose messages all these words are said, of as many as `Post.saying` looks at."""
    said = set(Post.objects.saying(words).values_list("pk", "network", "conversation"))
    posts = [post for post, *_talk in said]
    hidden, read = _stand_ins(posts)
    talks = {conversation for _post, _network, conversation in said} | {talk for _whose, _network, talk in read}
    found = cases.filter(conversation__in=talks).values_list("pk", "organisation", "latest__network", "conversation")
    by_talk: dict[tuple[str, str], list[int]] = {}
    for post, network, conversation in said:
        by_talk.setdefault((network, conversation), []).append(post)
    both = {
        (case, whose)
        for case, whose, *talk in found
        if (whose, *talk) in read or any((whose, post) not in hidden for post in by_talk.get((talk[0], talk[1]), ()))
    }
    both |= set(Apart.objects.filter(post__in=posts).values_list("case", "case__organisation"))
    return [case for case, whose in both if organisation is None or whose == organisation.pk]


def _stand_ins(posts: list[int]) -> tuple[set[tuple[int, int]], set[tuple[int, str, str]]]:
    """Who does not read which of `posts`, and who reads one of them in which conversation."""
    concerned = StandIn.objects.filter(models.Q(post__in=posts) | models.Q(instead_of__in=posts))
    rows = list(concerned.values_list("organisation", "post", "instead_of", "post__network", "conversation"))
    hidden = {(whose, instead_of) for whose, _post, instead_of, *_talk in rows}
    found = set(posts)
    return hidden, {(whose, network, talk) for whose, post, _other, network, talk in rows if post in found}
