"""Addresses that are a key: whoever holds one needs no account. Only a hash of the secret in it is kept."""

import hashlib
import secrets

from django.http import HttpResponse

_TOLD_TO_NOBODY = {
    # The address itself is the key: it goes to no other site. "no-referrer" would say no more, and makes browsers send
    # "Origin: null" with the forms of the page, which are refused then.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
}


def new_secret() -> str:
    """256 random bits, as an address can hold them."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """sha256, hexadecimal. It needs no salt and no slow hash: the secret is random and too long to be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def unlisted(response: HttpResponse) -> HttpResponse:
    """The page behind such an address: no other site, search engine or cache comes to know it."""
    for name, value in _TOLD_TO_NOBODY.items():
        response[name] = value
    return response
