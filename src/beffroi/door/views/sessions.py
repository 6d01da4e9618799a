"""Where one is signed in, and the password that keeps others out."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.door.forms import NewPasswordForm
from beffroi.door.models import OpenSession, note
from beffroi.door.session_store import row_of
from beffroi.door.views.onward import status_of


@require_POST
@allowed("see")
def session_revocation(request: DeskRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(OpenSession, pk=pk, user=request.user)
    if one.session_key == row_of(request.session):
        messages.info(request, _("This is where you are now: sign out to end it."))
    else:
        _revoke(request, one.session_key)
    return redirect("my_sign_in")


@require_POST
@allowed("see")
def other_sessions_revocation(request: DeskRequest) -> HttpResponse:
    _revoke(request)
    return redirect("my_sign_in")


def _revoke(request: DeskRequest, key: str = "") -> None:
    others = OpenSession.objects.exclude(session_key=row_of(request.session))
    chosen = others.filter(session_key=key) if key else others
    ended = OpenSession.revoke(chosen, request.user, by=request.user, now=timezone.now())
    said = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended)
    messages.success(request, said % {"count": ended} if ended else _("There was no other session."))


@sensitive_post_parameters()
@allowed("see")
def password(request: DeskRequest) -> HttpResponse:
    """A new password; whoever came in with the old one elsewhere is out."""
    if not request.user.has_usable_password():
        return redirect("my_sign_in")
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        before, now = row_of(request.session), timezone.now()
        with transaction.atomic():
            form.save()
            note("PASSWORD_CHANGED", request.user, now=now, by=request.user)
            others = OpenSession.objects.exclude(session_key=before)
            OpenSession.revoke(others, request.user, by=request.user, now=now)
            update_session_auth_hash(request, request.user)
            OpenSession.objects.filter(session_key=before).update(session_key=row_of(request.session))
        messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
        return redirect("my_sign_in")
    return render(request, "door/password.html", {"form": form}, status=status_of(form))
