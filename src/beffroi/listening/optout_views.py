"""Settings: people who asked not to be kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.listening.forgetting import opt_out
from beffroi.listening.models import OptOut
from beffroi.listening.models.optout import bare


class OptOutForm(forms.Form):
    network = forms.ChoiceField(label=gettext_lazy("Network"))
    handle = forms.CharField(
        label=gettext_lazy("Handle"),
        max_length=255,
        help_text=gettext_lazy("As the network writes it. It is forgotten once you have pressed the button."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, organisation: Organisation, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = sorted({(one.network, one.network_name) for one in Account.objects.of(organisation)})

    def clean_handle(self) -> str:
        handle = bare(self.cleaned_data["handle"])
        if not handle or " " in handle or "/" in handle:
            raise forms.ValidationError(
                _("Write the handle alone, without spaces and without an address: ana.example.org")
            )
        return handle


@allowed("run the organisation")
def opt_outs(request: DeskRequest) -> HttpResponse:
    form = OptOutForm(request.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        gone = opt_out(request.organisation, said["network"], said["handle"], by=request.user, now=timezone.now())
        words = ngettext(
            "From now on nothing of this person is kept. %(gone)s find of your searches was erased.",
            "From now on nothing of this person is kept. %(gone)s finds of your searches were erased.",
            gone,
        )
        messages.success(request, words % {"gone": gone})
        return redirect("opt_outs")
    wishes = OptOut.objects.filter(organisation=request.organisation).select_related("added_by")
    context = {"form": form, "wishes": wishes.order_by("-added_at", "-pk")}
    return render(request, "listening/opt_outs.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    wish = get_object_or_404(OptOut.objects.filter(organisation=request.organisation), pk=pk)
    wish.remove(by=request.user, now=timezone.now())
    messages.success(request, _("Removed. What this person writes from now on can be found again."))
    return redirect("opt_outs")
