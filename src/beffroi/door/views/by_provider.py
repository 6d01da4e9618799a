"""Coming in through the identity provider, and tying one's account to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation, User
from beffroi.door import provider
from beffroi.door.coming_in import let_in, tell_of_wrong_passwords, where
from beffroi.door.forms import PasswordForm
from beffroi.door.models import Attempt, ProviderLink, factors
from beffroi.door.provider.talk import TOKEN, Person, ProviderTrouble
from beffroi.door.views.confirmation import freshly_confirmed
from beffroi.door.views.onward import next_of, onward, reachable_without_second_factor, wait_of
from beffroi.door.views.sign_in import STEP, after_password

LINKING = "provider_linking"  # in the session: whom the provider means, of whom a password is asked
LINK_SECONDS = 600


@require_GET
@never_cache
@reachable_without_second_factor
@login_not_required
def provider_sign_in(request: HttpRequest) -> HttpResponse:
    """Sends a person to the identity provider. `?again` asks for the password there."""
    return _sent(request, again="again" in request.GET, next=next_of(request))


def _sent(request: HttpRequest, *, again: bool = False, **kept: Any) -> HttpResponse:
    if not provider.name():
        raise Http404
    try:
        return redirect(provider.begin(request, timezone.now().timestamp(), again=again, **kept))
    except ProviderTrouble as trouble:
        return _refused(request, str(trouble.said), status=502)


@require_GET
@never_cache
@reachable_without_second_factor
@login_not_required
def provider_return(request: HttpRequest) -> HttpResponse:
    """Whoever comes back from there: comes in, is asked for a password once, or is told why not."""
    if not provider.name():
        raise Http404
    now = timezone.now()
    try:
        person, kept = provider.redeem(request, now.timestamp())
    except ProviderTrouble as trouble:
        return _refused(request, str(trouble.said))
    if kept.get("link"):
        return _tied(request, person, kept["link"], now)
    asked = provider.settle(person, now)
    if asked.user is not None and asked.organisation is not None:
        return _in(request, asked.user, asked.organisation, person, kept)
    if asked.known is not None:
        return _asks_for_password(request, asked.known, person, kept.get("next", ""), now)
    return _nobody(request, person, asked.ask)


def _in(
    request: HttpRequest, user: User, organisation: Organisation, person: Person, kept: Mapping[str, Any]
) -> HttpResponse:
    now, wanted, again = timezone.now(), kept.get("next", ""), kept.get("again", False)
    if not person.second_factor and factors(user):  # theirs was not asked for there: ours is asked for here
        request.session[STEP] = {"user": user.pk, "at": now.timestamp(), "next": wanted}
        answer: HttpResponse = redirect("second_step")
    else:
        let_in(request, user, means="provider", now=now, second_factor=person.second_factor, confirmed=again)
        answer = onward(wanted)
    request.session["organisation"] = organisation.pk
    request.session[TOKEN] = person.token
    return answer


def _asks_for_password(request: HttpRequest, known: User, person: Person, wanted: str, now: datetime) -> HttpResponse:
    """An address proves nothing: whoever has an account here shows its password before the two become one."""
    if not known.has_usable_password():
        said = _("An invitation is waiting for you: open its link, choose a password, then come back here once.")
        return _refused(request, said)
    seen = {"subject": person.subject, "second_factor": person.second_factor, "token": person.token}
    request.session[LINKING] = {"user": known.pk, "at": now.timestamp(), "next": wanted, **seen}
    return redirect("provider_link")


@sensitive_post_parameters()
@never_cache
@login_not_required
def provider_link(request: HttpRequest) -> HttpResponse:
    kept, now = request.session.get(LINKING), timezone.now()
    if kept is None or now.timestamp() - kept["at"] > LINK_SECONDS:
        return redirect("sign_in")
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None:
        return redirect("sign_in")
    wait, form = "", PasswordForm(request.POST or None)
    if request.method == "POST":
        attempt = Attempt.take("password", user.email, where(request), now=now)
        if not attempt.is_refused and form.is_valid() and user.check_password(form.cleaned_data["password"]):
            attempt.forget()
            return _linked(request, user, kept, now)
        tell_of_wrong_passwords(user, attempt, now)
        wait = wait_of(attempt, now)
        form.add_error("password", _("This is not the password of this account."))
    context = {"form": form, "wait": wait, "email": user.email, "provider": provider.name()}
    return render(request, "door/provider_link.html", context, status=429 if wait else 422 if form.errors else 200)


def _linked(request: HttpRequest, user: User, kept: dict[str, Any], now: datetime) -> HttpResponse:
    """The password was right. A second factor of ours is asked for as at any sign-in with it."""
    del request.session[LINKING]
    if ProviderLink.objects.filter(user=user, issuer=settings.OIDC_ISSUER).exists():
        return _refused(request, _("This account is linked to somebody else at the identity provider."))
    request.session[TOKEN] = kept["token"]
    link = {"issuer": settings.OIDC_ISSUER, "subject": kept["subject"], "second_factor": kept["second_factor"]}
    return after_password(request, user, kept["next"], now, link=link)


@require_POST
@allowed("see")
@freshly_confirmed
def provider_linking(request: DeskRequest) -> HttpResponse:
    """Ties the account of who is in to the provider; they sign in there now."""
    return _sent(request, again=True, link=request.user.pk)


def _tied(request: HttpRequest, person: Person, pk: int, now: datetime) -> HttpResponse:
    if request.user.pk != pk or not isinstance(request.user, User):
        return _refused(request, _("You signed out in between. Sign in, then link your account again."))
    theirs = ProviderLink.to(settings.OIDC_ISSUER, person.subject)
    if theirs is not None or ProviderLink.objects.filter(user=request.user, issuer=settings.OIDC_ISSUER).exists():
        return _refused(request, _("This account is linked to somebody else at the identity provider."))
    if not provider.bodies_of(person.siret).filter(memberships__user=request.user).exists():
        return _nobody(request, person, ())
    link = ProviderLink.make(request.user, issuer=settings.OIDC_ISSUER, subject=person.subject, now=now)
    link.used(with_second_factor=person.second_factor, now=now)
    messages.success(request, _("Linked: from now on you can sign in with %(name)s.") % {"name": provider.name()})
    return redirect("my_sign_in")


@require_POST
@allowed("see")
@freshly_confirmed
def provider_unlinking(request: DeskRequest) -> HttpResponse:
    link = ProviderLink.objects.filter(user=request.user).select_related("user").first()
    if link is None:
        raise Http404
    if not request.user.has_usable_password():
        messages.info(request, _("Without a password the identity provider is your only way in: it stays."))
        return redirect("my_sign_in")
    link.remove(by=request.user, now=timezone.now())
    messages.success(request, _("It opens nothing any more."))
    return redirect("my_sign_in")


def _nobody(request: HttpRequest, person: Person, ask: tuple[str, ...]) -> HttpResponse:
    context = {"provider": provider.name(), "siret": person.siret, "ask": ask, "body": None}
    body = provider.bodies_of(person.siret).first()
    return render(request, "door/provider_nobody.html", context | {"body": body}, status=403)


def _refused(request: HttpRequest, said: str, *, status: int = 403) -> HttpResponse:
    context = {"said": said, "provider": provider.name()}
    return render(request, "door/provider_refused.html", context, status=status)
