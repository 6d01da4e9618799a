"""A template: a name and a text to begin from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.publishing.models import Template


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 7}), max_length=20_000, strip=False)

    def __init__(self, template: Template, data: Any = None) -> None:
        super().__init__(data, initial={"name": template.name, "text": template.text})
        self.template = template

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = Template.objects.filter(organisation=self.template.organisation, name__iexact=name)
        if others.exclude(pk=self.template.pk).exists():
            raise forms.ValidationError(_("Another template has this name."))
        return name
