"""The design page: every token and component in every state, in light and dark side by side."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SWATCHES = (
    "paper sheet wall ink ink-soft line line-strong margin-rule brick brick-fill brick-wash bronze bronze-fill "
    "bronze-wash lamp dark-window patina patina-wash slate slate-wash alarm alarm-fill alarm-wash highlight focus"
).split()
STATES = ("idle", "waiting", "confirmed", "alarm", "stopped", "left")
ACCOUNT = {"network": "Bluesky", "handle": "ville.bellecloche.fr"}


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), help_text=_("As citizens say it."))
    motto = forms.CharField(label=_("Motto"), required=False)


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "design.html",
        {
            "swatches": SWATCHES,
            "states": STATES,
            "account": ACCOUNT,
            "both": ("light", "dark"),
            "a_while_ago": now - timedelta(minutes=12),
            "soon": now + timedelta(hours=2, minutes=18),
            "very_soon": now + timedelta(minutes=9),
            "past": now - timedelta(minutes=20),
            "form": SampleForm(),
            "wrong_form": SampleForm({"name": ""}),
        },
    )
