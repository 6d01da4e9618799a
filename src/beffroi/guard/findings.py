"""What the guard finds by itself in what is stored here: certain knowledge, told as any detector tells it."""

from datetime import datetime

from django.utils.translation import gettext_noop

from beffroi.archive.models import OwnPost
from beffroi.directory.models import Account
from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.legible import legible
from beffroi.guard.models.baseline import NOT_SENT, Baseline
from beffroi.vocabulary import Sentence

SHOWN = 200  # characters of a post that an alarm quotes

POST_NOT_SENT = gettext_noop(
    "A post stands on {handle} that did not leave through Beffroi: “{words}”. If one of you wrote it in the network's "
    "own application, answer “It was us”. If nobody did, somebody else can write in your name: change the password "
    "now, close all sessions and withdraw the access of all other applications."
)
ACCESS_LOST = gettext_noop(
    "The network no longer takes Beffroi's key for {handle}: “{reason}”. This happens when a password is changed, an "
    "application is withdrawn or a permission runs out. If one of you did that, connect the account again and answer "
    "“It was us”. If nobody did, somebody else may have locked you out: try to sign in on the network itself now."
)
ACCOUNT_GONE = gettext_noop(
    "The network has not shown {handle} at two readings in a row. It was deleted, suspended or hidden. If one of you "
    "closed it, answer “It was us” and keep an eye on its handle: it is free now, and anybody can take it. If nobody "
    "did, write to the network at once: most can bring a deleted account back for some weeks only."
)
ONLY_THROUGH_BEFFROI = gettext_noop("The signed identity says that posts of this account leave through Beffroi only.")


def of_post(own: OwnPost, baseline: Baseline) -> Finding | None:
    """A post that did not leave through Beffroi; None where somebody has signed that posts may come from elsewhere.

    Severe only where somebody has signed the contrary: on the first day nobody has said yet how the account is used,
    and freezing it would hold back the town's own posts for nothing.
    """
    if baseline.is_used_elsewhere or own.post.published_at < own.account.added_at:
        return None
    only_here = baseline.is_used_elsewhere is False
    words = legible(own.post.text)[:SHOWN] or "…"
    return Finding(
        detector=NOT_SENT,
        about=own.post.native_id[:255],
        score=1,
        threshold=1,
        severe=only_here,
        sentence=Sentence(POST_NOT_SENT, {"handle": str(own.account), "words": words}),
        signs=(Sentence(ONLY_THROUGH_BEFFROI),) if only_here else (),
    )


def of_lost_access(account: Account, lost_at: datetime) -> Finding:
    """The network refuses our key: whoever changed the password may have been somebody else."""
    said = {"handle": str(account), "reason": account.connection.lost_reason}
    return Finding("access-lost", lost_at.isoformat(), 1, 1, severe=False, sentence=Sentence(ACCESS_LOST, said))


def of_gone(account: Account, gone_at: datetime) -> Finding:
    """The network shows the account no more."""
    told = Sentence(ACCOUNT_GONE, {"handle": str(account)})
    return Finding("gone", gone_at.isoformat(), 1, 1, severe=False, sentence=told)
