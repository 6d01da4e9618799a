"""The conversation: the address to which a person is sent, and what is believed of what comes back.

OpenID Connect Core 1.0 with the authorization code, PKCE (RFC 7636), state and nonce; userinfo as a signed JWT
(section 5.3.2) verified against the provider's keys; sign-out by RP-Initiated Logout 1.0.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

import jwt
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.door.provider.discovery import Answer, Known, NotBelieved, OutboundError, ask, known, log

Told = TypeVar("Told")

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 60  # seconds by which the two clocks may differ
ASKED, TOKEN = "provider_asked", "provider_token"  # in the session
REQUIRED = ("given_name", "usual_name", "email", "uid", "siret")
ANSWERED_WITHIN = 900  # seconds
TWO_FACTORS = "mfa"  # among the ways of RFC 8176

UNREACHED = _("The identity provider cannot be reached just now. Try again in a few minutes, or use your password.")
UNBELIEVED = _("What the identity provider answered cannot be believed, so nobody was let in. Try once more.")
GIVEN_UP = _("The sign-in at the identity provider was given up, or refused there. Nothing was done.")
STALE = _("This answer of the identity provider belongs to no sign-in that began in this browser. Begin again.")
INCOMPLETE = _("The identity provider did not say all that is needed to know who you are. Nobody was let in.")


class ProviderTrouble(Exception):
    """Nobody is let in. `said` is why, for the person who tried."""

    def __init__(self, said: str | Promise) -> None:
        super().__init__(str(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider means. `siret` has 14 digits; `token` is the ID token, which ends the session there."""

    subject: str
    given_name: str
    usual_name: str
    email: str
    siret: str
    second_factor: bool
    token: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.usual_name}".strip()


def name() -> str:
    """What the provider is called on the page; empty where there is none."""
    return str(settings.OIDC_NAME) if settings.OIDC_ISSUER else ""


def begin(request: HttpRequest, now_seconds: float, *, again: bool = False, **kept: Any) -> str:
    """The address at which a person signs in there. What comes back is only believed in this session.

    `again` asks for the password there even of somebody who is signed in. Raises ProviderTrouble.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": _address(request, "provider_return"),
        "scope": settings.OIDC_SCOPES,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "claims": json.dumps({"id_token": {"amr": {"essential": True}}}),  # ProConnect says it only when it is asked
        **({"acr_values": settings.OIDC_ACR} if settings.OIDC_ACR else {}),
        **({"prompt": "login", "max_age": "0"} if again else {}),  # max_age: it has to say when (Core 1.0, 2)
    }
    address = _reached(lambda: known().said["authorization_endpoint"])
    kept |= {"state": state, "nonce": nonce, "verifier": verifier, "at": now_seconds, "again": again}
    request.session[ASKED] = kept
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def redeem(request: HttpRequest, now_seconds: float) -> tuple[Person, Mapping[str, Any]]:
    """Who came back from the provider, and what was kept when they were sent there. Raises ProviderTrouble."""
    kept, given = request.session.pop(ASKED, None), request.GET
    if kept is None or not constant_time_compare(given.get("state", ""), kept["state"]):
        raise ProviderTrouble(STALE)
    if now_seconds - kept["at"] > ANSWERED_WITHIN:
        raise ProviderTrouble(STALE)
    if "error" in given or "code" not in given:
        raise ProviderTrouble(GIVEN_UP)
    if given.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:  # RFC 9207: another provider's answer
        raise ProviderTrouble(UNBELIEVED)
    redirect = _address(request, "provider_return")
    return _reached(lambda: _exchange(known(), given["code"], redirect, kept)), kept


def way_out(request: HttpRequest) -> str:
    """The address that ends the session at the provider, where this one began there; empty for any other."""
    token = request.session.get(TOKEN, "")
    if not token or not settings.OIDC_ISSUER:
        return ""
    try:
        address = known().said.get("end_session_endpoint", "")
    except (OutboundError, NotBelieved):
        return ""  # here they are out in any case
    back = {"post_logout_redirect_uri": _address(request, "welcome"), "state": secrets.token_urlsafe(16)}
    return f"{address}?{urlencode({'id_token_hint': token, **back})}" if address else ""


def _exchange(provider: Known, code: str, redirect: str, kept: Mapping[str, Any]) -> Person:
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    form, how = _with_secret(provider, given | {"code_verifier": kept["verifier"]})
    tokens = ask("POST", provider.said["token_endpoint"], data=form, **how).json_object()
    identity = _identity(provider, str(tokens.get("id_token", "")), kept["nonce"])
    if kept.get("again") and not _is_anew(identity, kept["at"]):
        raise NotBelieved("a sign-in of before, where one was asked for anew")
    bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    claims = _userinfo(provider, ask("GET", provider.said["userinfo_endpoint"], headers=bearer))
    if claims.get("sub") != identity["sub"]:
        raise NotBelieved("userinfo of somebody else")
    return _person(identity, claims, str(tokens["id_token"]))


def _with_secret(provider: Known, form: dict[str, str]) -> tuple[dict[str, str], dict[str, Any]]:
    """How the provider wants to be told the secret: in the form, as ProConnect does, or in a header."""
    client, secret = settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET
    if "client_secret_post" in provider.said.get("token_endpoint_auth_methods_supported", ()):
        return form | {"client_id": client, "client_secret": secret}, {}
    return form, {"auth": (client, secret)}


def _identity(provider: Known, token: str, nonce: str) -> dict[str, Any]:
    """What the ID token says, once it is verified (Core 1.0, section 3.1.3.7)."""
    said = _verified(provider, token, ("exp", "iat", "sub", "aud", "iss", "nonce"))
    if not constant_time_compare(str(said["nonce"]), nonce):
        raise NotBelieved("an ID token for another sign-in")
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != settings.OIDC_CLIENT_ID:
        raise NotBelieved("an ID token for another program")
    return said


def _is_anew(identity: Mapping[str, Any], asked_at: float) -> bool:
    """Whether the person showed there who they are after they were asked to (`auth_time`, in seconds)."""
    shown_at = identity.get("auth_time")
    return isinstance(shown_at, int) and shown_at >= asked_at - LEEWAY


def _userinfo(provider: Known, answer: Answer) -> dict[str, Any]:
    if answer.kind == "application/jwt":
        return _verified(provider, answer.text, ("sub", "aud", "iss"))
    if settings.OIDC_PLAIN_USERINFO:
        return answer.json_object()
    raise NotBelieved("userinfo that nobody signed; BEFFROI_OIDC_PLAIN_USERINFO would take it")


def _verified(provider: Known, token: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            provider.key(token).key,
            algorithms=list(ALGORITHMS),  # never "none", and no shared secret
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": list(required)},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(f"a token that does not hold: {type(error).__name__}") from error
    return said


def _person(identity: Mapping[str, Any], claims: Mapping[str, Any], token: str) -> Person:
    said = {claim: str(claims.get(claim) or "").replace("\0", "").strip() for claim in REQUIRED}
    siret = "".join(said["siret"].split())
    if not all(said.values()) or not (siret.isascii() and siret.isdigit() and len(siret) == 14):
        raise ProviderTrouble(INCOMPLETE)
    ways = identity.get("amr")
    strong = (isinstance(ways, list) and TWO_FACTORS in ways) or identity.get("acr") in settings.OIDC_TWO_FACTOR_ACR
    names = {"given_name": said["given_name"][:60], "usual_name": said["usual_name"][:59], "email": said["email"]}
    return Person(str(identity["sub"]), siret=siret, second_factor=strong, token=token, **names)


def _reached(asks: Callable[[], Told]) -> Told:
    try:
        return asks()
    except OutboundError as error:
        log.warning("the identity provider cannot be reached: %s", error)
        raise ProviderTrouble(UNREACHED) from error
    except NotBelieved as error:
        log.warning("the identity provider is not believed: %s", error)
        raise ProviderTrouble(UNBELIEVED) from error


def _address(request: HttpRequest, page: str) -> str:
    ours: str = settings.PUBLIC_ADDRESS
    return ours + reverse(page) if ours else request.build_absolute_uri(reverse(page))
