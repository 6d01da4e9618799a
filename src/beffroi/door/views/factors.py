"""A person's own page of how they sign in: passkeys, the application, recovery codes, sessions, the provider."""

import base64

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.sealing import WrongKey, seal, unseal
from beffroi.door import passkeys, provider
from beffroi.door.coming_in import SECOND_FACTOR, confirm
from beffroi.door.forms import NewAppForm, NewPasskeyForm
from beffroi.door.models import CodeApp, OpenSession, Passkey, ProviderLink, RecoveryCode, factors
from beffroi.door.session_store import row_of
from beffroi.door.square import square_of
from beffroi.door.views.confirmation import freshly_confirmed
from beffroi.door.views.onward import next_of, reachable_without_second_factor, status_of
from beffroi.engines import time_codes

NEW_APP = "new_app"  # in the session: the sealed secret of an application that has not shown a code yet


@reachable_without_second_factor
@allowed("see")
def my_sign_in(request: DeskRequest) -> HttpResponse:
    return render(request, "door/my_sign_in.html", _shown(request))


def _shown(request: DeskRequest) -> dict[str, object]:
    user, now = request.user, timezone.now()
    return {
        "passkeys": Passkey.objects.filter(user=user).order_by("made_at"),
        "app": CodeApp.objects.filter(user=user).first(),
        "codes_left": RecoveryCode.left(user),
        "sessions": OpenSession.objects.open(now).filter(user=user).order_by("-seen_at"),
        "this": row_of(request.session),
        "has_password": user.has_usable_password(),
        "link": ProviderLink.objects.filter(user=user).first(),
        "provider": provider.name(),
    }


@reachable_without_second_factor
@allowed("see")
def second_factor(request: DeskRequest) -> HttpResponse:
    """Why a second factor is needed, until when there is time, and the two ways to set one up."""
    context = {
        "asked": getattr(request, "second_factor_asked", None),
        "mine": factors(request.user),
        "works_here": passkeys.works_here(request),
        "onward": next_of(request) or reverse("today"),
    }
    return render(request, "door/second_factor.html", context)


@reachable_without_second_factor
@allowed("see")
@freshly_confirmed
def passkey_new(request: DeskRequest) -> HttpResponse:
    """Adds a passkey that the browser has just made."""
    form, is_first = NewPasskeyForm(request.POST or None), not factors(request.user)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        said = _("The passkey is yours: from now on it opens Beffroi without a password.")
        return _set_up(request, said, is_first=is_first)
    context = {"form": form, "works_here": passkeys.works_here(request)}
    return render(request, "door/passkey_new.html", context, status=status_of(form))


def _added(request: DeskRequest, form: NewPasskeyForm) -> bool:
    name, answer, now = form.cleaned_data["name"], form.cleaned_data["credential"], timezone.now()
    try:
        passkeys.add(request, request.user, name=name, answer=answer, now=now)
    except passkeys.NotBelieved:
        form.add_error(None, _("No passkey was made. Your browser or your device may have refused; try once more."))
        return False
    return True


@require_POST
@reachable_without_second_factor
@allowed("see")
def passkey_new_options(request: DeskRequest) -> HttpResponse:
    return JsonResponse(passkeys.ask_for_new(request, request.user))


@require_POST
@allowed("see")
def passkey_removal(request: DeskRequest, pk: int) -> HttpResponse:
    passkey = get_object_or_404(Passkey.objects.select_related("user"), pk=pk, user=request.user)
    return _remove(request, passkey)


@sensitive_post_parameters()
@reachable_without_second_factor
@allowed("see")
@freshly_confirmed
def code_app(request: DeskRequest) -> HttpResponse:
    """Shows the square, and keeps the application once it has shown a code that fits."""
    secret, now = _secret_in_waiting(request), timezone.now()
    form, is_first = NewAppForm(request.POST or None), not factors(request.user)
    if request.method == "POST" and form.is_valid():
        if CodeApp.add(request.user, secret, form.cleaned_data["code"], now):
            del request.session[NEW_APP]
            said = _("The application is yours: from now on you are asked for its code.")
            return _set_up(request, said, is_first=is_first)
        form.add_error("code", _("This code does not fit. Is the clock of your telephone right? Try the next code."))
    context = {
        "form": form,
        "square": square_of(secret, request.user.email),
        "spelled": _in_fours(time_codes.spelled(secret)),
    }
    return render(request, "door/code_app.html", context, status=status_of(form))


@require_POST
@allowed("see")
def code_app_removal(request: DeskRequest) -> HttpResponse:
    app = CodeApp.objects.filter(user=request.user).select_related("user").first()
    if app is None:
        raise Http404
    return _remove(request, app)


@freshly_confirmed
def _remove(request: DeskRequest, factor: Passkey | CodeApp) -> HttpResponse:
    factor.remove(by=request.user, now=timezone.now())
    if not factors(request.user):
        RecoveryCode.objects.filter(user=request.user).delete()
        request.session[SECOND_FACTOR] = False
    messages.success(request, _("It opens nothing any more."))
    return redirect("my_sign_in")


@reachable_without_second_factor
@allowed("see")
@freshly_confirmed
def recovery_codes(request: DeskRequest) -> HttpResponse:
    """New codes, shown in this very answer and never again."""
    codes: list[str] = []
    if not factors(request.user):
        messages.info(request, _("Recovery codes stand in for a second factor: set one up first."))
        return redirect("second_factor")
    if request.method == "POST":
        codes = RecoveryCode.make(request.user, timezone.now())
    context = {"codes": codes, "left": RecoveryCode.left(request.user)}
    return render(request, "door/recovery_codes.html", context)


def _set_up(request: DeskRequest, said: str, *, is_first: bool) -> HttpResponse:
    """After a second factor was added: this session has shown it, and codes for the day it is lost come next. With the
    first one all other sessions end, in which a password was enough."""
    confirm(request, timezone.now(), second_factor=True)
    if is_first:
        others = OpenSession.objects.exclude(session_key=row_of(request.session))
        OpenSession.revoke(others, request.user, by=request.user, now=timezone.now())
    messages.success(request, said)
    return redirect("my_sign_in" if RecoveryCode.left(request.user) else "recovery_codes")


def _secret_in_waiting(request: DeskRequest) -> bytes:
    row = f"door.new:{request.user.pk}"
    try:
        return bytes.fromhex(unseal(base64.b64decode(request.session[NEW_APP]), row=row)["secret"])
    except (KeyError, WrongKey):
        secret = CodeApp.new_secret()
    request.session[NEW_APP] = base64.b64encode(seal({"secret": secret.hex()}, row=row)).decode()
    return secret


def _in_fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
