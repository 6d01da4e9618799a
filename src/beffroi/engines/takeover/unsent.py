"""Posts on an account of ours that did not leave from here: where all of them do, that is certain knowledge."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.paragraphs import not_sent
from beffroi.vocabulary import Post


def unsent(posts: Iterable[Post], sent: Collection[str], *, since: datetime) -> Iterator[Finding]:
    """One finding for each post that the account shows and that is not among the native ids that we sent.

    `since`: from then on people write from here alone; what is older says nothing. A post in doubt, of which nobody
    knows whether it left, belongs to `sent`.
    """
    for post in posts:
        if post.published_at >= since and post.native_id not in sent:
            yield not_sent(post.author.handle, post.url or post.native_id)
