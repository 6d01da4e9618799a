"""Calls one program: claim (committed), the call (outside any transaction), settle."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.access.sealing import WrongKey
from beffroi.engines.webhooks import headers
from beffroi.journal.moves import NotAllowed
from beffroi.notify.channels import web_address
from beffroi.notify.channels.answers import wait
from beffroi.notify.models import WebhookDelivery
from beffroi.notify.models.webhook import GONE, IN_VAIN
from beffroi.notify.models.webhook_delivery import KEPT_OF_AN_ANSWER
from beffroi.vocabulary import Sentence

log = logging.getLogger("beffroi.notify")

SECONDS = 15.0  # of one call, the last byte that we read included
NOT_TAKEN = gettext_noop("The server answered {status}, which is no success.")
SENT_ON = gettext_noop("The server sends on to another address ({status}): calls follow nobody.")
NO_KEY = Sentence(gettext_noop("The key that opens the secret of this webhook is missing on this machine."))

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Came:
    """What a call brought: the status and the beginning of the answer, or why there was none."""

    took: int
    status: int | None = None
    answer: str = ""
    trouble: Sentence | None = None
    seconds: float | None = None  # to wait, when the server says so

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def reason(self) -> Sentence:
        if self.trouble is not None:
            return self.trouble
        return Sentence(SENT_ON if 300 <= (self.status or 0) < 400 else NOT_TAKEN, {"status": self.status or 0})


def call(delivery: WebhookDelivery, clock: Clock) -> bool:
    """Makes one due call; says whether anything was done.

    At least once: who dies between the call and the settling leaves a row that is called again when its lease passes,
    under the same id.
    """
    try:
        if not delivery.claim(now=clock()):
            return delivery.due_at is None
        _settle(delivery, _made(delivery, clock()), clock())
    except NotAllowed as moved:
        log.info("%s: another worker has it", moved)
        return False
    return True


def _made(delivery: WebhookDelivery, now: datetime) -> Came:
    endpoint, body = delivery.endpoint, delivery.body.encode()
    try:
        signed = headers(endpoint.secrets(now), key=delivery.webhook_id, at=now, body=body)
    except WrongKey:
        return Came(0, trouble=NO_KEY)
    return posted(endpoint.address, body, {**signed, "Content-Type": "application/json"})


def posted(address: str, body: bytes, said: dict[str, str]) -> Came:
    """One POST to an address that somebody typed: only to the public internet, without following a redirect, and with
    the first kilobyte of the answer read."""
    begun = time.monotonic()
    try:
        with web_address.way_out(SECONDS).stream(
            "POST", address, content=body, headers=said, follow_redirects=False
        ) as answer:
            return Came(_since(begun), answer.status_code, _beginning(answer), seconds=wait_of(answer))
    except outbound.OutboundError as error:
        return Came(_since(begun), trouble=Sentence(str(error.reason)))


def wait_of(answer: outbound.Response) -> float | None:
    return wait(answer) if answer.status_code in (429, 503) and "Retry-After" in answer.headers else None


def _beginning(answer: outbound.Response) -> str:
    """A body that breaks off or drips does not undo the status that came before it."""
    read = b""
    try:
        for piece in answer.iter_bytes():
            read += piece[: KEPT_OF_AN_ANSWER - len(read)]
            if len(read) >= KEPT_OF_AN_ANSWER:
                break
    except outbound.OutboundError:
        pass
    return read.decode("utf-8", "replace").replace("\x00", "\ufffd")


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _settle(delivery: WebhookDelivery, came: Came, now: datetime) -> None:
    endpoint = delivery.endpoint
    endpoint.refresh_from_db()
    brought = {"status": came.status, "took": came.took, "answer": came.answer}
    with transaction.atomic():
        if came.is_success:
            delivery.settle_sent(now=now, **brought)
            endpoint.went_well()
            return
        until = endpoint.went_wrong(now=now, seconds=came.seconds)
        if came.status == 410 or endpoint.is_in_vain(now):
            delivery.settle_failed(came.reason, now=now, **brought)
            endpoint.switch_off(by=None, now=now, reason=GONE if came.status == 410 else IN_VAIN)
        else:
            delivery.settle_again(came.reason, not_before=until, now=now, **brought)
            WebhookDelivery.let_rest(endpoint, until)
