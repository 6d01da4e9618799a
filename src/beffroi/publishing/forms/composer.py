"""The composer's form: a text, its accounts, its images, its hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from beffroi.access.clock import WallClockField
from beffroi.access.models import Organisation, User
from beffroi.access.offering import offer, offer_rows
from beffroi.directory.models import Account
from beffroi.directory.rights import accounts_on_which
from beffroi.facts.models import Outcome
from beffroi.publishing.images import NotAnImage, read_image
from beffroi.publishing.models import Campaign, Draft
from beffroi.publishing.models.slots import next_free
from beffroi.publishing.models.version import Image

MOST_FACTS = 60
SLOTS = 4
LANGUAGES = [("fr", _("French")), ("en", _("English")), ("", _("Another"))]


def _text(label: Any, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), required=False, max_length=20_000, strip=False
    )


class DraftForm(forms.Form):
    text = _text(_("Text"), rows=8)
    accounts = forms.ModelMultipleChoiceField(
        label=_("From"), queryset=Account.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, required=False)
    leave_at = WallClockField(label=_("Leaves at"), help_text=_("Empty: as soon as it is approved."), required=False)
    next_slot = forms.BooleanField(label=_("At the next free slot"), required=False)
    not_after = WallClockField(
        label=_("Not after"),
        help_text=_("Later than this it is wrong, and does not leave. Empty: a quarter of an hour after its time."),
        required=False,
    )
    is_thread = forms.BooleanField(
        label=_("What is too long leaves as a thread"),
        help_text=_("Cut where sentences end. A line of three dashes (---) cuts where you want it."),
        required=False,
    )
    campaign = forms.CharField(
        label=_("Campaign"),
        help_text=_("Keeps the posts of one operation together. Choose one, or type a new name."),
        required=False,
        max_length=80,
    )
    awaits = forms.TypedChoiceField(
        label=_("Leaves once it is so"),
        help_text=_("What announces a fact waits for it: it leaves when the fact is confirmed, by whatever way."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    is_relay = forms.BooleanField(
        label=_("It passes on what somebody else said"),
        help_text=_("A relay: some delegations let relays leave, and no announcements."),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, organisation: Organisation, by: User, *args: Any, **kwargs: Any) -> None:
        """Offers the accounts for which `by` may draft."""
        super().__init__(*args, **kwargs)
        self.organisation, self.by = organisation, by
        mine = accounts_on_which(by, "draft", organisation)
        self.known_accounts = list(mine)
        offer_rows(self, "accounts", mine)
        offer(self, "awaits", [("", _("It waits for no fact")), *self._outcomes()])
        for network, name in self.networks.items():
            label = _("Text on %(network)s") % {"network": name}
            self.fields[f"text_{network}"] = _text(label, rows=5)

    @property
    def networks(self) -> dict[str, str]:
        """The networks that the organisation has accounts on, by the names people read."""
        return {account.network: account.network_name for account in self.known_accounts}

    def _outcomes(self) -> list[tuple[str, list[tuple[int, Any]]]]:
        """The outcomes of the facts that are waited for, fact by fact, and of the one that the draft waits for."""
        waiting = models.Q(fact__state="waiting") | models.Q(pk=self.initial.get("awaits"))
        found = Outcome.objects.filter(waiting, fact__organisation=self.organisation).select_related("fact")
        facts: dict[int, tuple[str, list[tuple[int, Any]]]] = {}
        for outcome in found.order_by("fact", "place")[: MOST_FACTS * 2]:
            facts.setdefault(outcome.fact_id, (outcome.fact.statement, []))[1].append((outcome.pk, _(outcome.label)))
        return list(facts.values())

    @classmethod
    def filled_from(cls, draft: Draft, by: User) -> "DraftForm":
        version = draft.latest
        initial = {
            "text": version.text,
            "accounts": [account.pk for account in draft.accounts.all()],
            "lang": version.lang,
            "leave_at": draft.leave_at,
            "not_after": draft.not_after,
            "is_thread": version.is_thread,
            "campaign": draft.campaign.name if draft.campaign else "",
            "awaits": draft.awaits_id,
            "is_relay": draft.is_relay,
            "seen": version.number,
            **{f"text_{network}": text for network, text in version.texts.items()},
        }
        return cls(draft.organisation, by, initial=initial)

    @cached_property
    def free_slot(self) -> datetime | None:
        """The next recurring slot that is free on the accounts chosen so far."""
        chosen = {str(pk) for pk in self["accounts"].value() or ()}
        accounts = [account for account in self.known_accounts if str(account.pk) in chosen]
        return next_free(self.organisation, accounts, timezone.now())

    def clean_leave_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["leave_at"]
        if at is not None and at < timezone.now() - timedelta(minutes=1):
            raise forms.ValidationError(
                _("This moment has passed. Leave it empty to publish as soon as it is approved.")
            )
        return at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("next_slot"):
            cleaned["leave_at"] = self._at_the_next_slot()
        last = cleaned.get("not_after")
        if last is not None and last <= (cleaned.get("leave_at") or timezone.now()):
            self.add_error("not_after", _("This is before it leaves."))
        return cleaned

    def _at_the_next_slot(self) -> datetime | None:
        if self.free_slot is None:
            self.add_error("next_slot", _("No slot is free in the next eight weeks: choose a time."))
        return self.free_slot

    def what(self) -> dict[str, Any]:
        """What `Draft.begin` and `Draft.revise` want."""
        plain = ("text", "accounts", "lang", "leave_at", "not_after", "is_thread", "is_relay")
        campaign = Campaign.called(self.cleaned_data["campaign"], self.organisation)
        own = {network: self.cleaned_data[f"text_{network}"] for network in self.networks}
        texts = {network: text for network, text in own.items() if text.strip()}
        chosen = self.cleaned_data["awaits"]
        awaits = Outcome.objects.select_related("fact").get(pk=chosen) if chosen else None
        said = {name: self.cleaned_data[name] for name in plain}
        return {**said, "campaign": campaign, "texts": texts, "awaits": awaits}


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
            self.add_error("file", _("This file is larger than 20 MB: choose a smaller one."))
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


def image_slots(accounts: Iterable[Account], *, kept: int = 0) -> type[BaseImages]:
    """As many slots as the most generous of the networks takes images, and never fewer than are there already."""
    slots = max([SLOTS, kept, *(account.capabilities.max_images for account in accounts)])
    made: Any = forms.formset_factory(
        ImageForm, formset=BaseImages, extra=0, min_num=slots, max_num=slots, absolute_max=slots
    )
    return cast("type[BaseImages]", made)


def images_of(draft: Draft | None) -> list[dict[str, Any]]:
    """What the slots show at first: the images that the draft has."""
    kept = draft.latest.pictures if draft else []
    return [{"kept": a.pk, "alt": a.alt, "decorative": a.decorative} for a in kept]
