"""What people say of the accounts of their body: for whom they answer, which are theirs, what became of them."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation
from beffroi.access.offering import offer_rows
from beffroi.directory.models import Body
from beffroi.directory.models.official import STATUSES
from beffroi.engines.addresses import Address, NoAddress, read
from beffroi.journal.sentences import translated


class AnswerForForm(forms.Form):
    """The body for which an organisation answers."""

    code = forms.CharField(
        label=gettext_lazy("INSEE code or SIREN of your body"),
        help_text=gettext_lazy("For example 42094 for the commune of Feurs, or the nine digits of a SIREN."),
        max_length=40,
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisation = organisation

    def clean_code(self) -> Body:
        said = self.cleaned_data["code"].replace(" ", "")
        found = Body.objects.standing().filter(Q(code__iexact=said) | Q(siren=said)).order_by("kind", "pk").first()
        if found is None:
            raise forms.ValidationError(_("No body has this code: look it up in the directory."))
        if found.organisation_id not in (None, self._organisation.pk):
            raise forms.ValidationError(_("Another organisation answers for %(body)s here.") % {"body": found})
        return found


class DeclareForm(forms.Form):
    """An account that is a body's own."""

    address = forms.CharField(
        label=gettext_lazy("Address of the account"),
        help_text=gettext_lazy("As your browser shows it, or @handle with its server."),
        max_length=500,
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("For whom it speaks"), queryset=Body.objects.none(), empty_label=None
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "body", Body.objects.filter(organisation=organisation).order_by("name"))

    def clean_address(self) -> Address:
        try:
            return read(self.cleaned_data["address"])
        except NoAddress as trouble:
            raise forms.ValidationError(translated(trouble.words.as_json())) from trouble


class ReviewForm(forms.Form):
    """How it stands with an account."""

    status = forms.ChoiceField(label=gettext_lazy("How it stands with it"), choices=list(STATUSES.items()))
