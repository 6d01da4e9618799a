"""WebAuthn: what is asked of a browser, and what is believed of its answer. The cryptography is fido2's."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from beffroi.access.models import User
from beffroi.door.models import Passkey

ASKED = "passkey_asked"  # in the session: the challenge that is waited for
LONGEST = 20_000  # characters of a browser's answer
VERIFIED = UserVerificationRequirement.REQUIRED  # by a finger, a face or a PIN: a passkey alone is two factors


class NotBelieved(Exception):
    """What the browser sent is not the answer to what was asked, or is signed by a key that nobody here has."""


def ask_for_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser is to be asked to make a passkey; WebAuthn's own JSON."""
    entity = PublicKeyCredentialUserEntity(id=_handle(user), name=user.email, display_name=user.name)
    asked, state = _server(request).register_begin(
        entity,
        [AttestedCredentialData(bytes(passkey.credential)) for passkey in Passkey.objects.filter(user=user)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=VERIFIED,
    )
    request.session[ASKED] = state
    return dict(asked)


def add(request: HttpRequest, user: User, *, name: str, answer: str, now: datetime) -> Passkey:
    """Keeps the passkey that the browser made. Raises NotBelieved."""
    state, said = _state(request), _read(answer)
    try:
        made = _server(request).register_complete(state, RegistrationResponse.from_dict(said)).credential_data
        counter = RegistrationResponse.from_dict(said).response.attestation_object.auth_data.counter
    except Exception as error:  # fido2 says ValueError, KeyError, TypeError or one of cryptography's
        raise NotBelieved from error
    if made is None or Passkey.objects.filter(identifier=websafe_encode(made.credential_id)).exists():
        raise NotBelieved
    identifier = websafe_encode(made.credential_id)
    return Passkey.add(user, name=name, identifier=identifier, credential=bytes(made), counter=counter, now=now)


def ask_for_one(request: HttpRequest, user: User | None = None) -> dict[str, Any]:
    """What the browser is to be asked to show a passkey: one of `user`, or any that it has for this site."""
    mine = Passkey.objects.filter(user=user) if user else Passkey.objects.none()
    known = [AttestedCredentialData(bytes(passkey.credential)) for passkey in mine]
    asked, state = _server(request).authenticate_begin(known or None, user_verification=VERIFIED)
    request.session[ASKED] = state
    return dict(asked)


def shown(request: HttpRequest, answer: str, now: datetime) -> User:
    """Whose passkey was shown. Raises NotBelieved."""
    state, said = _state(request), _read(answer)
    passkey = Passkey.objects.filter(identifier=str(said.get("id", "")), user__is_active=True)
    found = passkey.select_related("user").first()
    if found is None:
        raise NotBelieved
    try:
        response = AuthenticationResponse.from_dict(said)
        known = [AttestedCredentialData(bytes(found.credential))]
        _server(request).authenticate_complete(state, known, response)
    except Exception as error:  # as above
        raise NotBelieved from error
    if not found.shown(response.response.authenticator_data.counter, now):
        raise NotBelieved
    return found.user


def works_here(request: HttpRequest) -> bool:
    """Browsers make passkeys for names, never for a bare address, and only where nobody listens in."""
    host = _name(request)
    return host == "localhost" or (_origin(request).startswith("https://") and not _is_address(host))


def _server(request: HttpRequest) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=_name(request), name="Beffroi")
    return Fido2Server(entity, verify_origin=lambda origin: origin == _origin(request))


def _origin(request: HttpRequest) -> str:
    split = urlsplit(settings.PUBLIC_ADDRESS or request.build_absolute_uri("/"))
    return f"{split.scheme}://{split.netloc}"


def _name(request: HttpRequest) -> str:
    return urlsplit(_origin(request)).hostname or ""


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _handle(user: User) -> bytes:
    """What a passkey keeps of the person: always the same for one person, and it tells nothing about them."""
    return salted_hmac("beffroi.door.passkey", str(user.pk), algorithm="sha256").digest()


def _state(request: HttpRequest) -> Mapping[str, Any]:
    """What was asked; each question may be answered once."""
    state: Mapping[str, Any] | None = request.session.pop(ASKED, None)
    if state is None:
        raise NotBelieved
    return state


def _read(answer: str) -> Mapping[str, Any]:
    try:
        said = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError) as error:
        raise NotBelieved from error
    if not isinstance(said, dict):
        raise NotBelieved
    return said
