"""What is asked of people who come in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("This address and this password do not go together. Both are as you registered them."),
        "inactive": _("This account is closed. The owner of your organisation can open it again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"type": "email", "autocomplete": "username", "autofocus": True}


class FoundOrganisationForm(BaseUserCreationForm):  # type: ignore[type-arg]  # generic only in the stubs
    """The first visit: an organisation and its owner, in one form."""

    organisation = forms.CharField(
        label=_("Name of the organisation"), max_length=160, help_text=_("As citizens know it: “Ville de Feurs”.")
    )
    code = forms.CharField(
        label=_("Founding code"),
        help_text=_("Printed where Beffroi was started: these pages can be reached from elsewhere."),
    )
    field_order = ["code", "organisation", "name", "email", "password1", "password2"]

    class Meta:
        model = User
        fields = ("name", "email")
        labels = {"name": _("Your name")}

    def __init__(self, *args: Any, accepts: Callable[[str], bool] | None = None, **kwargs: Any) -> None:
        """`accepts` judges the founding code; without it none is asked for."""
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs |= {"autocomplete": "username", "autofocus": False}
        if accepts is None:
            del self.fields["code"]
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True
        self._accepts = accepts

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self._accepts is not None and not self._accepts(code):
            raise forms.ValidationError(_("This is not the code that was printed."))
        return code

    def found(self) -> tuple[User, Organisation]:
        user = self.save()
        organisation = Organisation.objects.create(name=self.cleaned_data["organisation"])
        organisation.admit(user, "owner")
        return user, organisation


class JoinForm(SetPasswordForm):  # type: ignore[type-arg]  # generic only in the stubs
    """An invited person chooses a password."""
