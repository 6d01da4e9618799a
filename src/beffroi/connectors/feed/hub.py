"""News ordered from a hub (WebSub, https://www.w3.org/TR/websub/): the order, and whose word a message is."""

import hmac

from beffroi import outbound
from beffroi.connectors.contract import NetworkTrouble, Refused
from beffroi.connectors.feed.reading import not_reached, trouble_of
from beffroi.vocabulary import Sentence

LEASE = 7 * 24 * 3600  # seconds that are asked for; the hub says for how long it agrees
REFUSED = "The hub does not take our order (status {status})."
HASHES = ("sha256", "sha384", "sha512")  # SHA-1, which the standard allows, is no proof any more


def order(hub: str, topic: str, callback: str, secret: str, *, client: outbound.Client) -> None:
    """Asks the hub to tell `callback` when `topic` changes; it confirms there. Raises NetworkTrouble."""
    asked = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback}
    try:
        answer = client.post(hub, data={**asked, "hub.secret": secret, "hub.lease_seconds": str(LEASE)})
    except outbound.OutboundError as error:
        raise not_reached(error) from error
    if not 200 <= answer.status_code < 300:
        raise _refusal(answer)


def _refusal(answer: outbound.Response) -> NetworkTrouble:
    trouble = trouble_of(answer.status_code, answer.headers, asked_since=False)
    if trouble is None or isinstance(trouble, Refused):
        return Refused(Sentence(REFUSED, {"status": answer.status_code}))
    return trouble


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether `signature` (an X-Hub-Signature header) was made over `body` by who knows `secret`."""
    method, _, given = signature.partition("=")
    if method not in HASHES:
        return False
    made = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(made.encode(), given.strip().lower().encode("utf-8", "replace"))
