"""What to do when an account was taken, in this order, with the addresses of each network.

The order is that of the French authorities (service-public.gouv.fr F34010, and the reflex sheet of
cybermalveillance.gouv.fr on hacked accounts); keeping the account is ours: whoever deletes it loses its followers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from beffroi.directory.models import Account


@dataclass(frozen=True, slots=True)
class Step:
    """`title` and `text` are message ids, `places` names the addresses that help, by their key in `PLACES`."""

    key: str
    title: str
    text: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the network. `is_seen`: in the network's own source or help pages; else nobody of us has opened it
    on a hacked account, and it may have moved."""

    key: str
    address: str
    is_seen: bool


STEPS = (
    Step(
        "recover",
        gettext_noop("Get back in, through the network's own form"),
        gettext_noop(
            "Use the address below, never a link from a mail. Do not delete the account, and do not let the network "
            "delete it: its followers would be lost."
        ),
        ("recover", "help"),
    ),
    Step(
        "contacts",
        gettext_noop("Check the recovery mailbox and telephone"),
        gettext_noop(
            "If they are not yours, take a picture of the screen with the hour, then put yours back. Look into the "
            "mailbox too: its password, and whether it forwards anything."
        ),
        ("contacts",),
    ),
    Step(
        "password",
        gettext_noop("Set a new password, used nowhere else"),
        gettext_noop("Change it for the mailbox as well, and wherever else the old one opened something."),
        ("password",),
    ),
    Step(
        "second_factor",
        gettext_noop("Switch the second factor on"),
        gettext_noop("If it is on already, make it anew: the thief may have added a device."),
        ("second_factor",),
    ),
    Step(
        "sessions",
        gettext_noop("Close all sessions, revoke the applications"),
        gettext_noop(
            "All of them, Beffroi included: you connect the account again afterwards. A changed password alone does "
            "not put out who is in."
        ),
        ("sessions", "applications"),
    ),
    Step(
        "posts",
        gettext_noop("Look at what was posted and written"),
        gettext_noop(
            "Posts, private messages, follows, the profile. What Beffroi has seen is kept below as evidence; take a "
            "picture of the rest before you delete it."
        ),
    ),
    Step(
        "warn",
        gettext_noop("Warn those who were written to"),
        gettext_noop("Whoever had a message from the thief, and everybody else by another account or your site."),
    ),
    Step(
        "evidence",
        gettext_noop("Keep the evidence"),
        gettext_noop("Print the complaint file, or keep its PDF. Add your pictures and the mails of the network."),
    ),
    Step(
        "complaint",
        gettext_noop("File a complaint"),
        gettext_noop(
            "At any police station or gendarmerie, or by letter to the public prosecutor. If money was asked for in "
            "your name, it can be done on line (THESEE)."
        ),
    ),
)
BY_KEY: Mapping[str, Step] = {step.key: step for step in STEPS}

PLACES: Mapping[str, Sequence[Place]] = {
    "bluesky": (
        Place("recover", "https://bsky.app/", False),
        Place("help", "https://bsky.social/about/support", False),
        Place("contacts", "https://bsky.app/settings/account", False),
        Place("password", "https://bsky.app/settings/account", False),
        Place("second_factor", "https://bsky.app/settings/account", False),
        Place("applications", "https://bsky.app/settings/app-passwords", True),
    ),
    "mastodon": (
        Place("recover", "/auth/password/new", True),
        Place("help", "/about", True),
        Place("contacts", "/auth/edit", True),
        Place("password", "/auth/edit", True),
        Place("second_factor", "/settings/two_factor_authentication_methods", True),
        Place("sessions", "/auth/edit", True),
        Place("applications", "/oauth/authorized_applications", True),
    ),
    "x": (
        Place("recover", "https://help.x.com/en/forms/account-access/regain-access", False),
        Place("help", "https://help.x.com/en/safety-and-security/x-account-compromised", True),
        Place("contacts", "https://x.com/settings/account", False),
        Place("password", "https://x.com/settings/password", False),
        Place("second_factor", "https://x.com/settings/account/login_verification", False),
        Place("sessions", "https://x.com/settings/sessions", False),
        Place("applications", "https://x.com/settings/connected_apps", False),
    ),
    "facebook": (
        Place("recover", "https://www.facebook.com/hacked", True),
        Place("contacts", "https://accountscenter.facebook.com/personal_info", False),
        Place("password", "https://accountscenter.facebook.com/password_and_security", False),
        Place("second_factor", "https://accountscenter.facebook.com/password_and_security", False),
        Place("sessions", "https://accountscenter.facebook.com/password_and_security", False),
        Place("applications", "https://www.facebook.com/settings?tab=business_tools", False),
    ),
}
NAMES = {
    "recover": _("I forgot my password"),
    "help": _("Help of the network"),
    "contacts": _("Mail and telephone"),
    "password": _("Password"),
    "second_factor": _("Second factor"),
    "sessions": _("Open sessions"),
    "applications": _("Applications"),
}
WAYS = {
    "recover": gettext_noop("Recover it, under its name"),
    "rename": gettext_noop("Recover it, and give it another name"),
    "reopen": gettext_noop("Open another account"),
}


def places(account: Account, step: Step) -> list[Place]:
    """The addresses that help with one step, on the server of this account; none for a network that has none here."""
    known = [place for place in PLACES.get(account.network, ()) if place.key in step.places]
    return [replace(place, address=_on_its_server(place.address, account)) for place in known]


def _on_its_server(address: str, account: Account) -> str:
    if not address.startswith("/"):
        return address
    server = account.handle.rpartition("@")[2] if "@" in account.handle else urlsplit(account.url).hostname or ""
    return f"https://{server}{address}"
