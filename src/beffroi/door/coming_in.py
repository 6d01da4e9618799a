"""The one way in: whoever has shown what it takes gets a new session, a row that says so, and a line in the journal."""

from datetime import datetime

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest

from beffroi.access.models import User
from beffroi.door.means import said
from beffroi.door.models import Attempt, OpenSession, note
from beffroi.door.session_store import row_of
from beffroi.journal.models import Event

FRESH = 600  # seconds for which a person who has just shown something need not show it again
SECOND_FACTOR, CONFIRMED, SEEN = "second_factor", "confirmed_at", "seen_at"  # in the session
AN_HOUR = 3600  # seconds


def let_in(
    request: HttpRequest, user: User, *, means: str, now: datetime, second_factor: bool = False, confirmed: bool = True
) -> None:
    """Signs `user` in. The session's key changes, so that nobody who knew the old one comes in with them.

    `means` is one of MEANS; `second_factor` says whether two were shown, here or at the identity provider; `confirmed`
    whether it was this very moment: a provider lets in, unasked, whoever came there hours ago.
    """
    if request.user.is_authenticated:
        let_out(request, now=now)
    with transaction.atomic():
        login(request, user)
        request.session[SECOND_FACTOR] = second_factor
        request.session[SEEN] = now.timestamp()
        if confirmed:
            request.session[CONFIRMED] = now.timestamp()
        browser = request.headers.get("User-Agent", "")
        OpenSession.begin(user, row_of(request.session), means=means, browser=browser, now=now)
        note("SIGNED_IN", user, now=now, by=user, means=said(means))


def let_out(request: HttpRequest, *, now: datetime) -> None:
    """Ends the session of whoever is in; for whoever is not, there is nothing to write down."""
    with transaction.atomic():
        OpenSession.objects.filter(session_key=row_of(request.session)).delete()
        if request.user.is_authenticated:
            note("SIGNED_OUT", request.user, now=now, by=request.user)
        logout(request)


def confirm(request: HttpRequest, now: datetime, *, second_factor: bool = False) -> None:
    """Somebody who is in has shown again who they are."""
    request.session[CONFIRMED] = now.timestamp()
    if second_factor:
        request.session[SECOND_FACTOR] = True


def is_confirmed(request: HttpRequest, now: datetime) -> bool:
    return 0 <= now.timestamp() - float(request.session.get(CONFIRMED, 0)) < FRESH


def where(request: HttpRequest) -> str:
    """The address that called. Behind a proxy it is the visitor's own, where BEFFROI_TRUSTED_PROXIES names the proxy:
    uvicorn then puts it there (site/processes.py)."""
    return str(request.META.get("REMOTE_ADDR", ""))


def tell_of_wrong_passwords(user: User, attempt: Attempt, now: datetime) -> None:
    """One line an hour at most: whoever tries passwords must not fill the journal."""
    lately = Event.objects.filter(verb="SIGN_IN_HELD_UP", subject_id=str(user.pk), subject_kind="access.user")
    since = datetime.fromtimestamp(now.timestamp() - AN_HOUR, tz=now.tzinfo)
    if attempt.just_closed and not lately.filter(at__gt=since).exists():
        note("SIGN_IN_HELD_UP", user, now=now, by=None, name=user.name)
