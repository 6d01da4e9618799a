"""Tokens: what lets a program act for a person, as far as its scopes reach."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import ApiToken, Organisation
from beffroi.access.offering import offer_rows
from beffroi.access.roles import SCOPE_WORDS
from beffroi.directory.models import Account
from beffroi.journal.models import record
from beffroi.publishing.models.meaning import all_of

LATEST = date(2199, 12, 31)  # time ends in 9999, a slip of the finger before


class TokenForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        help_text=gettext_lazy("Never more than you may yourself. Choose as little as the program needs."),
        choices=list(SCOPE_WORDS.items()),
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing that it may do.")},
    )
    accounts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Only on these accounts"),
        help_text=gettext_lazy("None chosen: on all of them. Reading is not narrowed by this."),
        queryset=Account.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("After it the token opens nothing. Empty: it has no end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def __init__(self, organisation: Organisation, now: datetime, data: Any = None) -> None:
        in_a_year = timezone.localdate(now) + timedelta(days=365)
        super().__init__(data, initial={"scopes": ["read"], "last_day": in_a_year})
        self.organisation, self.now = organisation, now
        offer_rows(self, "accounts", Account.objects.of(organisation))

    def clean_last_day(self) -> datetime | None:
        """The end, at midnight after the last day on the organisation's clock."""
        if (day := self.cleaned_data["last_day"]) is None:
            return None
        if not timezone.localdate(self.now) <= day <= LATEST:
            raise forms.ValidationError(_("Choose a day to come."))
        return datetime.combine(day + timedelta(days=1), time(), self.organisation.tz)

    def wishes(self) -> dict[str, Any]:
        """What `ApiToken.make` takes."""
        said = self.cleaned_data
        accounts = [account.pk for account in said["accounts"]] or None
        return {"scopes": said["scopes"], "accounts": accounts, "expires_at": said["last_day"]}


@allowed("run the organisation")
def tokens(request: DeskRequest) -> HttpResponse:
    """The organisation's tokens. A new one is shown in this very answer, and never again."""
    now = timezone.now()
    form = TokenForm(request.organisation, now, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, text = _made(request, form, now)
        return _page(request, TokenForm(request.organisation, now), made=made, text=text)
    return _page(request, form)


@require_POST
@allowed("run the organisation")
def revocation(request: DeskRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, organisation=request.organisation)
    now = timezone.now()
    with transaction.atomic():
        if token.revoke(now):
            _record(request, "API_TOKEN_REVOKED", token, now)
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")


def _made(request: DeskRequest, form: TokenForm, now: datetime) -> tuple[ApiToken, str]:
    with transaction.atomic():
        name, wishes = form.cleaned_data["name"], form.wishes()
        token, text = ApiToken.make(request.organisation, request.user, name, now, **wishes)
        _record(request, "API_TOKEN_MADE", token, now, scopes=token.scopes)
    return token, text


def _record(request: DeskRequest, verb: str, token: ApiToken, now: datetime, **detail: Any) -> None:
    record(verb, token, organisation=request.organisation, actor=request.user, now=now, name=token.name, **detail)


def _page(request: DeskRequest, form: TokenForm, *, made: ApiToken | None = None, text: str = "") -> HttpResponse:
    mine = ApiToken.objects.filter(organisation=request.organisation, revoked_at=None).select_related("user")
    named = dict(Account.objects.of(request.organisation).values_list("pk", "handle"))
    shown = [_Shown(token, named, form.now) for token in mine.order_by("-made_at", "-pk")]
    context = {"form": form, "tokens": shown, "made": made, "text": text}
    return render(request, "tokens.html", context, status=422 if form.errors else 200)


class _Shown:
    """A token as its page tells of it."""

    def __init__(self, token: ApiToken, handles: Mapping[int, str], now: datetime) -> None:
        self.token = token
        self.scopes = [SCOPE_WORDS[scope] for scope in token.scopes if scope in SCOPE_WORDS]
        self.accounts = all_of([f"@{handles[pk]}" for pk in token.accounts if pk in handles]) if token.accounts else ""
        self.last_day = token.expires_at and token.expires_at - timedelta(seconds=1)
        self.is_over = token.expires_at is not None and token.expires_at <= now
