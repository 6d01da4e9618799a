"""Answering, and what the desk keeps ready for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import IncomingWebhook
from beffroi.access.offering import offer
from beffroi.inbox.models import Label, SavedReply
from beffroi.inbox.models.channel import CHANNELS


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Our answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)


class ElsewhereForm(ReplyForm):
    """`seen` is when the words that the writer had before them were saved, empty for a new answer."""

    address = forms.URLField(label=_("Address where it stands"), max_length=500, required=False, assume_scheme="https")
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput, input_formats=["iso-8601"])


class IncomingForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    class Meta:
        model = IncomingWebhook
        fields = ("name",)


class NoteForm(forms.Form):
    note = forms.CharField(
        max_length=5_000, error_messages={"required": _("Nothing was written: the note is empty, and not kept.")}
    )


class TypedForm(forms.Form):
    """As little as possible about the person."""

    channel = forms.ChoiceField(label=_("How it came"), choices=[], widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What was asked"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        help_text=_("The question, not the person: no number, no address that the answer does not need."),
    )
    name = forms.CharField(
        label=_("How the person wants to be called"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"channel": next(iter(CHANNELS))})
        offer(self, "channel", [(channel, gettext(name)) for channel, name in CHANNELS.items()])


class SavedReplyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=20_000,
        strip=False,
        help_text=_("{{name}} becomes the person’s name, {{service}} who answers, {{link}} the address below."),
    )
    link = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, saved: SavedReply, data: Any = None) -> None:
        super().__init__(data, initial={"name": saved.name, "text": saved.text, "link": saved.link})
        self.saved = saved

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = SavedReply.objects.filter(organisation=self.saved.organisation, name__iexact=name)
        if others.exclude(pk=self.saved.pk).exists():
            raise forms.ValidationError(_("Another saved answer has this name."))
        return name

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if unknown := SavedReply.unknown(text):
            names = ", ".join(f"{{{{{name}}}}}" for name in unknown)
            said = _("Nothing fills %(names)s. What is filled: {{name}}, {{service}} and {{link}}.")
            raise forms.ValidationError(said, params={"names": names})
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if SavedReply.needs_link(str(said.get("text", ""))) and not said.get("link") and "link" not in self.errors:
            self.add_error("link", _("The text has {{link}}: write the address that goes there."))
        return said


class SeenForm(forms.Form):
    """`seen` is when the words that somebody read had been written."""

    seen = forms.DateTimeField(input_formats=["iso-8601"])


class LabelForm(forms.Form):
    name = forms.CharField(label=_("Label"), max_length=40)

    def __init__(self, label: Label, data: Any = None) -> None:
        super().__init__(data, initial={"name": label.name}, auto_id=f"id_%s_{label.pk or 'new'}")
        self.label = label

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = Label.objects.filter(organisation=self.label.organisation, name__iexact=name)
        if others.exclude(pk=self.label.pk).exists():
            raise forms.ValidationError(_("There is a label of this name already."))
        return name
