"""The composer's form: a text, its accounts, its images, its hour."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.publishing.images import NotAnImage, read_image
from beffroi.publishing.models import Draft
from beffroi.publishing.models.version import Image

SLOTS = 4
LANGUAGES = [("fr", _("French")), ("en", _("English")), ("", _("Another"))]


class DraftForm(forms.Form):
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 7}), required=False, max_length=20_000, strip=False
    )
    accounts = forms.ModelMultipleChoiceField(
        label=_("From"), queryset=Account.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, required=False)
    leave_at = forms.DateTimeField(
        label=_("Leaves at"),
        help_text=_("Empty: as soon as it is approved."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        accounts = self.fields["accounts"]
        assert isinstance(accounts, forms.ModelMultipleChoiceField)  # noqa: S101  # declared so above
        accounts.queryset = Account.objects.of(organisation)

    @classmethod
    def filled_from(cls, draft: Draft) -> "DraftForm":
        version = draft.latest
        initial = {
            "text": version.text,
            "accounts": [account.pk for account in draft.accounts.all()],
            "lang": version.lang,
            "leave_at": draft.leave_at,
            "seen": version.number,
        }
        return cls(draft.organisation, initial=initial)

    def clean_leave_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["leave_at"]
        if at is not None and at < timezone.now() - timedelta(minutes=1):
            raise forms.ValidationError(
                _("This moment has passed. Leave it empty to publish as soon as it is approved.")
            )
        return at

    def what(self) -> dict[str, Any]:
        """What `Draft.begin` and `Draft.revise` want."""
        return {name: self.cleaned_data[name] for name in ("text", "accounts", "lang", "leave_at")}


class ImageForm(forms.Form):
    """One image: a new file, or one that the draft has already (`kept`)."""

    file = forms.FileField(
        label=_("Image"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    kept = forms.IntegerField(widget=forms.HiddenInput, required=False)
    alt = forms.CharField(
        label=_("What the image shows"),
        help_text=_("Read aloud to those who do not see it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decorative = forms.BooleanField(label=_("Decorative: it says nothing that the text does not say"), required=False)
    remove = forms.BooleanField(label=_("Remove this image"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > settings.MAX_IMAGE_UPLOAD:
            self.add_error("file", _("This file is larger than 20 MB."))
        elif file is not None:
            self._read(file, cleaned)
        return cleaned

    def _read(self, file: Any, cleaned: dict[str, Any]) -> None:
        try:
            self.image: Image | None = read_image(
                file, name=file.name, alt=cleaned["alt"], decorative=cleaned["decorative"]
            )
        except NotAnImage as reason:
            self.add_error("file", str(reason))

    def as_image(self) -> Image | None:
        """The image of this slot, None for an empty or removed one."""
        said = self.cleaned_data
        if said.get("remove"):
            return None
        if said.get("file") is not None:
            return self.image
        if said.get("kept") is not None:
            return Image(said["alt"], said["decorative"], kept=said["kept"])
        return None


class BaseImages(forms.BaseFormSet):  # type: ignore[type-arg]  # generic only in the stubs
    def chosen(self) -> list[Image]:
        return [image for form in self.forms if (image := form.as_image()) is not None]


Images: type[BaseImages] = forms.formset_factory(  # type: ignore[assignment]  # the stubs forget `formset`
    ImageForm, formset=BaseImages, extra=0, min_num=SLOTS, max_num=SLOTS, absolute_max=SLOTS
)


def images_of(draft: Draft | None) -> list[dict[str, Any]]:
    """What the slots show at first: the images that the draft has."""
    kept = list(draft.latest.attachments.all()) if draft else []
    return [{"kept": a.pk, "alt": a.alt, "decorative": a.decorative} for a in kept]
