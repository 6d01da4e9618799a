"""How somebody came in, and what they can show: one word in the code, one in the journal."""

from django.utils.translation import gettext_noop

MEANS = {
    "password": gettext_noop("with a password"),
    "passkey": gettext_noop("with a passkey"),
    "app": gettext_noop("with a password and a code of their application"),
    "recovery": gettext_noop("with a password and a recovery code"),
    "provider": gettext_noop("through the identity provider"),
}

FACTORS = {
    "passkey": gettext_noop("a passkey"),
    "app": gettext_noop("an application that shows codes"),
}


def said(word: str) -> dict[str, str]:
    """The sentence of a way in or of a second factor, as an event keeps it: it is translated when it is read."""
    return {"say": (MEANS | FACTORS)[word]}
