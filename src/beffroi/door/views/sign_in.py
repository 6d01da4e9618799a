"""Coming in: with a password and a second step, or with a passkey alone; and going out."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from beffroi.access.forms import SignInForm
from beffroi.access.models import User
from beffroi.door import passkeys, provider
from beffroi.door.coming_in import let_in, let_out, tell_of_wrong_passwords, where
from beffroi.door.forms import CodeForm
from beffroi.door.models import Attempt, CodeApp, ProviderLink, RecoveryCode, factors
from beffroi.door.views.onward import (
    next_of,
    onward,
    reachable_without_second_factor,
    status_of,
    wait_everywhere,
    wait_of,
)

STEP = "second_step"  # in the session: whose password was right, when, and where they want to go
STEP_SECONDS = 600


@sensitive_post_parameters()
@never_cache
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return onward(next_of(request))
    if request.method != "POST":
        return _page(request, SignInForm(request))
    now, address = timezone.now(), request.POST.get("username", "")
    attempt = Attempt.take("password", address, where(request), now=now)
    if attempt.is_refused:
        return _page(request, SignInForm(request, initial={"username": address}), wait=wait_of(attempt, now))
    form = SignInForm(request, request.POST)
    if form.is_valid():
        attempt.forget()
        return after_password(request, form.get_user(), next_of(request), now)
    return _wrong(request, form, attempt, now)


def _wrong(request: HttpRequest, form: SignInForm, attempt: Attempt, now: datetime) -> HttpResponse:
    if not attempt.just_closed:
        return _page(request, form)
    if user := User.objects.filter(email__iexact=request.POST.get("username", "")).first():
        tell_of_wrong_passwords(user, attempt, now)
    return _page(request, form, wait=wait_of(attempt, now))


def after_password(
    request: HttpRequest, user: User, wanted: str, now: datetime, *, link: dict[str, Any] | None = None
) -> HttpResponse:
    """Lets somebody in whose password was right; who has a second factor is asked for it first.

    `link` is whom the identity provider means, to be tied to `user` once all was shown.
    """
    if factors(user):
        request.session[STEP] = {"user": user.pk, "at": now.timestamp(), "next": wanted, "link": link}
        return redirect("second_step")
    _tie(user, link, now)
    let_in(request, user, means="password", now=now, second_factor=bool(link and link["second_factor"]))
    return onward(wanted)


def _tie(user: User, link: dict[str, Any] | None, now: datetime) -> None:
    if link is not None:
        made = ProviderLink.make(user, issuer=link["issuer"], subject=link["subject"], now=now)
        made.used(with_second_factor=link["second_factor"], now=now)


@sensitive_post_parameters()
@never_cache
@login_not_required
def second_step(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    user = waiting(request, now)
    if user is None:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        attempt = Attempt.take("code", str(user.pk), "", now=now)  # of all places: the password was right already
        if attempt.is_refused:
            passkey = "passkey" in factors(user) and passkeys.works_here(request)
            return _step_page(request, user, CodeForm(), wait=wait_everywhere(attempt, now, passkey=passkey))
        if form.is_valid() and (means := means_of(user, form.cleaned_data["code"], now)):
            attempt.forget()
            return _in(request, user, means, now)
        form.add_error("code", _("This code does not fit. A code of the application works once, for half a minute."))
    return _step_page(request, user, form)


def means_of(user: User, typed: str, now: datetime) -> str:
    """With what somebody comes in who typed this code: "app", "recovery", or "" for nothing."""
    app = CodeApp.objects.filter(user=user).select_related("user").first()
    if app is not None and app.accepts(typed, now):
        return "app"
    return "recovery" if RecoveryCode.use(user, typed, now) else ""


def waiting(request: HttpRequest, now: datetime) -> User | None:
    """Whose password was right a moment ago, and whose second step is waited for."""
    step = request.session.get(STEP)
    if not step or now.timestamp() - step["at"] > STEP_SECONDS:
        return None
    return User.objects.filter(pk=step["user"], is_active=True).first()


@require_POST
@login_not_required
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is to be asked: any passkey for this site, or one of whoever is in or half in."""
    user = request.user if request.user.is_authenticated else waiting(request, timezone.now())
    return JsonResponse(passkeys.ask_for_one(request, user))


@require_POST
@never_cache
@login_not_required
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    half_in = waiting(request, now)
    try:
        user = passkeys.shown(request, request.POST.get("credential", ""), now)
    except passkeys.NotBelieved:
        user = None
    if user is None or (half_in and half_in != user):
        said = _("No passkey of this site was shown. Try again, or use your password.")
        if half_in:
            return _step_page(request, half_in, CodeForm(), wrong=said)
        return _page(request, SignInForm(request), wrong=said)
    return _in(request, user, "passkey", now)


@require_POST
@reachable_without_second_factor
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session here, and at the identity provider where it began there."""
    there = provider.way_out(request)
    let_out(request, now=timezone.now())
    return redirect(there or "welcome")


def _in(request: HttpRequest, user: User, means: str, now: datetime) -> HttpResponse:
    step = request.session.pop(STEP, {})
    wanted = step.get("next") or next_of(request)
    _tie(user, step.get("link"), now)
    let_in(request, user, means=means, now=now, second_factor=True)
    return onward(wanted)


def _page(request: HttpRequest, form: SignInForm, *, wait: str = "", wrong: str = "") -> HttpResponse:
    context = {
        "form": form,
        "next": next_of(request),
        "wait": wait,
        "wrong": wrong,
        "provider": provider.name(),
        "passkeys": passkeys.works_here(request),
    }
    status = 429 if wait else 422 if wrong else 200
    return render(request, "door/sign_in.html", context, status=status)


def _step_page(request: HttpRequest, user: User, form: CodeForm, *, wait: str = "", wrong: str = "") -> HttpResponse:
    kinds = factors(user)
    context = {
        "form": form,
        "wait": wait,
        "wrong": wrong,
        "passkey": "passkey" in kinds and passkeys.works_here(request),
    }
    status = 429 if wait else 422 if wrong else status_of(form)
    return render(request, "door/second_step.html", context, status=status)
