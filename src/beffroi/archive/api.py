"""A post of a network, as every answer tells of one."""

from datetime import datetime

from beffroi.access.api import Shown
from beffroi.archive.models import Post


class PostShown(Shown):
    """`text` is empty once its author has taken it away."""

    id: int
    network: str
    url: str
    author: str
    author_name: str
    text: str
    lang: str
    published_at: datetime
    changed_at: datetime | None
    gone_at: datetime | None
    private: bool


def post_shown(post: Post) -> PostShown:
    return PostShown(
        id=post.pk,
        network=post.network,
        url=post.url,
        author=post.author_handle,
        author_name=post.author_name,
        text=post.says,
        lang=post.lang,
        published_at=post.published_at,
        changed_at=post.changed_at,
        gone_at=post.gone_at,
        private=bool(post.private),
    )
