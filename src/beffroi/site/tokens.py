"""Tokens: what lets a program stop everything, or ask how it stands."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import ApiToken
from beffroi.journal.models import record


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = ApiToken
        fields = ("name",)


@allowed("run the organisation")
def tokens(request: DeskRequest) -> HttpResponse:
    """The organisation's tokens. A new one is shown in this very answer, and never again."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, text = _made(request, form.cleaned_data["name"], timezone.now())
        return _page(request, TokenForm(), made=made, text=text)
    return _page(request, form)


@require_POST
@allowed("run the organisation")
def revocation(request: DeskRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, organisation=request.organisation)
    now = timezone.now()
    with transaction.atomic():
        if ApiToken.objects.filter(pk=pk, revoked_at=None).update(revoked_at=now):
            _record(request, "API_TOKEN_REVOKED", token, now)
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")


def _made(request: DeskRequest, name: str, now: datetime) -> tuple[ApiToken, str]:
    with transaction.atomic():
        token, text = ApiToken.make(request.organisation, request.user, name, now)
        _record(request, "API_TOKEN_MADE", token, now)
    return token, text


def _record(request: DeskRequest, verb: str, token: ApiToken, now: datetime) -> None:
    record(verb, token, organisation=request.organisation, actor=request.user, now=now, name=token.name)


def _page(request: DeskRequest, form: TokenForm, *, made: ApiToken | None = None, text: str = "") -> HttpResponse:
    mine = ApiToken.objects.filter(organisation=request.organisation, revoked_at=None).select_related("user")
    context = {"form": form, "tokens": mine.order_by("-made_at"), "made": made, "text": text}
    answer = render(request, "tokens.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer
