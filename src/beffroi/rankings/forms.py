"""What is asked of who begins a ranking, and of who replies to one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Body, network_name
from beffroi.engines.ranking.measures import MEASURES
from beffroi.rankings.models import Edition, speaks_for
from beffroi.rankings.models.edition import LONGEST_REPLY, SEVERAL, WINDOWS


class RankingForm(forms.Form):
    """A ranking to begin: one measure, of one kind of body, over one window."""

    measure = forms.ChoiceField(label=gettext_lazy("What is compared"))
    window = forms.ChoiceField(label=gettext_lazy("Over which window"), choices=list(WINDOWS.items()))
    kind = forms.ChoiceField(label=gettext_lazy("Of which bodies"), choices=list(SEVERAL.items()))
    network = forms.ChoiceField(label=gettext_lazy("Network"), required=False)
    is_personal = forms.BooleanField(
        label=gettext_lazy("Of the own accounts of those who hold an office there"),
        help_text=gettext_lazy("Instead of the accounts of the bodies themselves."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = [(network, network_name(network)) for network in ("bluesky", "mastodon", "x", "facebook")]
        self.fields["measure"].choices = [(name, _(measure.title)) for name, measure in MEASURES.items()]  # type: ignore[attr-defined]  # a choice
        self.fields["network"].choices = [("", _("all of them")), *networks]  # type: ignore[attr-defined]  # likewise


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        help_text=gettext_lazy("Public, in plain words: what this figure does not say. The ranking stays as it is."),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class BodyForm(forms.Form):
    """A body that has a place in the edition, and no organisation of its own here, by its code."""

    code = forms.CharField(
        label=gettext_lazy("INSEE or SIREN code of the body"),
        help_text=gettext_lazy(
            "For a body that has no organisation here, you reply on its behalf, and the page says so."
        ),
        max_length=40,
    )

    def __init__(self, edition: Edition, organisation: Organisation, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.organisation, self.user = edition, organisation, user

    def clean_code(self) -> Body:
        code = self.cleaned_data["code"].strip()
        places = self.edition.places.filter(body_code__iexact=code).values_list("body_kind", "body_code").first()
        body = Body.objects.filter(kind=places[0], code=places[1]).first() if places else None
        if body is None:
            raise forms.ValidationError(_("No body with this code has a place in this edition."))
        if not speaks_for(self.organisation, self.user, body):
            raise forms.ValidationError(_("This body has its own organisation here: its members reply."))
        return body
