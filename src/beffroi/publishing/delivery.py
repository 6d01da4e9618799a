"""Sends what is due: claim (committed), network call (outside any transaction), settle."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from beffroi.access.sealing import WrongKey
from beffroi.connectors.contract import AccessLost, Connector, Edits, Publishes, Reconciles, Refused, TryLater
from beffroi.directory.models import Account
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Publication
from beffroi.publishing.models.ledger import PublicationQuerySet
from beffroi.publishing.models.publication import AGAIN
from beffroi.vocabulary import Sentence
from beffroi.work.duty import retry_after

log = logging.getLogger("beffroi.publishing")

NOTHING_HERE = Sentence(gettext_noop("Nothing can be published on this network."))
IMAGE_GONE = Sentence(gettext_noop("An image of this post can no longer be read on this machine."))
NO_EDITS = Sentence(gettext_noop("This network lets nobody change a post: delete it and write it again."))
NOTHING_PRIVATE = Sentence(gettext_noop("Nothing private can be sent on this network."))
AGAIN_SAFELY = Sentence(gettext_noop("It was cut, and is tried again: twice does no harm."))
CANNOT_TELL = Sentence(
    gettext_noop("This network cannot tell whether the post left. Please look; if it is not there, write it again.")
)
NOT_LEFT = Sentence(gettext_noop("It had not left."))
NO_KEY = Sentence(gettext_noop("The key that opens this account's credentials is missing on this machine."))

Clock = Callable[[], datetime]


def take_over(now: datetime) -> int:
    """Looks up at once what a worker was sending when it died, instead of waiting for its lease to pass.

    Only for a worker that knows itself to be alone: another one's sending would be taken from under its hands.
    """
    return Publication.objects.orphaned().update(due_at=now)


class Turns:
    """Which accounts the threads of this process are sending from: two never take the same one.

    The claim alone keeps the promise of one at a time. This spares the threads from waiting for each other's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: set[int] = set()

    @contextmanager
    def next(self, due: PublicationQuerySet) -> Iterator[int | None]:
        """The account of the first row of `due` that no other thread sends from; None when there is none."""
        with self._lock:
            account = due.exclude(account__in=self._taken).values_list("account", flat=True).first()
            if account is not None:
                self._taken.add(account)
        try:
            yield account
        finally:
            if account is not None:
                with self._lock:
                    self._taken.discard(account)


class Delivery:
    """One round of sending. Connectors are opened once per account and round, so that connections are reused."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[int, Connector] = {}

    def work(self, publication: Publication) -> bool:
        """Sends or looks up one due publication; says whether anything was done."""
        try:
            if publication.state == "queued":
                return self._send(publication)
            return self._look_up(publication)
        except NotAllowed as moved:
            log.info("%s: another worker has it", moved)
            return False

    def _send(self, publication: Publication) -> bool:
        connector = self._connector(publication)
        if not publication.claim(now=self._clock()):
            return publication.state != "queued"
        if not isinstance(connector, Publishes):
            publication.settle_failed(NOTHING_HERE, now=self._clock())
            return True
        if shut := publication.shut_since_claim(now=self._clock()):
            now = self._clock()
            publication.settle_again(shut, at=now + AGAIN, now=now)
        else:
            self._act(connector, publication)
        return True

    def _act(self, connector: Publishes, publication: Publication) -> None:
        try:
            if publication.act == "delete":
                self._delete(connector, publication)
            else:
                self._publish(connector, publication)
        except OSError:
            log.exception("%s: an image cannot be read", publication)
            publication.settle_failed(IMAGE_GONE, now=self._clock())
        except TryLater as trouble:
            self._later(publication, trouble)
        except Refused as trouble:
            publication.settle_failed(trouble.reason, now=self._clock())
        except AccessLost as trouble:
            self._lost(publication, trouble)

    def _publish(self, connector: Publishes, publication: Publication) -> None:
        outgoing = publication.outgoing()
        if outgoing.private and not publication.account.on.capabilities.private:
            publication.settle_failed(NOTHING_PRIVATE, now=self._clock())
        elif publication.act != "edit":
            publication.settle_sent(connector.publish(outgoing), now=self._clock())
        elif isinstance(connector, Edits) and publication.target is not None:
            receipt = connector.edit(publication.target.remote_id, outgoing)
            publication.settle_sent(receipt, now=self._clock())
        else:
            publication.settle_failed(NO_EDITS, now=self._clock())

    def _delete(self, connector: Publishes, publication: Publication) -> None:
        assert publication.target is not None, "a deletion names what it deletes"  # noqa: S101  # take_away made it so
        connector.delete(publication.target.remote_id)
        publication.settle_gone(now=self._clock())

    def _later(self, publication: Publication, trouble: TryLater) -> None:
        now = self._clock()
        at = now + retry_after(publication.attempts, trouble.seconds)
        if trouble.delivered is False or publication.act != "publish":  # an edit or a deletion twice does no harm
            publication.settle_again(trouble.reason, at=at, now=now)
        else:
            publication.settle_unsure(trouble.reason, at=at, now=now)

    def _lost(self, publication: Publication, trouble: AccessLost) -> None:
        now = self._clock()
        publication.account.connection.lose(trouble.reason, now)
        publication.settle_again(trouble.reason, at=now + timedelta(seconds=30), now=now)

    def _look_up(self, publication: Publication) -> bool:
        """Reads back whether a post left. Found: sent. Not found: it takes the queue and all its gates again."""
        connector = self._connector(publication)
        if not publication.claim_lookup(now=self._clock()):
            return False
        if publication.act != "publish":
            publication.settle_again(AGAIN_SAFELY, at=publication.leave_at, now=self._clock())
            return True
        if isinstance(connector, Reconciles):
            self._find(connector, publication)
        elif connector is not None and publication.account.capabilities.idempotent:
            publication.settle_again(AGAIN_SAFELY, at=publication.leave_at, now=self._clock())
        else:
            self._leave_in_doubt(connector, publication)
        return True

    def _find(self, connector: Reconciles, publication: Publication) -> None:
        try:
            receipt = connector.find(publication.outgoing())
        except Refused as trouble:  # nobody can tell, however often it is asked
            publication.settle_unsure(trouble.reason, at=None, now=self._clock())
        except (TryLater, AccessLost) as trouble:
            now = self._clock()
            publication.settle_unsure(trouble.reason, at=now + retry_after(publication.attempts), now=now)
        else:
            now = self._clock()
            if receipt is None:
                # its own time again, not now: those that were to leave after it are due already
                publication.settle_again(NOT_LEFT, at=publication.leave_at, now=now)
            else:
                publication.settle_sent(receipt, now=now)

    def _leave_in_doubt(self, connector: Connector | None, publication: Publication) -> None:
        now = self._clock()
        if connector is None:
            publication.settle_unsure(NO_KEY, at=now + retry_after(publication.attempts), now=now)
        else:
            publication.settle_unsure(CANNOT_TELL, at=None, now=now)

    def _connector(self, publication: Publication) -> Connector | None:
        """The open connector of the publication's account; None when no key of this machine opens its credentials."""
        account: Account = publication.account
        if account.pk not in self._open:
            try:
                self._open[account.pk] = account.connect()
            except WrongKey:
                account.connection.lose(NO_KEY, self._clock())
                return None
        return self._open[account.pk]
