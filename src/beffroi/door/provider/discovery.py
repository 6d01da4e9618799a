"""What the provider says of itself: its addresses and its keys, asked for once an hour."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import jwt
from django.conf import settings

from beffroi import outbound
from beffroi.outbound import OutboundError

log = logging.getLogger("beffroi.door")

KEPT, ASKED_AGAIN = 3600.0, 60.0  # seconds: for how long; after how long a key that is not known is looked for again
TRIED_AGAIN, STILL_TAKEN = 30.0, 86400.0  # seconds: after a failure; an old document, where no new one can be had
SECONDS, BYTES = 10.0, 2**20  # of one exchange
DOCUMENT = "/.well-known/openid-configuration"


class NotBelieved(Exception):
    """An answer that cannot be believed; the text is for the log, and holds nothing of a person or a token."""


@dataclass
class Known:
    """One provider. `said` is its document; `keys` are those with which it signs, by their names."""

    said: Mapping[str, Any]
    at: float
    keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    keys_at: float = float("-inf")

    def key(self, token: str) -> jwt.PyJWK:
        """The key that signed `token`. Raises NotBelieved."""
        try:
            named = str(jwt.get_unverified_header(token).get("kid", ""))
        except jwt.PyJWTError as error:
            raise NotBelieved("a token that is none") from error
        if named not in self.keys and time.monotonic() - self.keys_at > ASKED_AGAIN:
            self.keys, self.keys_at = _keys(self.said["jwks_uri"]), time.monotonic()
        if named not in self.keys:
            raise NotBelieved("signed with a key that the provider does not list")
        return self.keys[named]


_KNOWN: dict[str, Known] = {}
_FAILED: dict[str, tuple[float, OutboundError | NotBelieved]] = {}


def known() -> Known:
    """The provider of the settings; as it was known before, for a day, where it cannot be asked. Who signs in waits for
    it in vain once in 30 seconds at most. Raises OutboundError, or NotBelieved."""
    issuer, now = settings.OIDC_ISSUER, time.monotonic()
    kept, failed = _KNOWN.get(issuer), _FAILED.get(issuer)
    if kept is not None and now - kept.at <= KEPT:
        return kept
    if failed is None or now - failed[0] > TRIED_AGAIN:
        try:
            kept = _KNOWN[issuer] = Known(_document(issuer), time.monotonic())
        except (OutboundError, NotBelieved) as error:
            failed = _FAILED[issuer] = time.monotonic(), error
        else:
            return kept
    if kept is not None and now - kept.at <= STILL_TAKEN:
        return kept
    raise failed[1].with_traceback(None)


def _document(issuer: str) -> Mapping[str, Any]:
    said = ask("GET", issuer.rstrip("/") + DOCUMENT).json_object()
    if said.get("issuer") != issuer:
        raise NotBelieved("the document is of another issuer")
    if missing := {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"} - said.keys():
        raise NotBelieved(f"the document does not say {', '.join(sorted(missing))}")
    return said


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str  # of its content, without parameters
    text: str
    json: Any

    def json_object(self) -> dict[str, Any]:
        if not isinstance(self.json, dict):
            raise NotBelieved("an answer that is no JSON object")
        return self.json


def ask(method: str, address: str, **more: Any) -> Answer:
    """One exchange with the provider, that sends us nowhere else. Raises OutboundError, or NotBelieved."""
    policy = replace(outbound.Policy.from_environment(), total_seconds=SECONDS, max_bytes=BYTES, max_redirects=0)
    with outbound.client(policy) as http:
        answer = http.request(method, address, **more)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status_code != 200:
            raise NotBelieved(f"status {answer.status_code}")
        try:
            parsed = answer.json() if kind.endswith("json") else None
        except ValueError as error:
            raise NotBelieved("garbled JSON") from error
        return Answer(kind, answer.text, parsed)


def _keys(address: str) -> dict[str, jwt.PyJWK]:
    found = ask("GET", address).json_object()
    try:
        listed = jwt.PyJWKSet.from_dict(found).keys
    except jwt.PyJWTError as error:
        raise NotBelieved("no keys that can be read") from error
    return {str(key.key_id or ""): key for key in listed}


__all__ = ["Answer", "Known", "NotBelieved", "OutboundError", "ask", "known", "log"]
