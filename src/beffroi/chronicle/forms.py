"""Keeping a chronicle by hand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.archive.models import Post
from beffroi.chronicle.states import EPISODES

LONGEST = 20_000


class ArchivedPost(forms.CharField):
    """The address of a post; its value is the archived post itself, None when nothing was typed."""

    def clean(self, value: Any) -> Any:
        address = super().clean(value).strip()
        if not address:
            return None
        found = Post.objects.for_everybody().filter(Q(url=address) | Q(native_id=address)).order_by("pk").first()
        if found is None:
            raise ValidationError(
                gettext("The archive has no post with this address. Leave it empty and tell it in a note.")
            )
        return found


def moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, required=False, widget=widget)


class OpeningForm(forms.Form):
    title = forms.CharField(
        label=_("What happened, in one line"),
        help_text=_("The title of the chronicle and of its report."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = ArchivedPost(
        label=_("Address of the faulty post"),
        help_text=_("Its conversation is then gathered by itself."),
        max_length=500,
        required=False,
    )
    started_at = moment(_("When it began"), _("If nothing is said, with the faulty post, or now."))


class NoteForm(forms.Form):
    """A person's words, an archived post, or both."""

    text = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    address = ArchivedPost(label=_("or the address of an archived post"), max_length=500, required=False)
    episode = forms.ChoiceField(label=_("Episode"), choices=EPISODES, initial="other")
    at = moment(_("When that was"), _("If nothing is said, now."))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not said.get("text") and said.get("address") is None:
            self.add_error("text", gettext("Write something, or give the address of a post."))
        return said


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What happened, why, and what was learnt. It stands on top of the report."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ClosureForm(forms.Form):
    outcome = forms.CharField(label=_("How it ended"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
