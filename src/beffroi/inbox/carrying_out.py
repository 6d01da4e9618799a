"""Does on the network what was decided about a message: claim (committed), network call (outside any transaction),
settle."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_noop

from beffroi.access.sealing import WrongKey
from beffroi.connectors.contract import AccessLost, Blocks, Connector, Hides, Refused, Reports, TryLater
from beffroi.inbox.models import Measure
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.delivery import AGAIN_SAFELY, NO_KEY
from beffroi.vocabulary import Sentence
from beffroi.work.duty import clock_from, retry_after

log = logging.getLogger("beffroi.inbox")

Clock = Callable[[], datetime]
NOT_HERE = Sentence(gettext_noop("This network lets nobody do that from here."))
MAYBE = Sentence(gettext_noop("Nobody can tell whether it arrived: please look, and do it by hand if it did not."))


def carry_out(measure: Measure, now: datetime) -> bool:
    """One measure that is due; says whether anything was done."""
    try:
        return _again(measure, now) if measure.state == "sending" else _carry_out(measure, clock_from(now))
    except NotAllowed as moved:
        log.info("%s: another worker has it", moved)
        return False


def _again(measure: Measure, now: datetime) -> bool:
    """A worker died over it. A report may have arrived; all else does no harm twice."""
    if measure.what == "report":
        measure.settle_unsure(MAYBE, now=now)
    else:
        measure.settle_again(AGAIN_SAFELY, at=now, now=now)
    return True


def _carry_out(measure: Measure, clock: Clock) -> bool:
    account = measure.act.account
    try:
        connector = account.connect()
    except WrongKey:
        account.connection.lose(NO_KEY, clock())
        return measure.claim(now=clock())
    if not measure.claim(now=clock()):
        return False
    try:
        number = _done(connector, measure)
    except TryLater as trouble:
        _later(measure, trouble, clock())
    except Refused as trouble:
        measure.settle_failed(trouble.reason, now=clock())
    except AccessLost as trouble:
        account.connection.lose(trouble.reason, clock())
        measure.settle_again(trouble.reason, at=clock() + retry_after(measure.attempts), now=clock())
    else:
        measure.settle_sent(number=number, now=clock())
    return True


def _done(connector: Connector, measure: Measure) -> str:
    """Calls the network; the number that it gave a report. Raises NetworkTrouble."""
    asked, what = measure.as_asked(), measure.what
    if what in ("hide", "show") and isinstance(connector, Hides):
        (connector.hide if what == "hide" else connector.show)(asked)
    elif what in ("block", "unblock") and isinstance(connector, Blocks):
        (connector.block if what == "block" else connector.unblock)(asked)
    elif what == "report" and isinstance(connector, Reports):
        return connector.report(asked)
    else:
        raise Refused(NOT_HERE)
    return ""


def _later(measure: Measure, trouble: TryLater, now: datetime) -> None:
    if measure.what == "report" and trouble.delivered is not False:
        measure.settle_unsure(MAYBE, now=now)
    else:
        measure.settle_again(trouble.reason, at=now + retry_after(measure.attempts, trouble.seconds), now=now)
