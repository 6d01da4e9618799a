"""Before how somebody signs in is changed, they show once more who they are: an open desk is no invitation."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from beffroi.access.desk import DeskRequest, allowed
from beffroi.door import passkeys, provider
from beffroi.door.coming_in import SECOND_FACTOR, confirm, is_confirmed, where
from beffroi.door.forms import CodeForm, PasswordForm
from beffroi.door.models import Attempt, factors
from beffroi.door.views.onward import View, next_of, onward, reachable_without_second_factor, wait_of
from beffroi.door.views.sign_in import means_of


def freshly_confirmed(view: View) -> View:
    """Lets a view run for who has shown something in the last minutes; everybody else is asked first.

    Of who has a second factor it is asked in a session that has shown none: a password alone changes nothing then.
    """

    @wraps(view)
    def guarded(request: DeskRequest, *given: Any, **more: Any) -> HttpResponse:
        enough = request.session.get(SECOND_FACTOR) or not factors(request.user)
        if enough and is_confirmed(request, timezone.now()):
            return view(request, *given, **more)
        if request.method == "POST":
            messages.info(request, _("Nothing was changed yet: show who you are, then press again."))
        back = request.path if request.method == "GET" else reverse("my_sign_in")
        return redirect(f"{reverse('confirmation')}?{urlencode({'next': back})}")

    return guarded


@sensitive_post_parameters()
@reachable_without_second_factor
@allowed("see")
def confirmation(request: DeskRequest) -> HttpResponse:
    kinds, now = factors(request.user), timezone.now()
    wait = wrong = ""
    if request.method == "POST":
        # by person and place: whoever sits at an open desk is held up, the person elsewhere is not
        attempt = Attempt.take("confirmation", str(request.user.pk), where(request), now=now)
        shown = "" if attempt.is_refused else _shown(request, kinds)
        if shown:
            attempt.forget()
            confirm(request, now, second_factor=shown != "password")
            return onward(next_of(request) or reverse("my_sign_in"))
        wait, wrong = wait_of(attempt, now), _("This was not right. Nothing was changed.")
    context = {
        "next": next_of(request),
        "wait": wait,
        "wrong": wrong,
        "password": PasswordForm() if not kinds and request.user.has_usable_password() else None,
        "code": CodeForm() if kinds else None,
        "passkey": "passkey" in kinds and passkeys.works_here(request),
        "provider": provider.name() if not kinds and not request.user.has_usable_password() else "",
    }
    return render(request, "door/confirmation.html", context, status=429 if wait else 422 if wrong else 200)


def _shown(request: DeskRequest, kinds: list[str]) -> str:
    """What was shown: "password", "code", "passkey", or "" for nothing that is right. The password is taken only of who
    has nothing stronger."""
    user, now = request.user, timezone.now()
    if (password := request.POST.get("password")) and not kinds:
        return "password" if user.check_password(password) else ""
    if code := request.POST.get("code"):
        return "code" if means_of(user, code, now) else ""
    try:
        return "passkey" if passkeys.shown(request, request.POST.get("credential", ""), now) == user else ""
    except passkeys.NotBelieved:
        return ""
