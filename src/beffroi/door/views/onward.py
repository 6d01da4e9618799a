"""Where people go from the door, and what they are told there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.door.models import Attempt

View = Callable[..., HttpResponse]


def next_of(request: HttpRequest) -> str:
    """The page of ours that somebody wanted before they were sent here; empty for none, or for one elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    fits = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=secure)
    return wanted if fits else ""


def onward(wanted: str) -> HttpResponse:
    return redirect(wanted or resolve_url(settings.LOGIN_REDIRECT_URL))


def reachable_without_second_factor(view: View) -> View:
    """Marks a page that stays open to members who still have to set up a second factor: it is how they do."""
    view.is_before_second_factor = True  # type: ignore[attr-defined]  # read by site/second_factor.py
    return view


def wait_of(attempt: Attempt, now: datetime) -> str:
    """How long this place has to wait, in words; empty where it has not to."""
    said = _("Too many wrong tries from where you are. Wait %(time)s, then try again. Nobody else is held up by this.")
    return said % {"time": waits} if (waits := _minutes(attempt, now)) else ""


def wait_everywhere(attempt: Attempt, now: datetime, *, passkey: bool) -> str:
    """The same for a wait that holds at every place: the password was right already. `passkey`: one can be shown."""
    said = _("Too many wrong codes. Wait %(time)s, then try again: it is the same from everywhere.")
    waits = _minutes(attempt, now)
    return " ".join([said % {"time": waits}] + ([_("A passkey still opens.")] if passkey else [])) if waits else ""


def _minutes(attempt: Attempt, now: datetime) -> str:
    seconds = int((attempt.until - now).total_seconds()) if attempt.until and attempt.until > now else 0
    minutes = -(-seconds // 60)
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes} if minutes else ""


def status_of(*forms: Any) -> int:
    return 422 if any(form.errors for form in forms) else 200
