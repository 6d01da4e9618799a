"""Who must agree, who may be asked from outside, and who lends their agreement to whom."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.access.models import Organisation, User
from beffroi.access.offering import offer_rows
from beffroi.directory.models import Account
from beffroi.directory.rights import people_who_may
from beffroi.engines.query import SearchError, parse
from beffroi.journal.sentences import translated
from beffroi.publishing.models import ApprovalRule, Delegation, Draft, OutsideApprover
from beffroi.publishing.models.delegation import KINDS
from beffroi.publishing.models.rule import MODES

LONGEST_WAIT = 60 * 24 * 30  # minutes
LONGEST_DELEGATION = timedelta(days=366)


def members_who_may(act: str, organisation: Organisation, account: Account | None = None) -> "Any":
    """The people here who may do `act`, on `account` or in the organisation, by name."""
    able = people_who_may(act, [account] if account else [], organisation)
    return User.objects.filter(pk__in=able).order_by("name", "pk")


class RuleForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("Who must agree"), choices=list(MODES.items()), widget=forms.RadioSelect, initial="any"
    )
    approvers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Approvers"),
        help_text=gettext_lazy("Nobody chosen: whoever's role may approve. Nobody approves their own text."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outsiders = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Approvers from outside"),
        help_text=gettext_lazy("They have no account here and decide by a link."),
        queryset=OutsideApprover.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    deadline = forms.IntegerField(
        label=gettext_lazy("Call a deputy after this many minutes"), min_value=1, max_value=LONGEST_WAIT, required=False
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        help_text=gettext_lazy("May then decide alone, in place of the others."),
        queryset=User.objects.none(),
        required=False,
    )

    def __init__(self, rule: ApprovalRule, data: Any = None) -> None:
        initial: dict[str, Any] = {"mode": rule.mode, "deadline": rule.deadline, "deputy": rule.deputy_id}
        initial |= {"approvers": rule.named(), "outsiders": rule.named_outsiders()}
        super().__init__(data, initial=initial)
        self.rule = rule
        able = members_who_may("approve", rule.organisation, rule.account)
        offer_rows(self, "approvers", able)
        offer_rows(self, "deputy", able)
        outsiders = OutsideApprover.objects.of(rule.organisation)
        offer_rows(self, "outsiders", outsiders)
        if data is None and not outsiders:
            del self.fields["outsiders"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("mode") == "all" and not (said.get("approvers") or said.get("outsiders")):
            self.add_error("approvers", _("Choose the people who must all agree."))
        if said.get("deadline") and not said.get("deputy") and "deputy" not in self.errors:
            self.add_error("deputy", _("Choose who may decide when the time is over."))
        if said.get("deputy") and not said.get("deadline") and "deadline" not in self.errors:
            self.add_error("deadline", _("Say after how many minutes the deputy may decide."))
        return said

    def decide(self, *, by: User, now: datetime) -> ApprovalRule:
        """Puts the rule into force, also for what waits already."""
        said, rule = self.cleaned_data, self.rule
        rule.mode, rule.deadline, rule.deputy = said["mode"], said["deadline"], said["deputy"]
        with transaction.atomic():
            rule.decide(by=by, approvers=said["approvers"], outsiders=said.get("outsiders", ()), now=now)
            Draft.objects.filter(organisation=rule.organisation).wind()
        return rule


class OutsideApproverForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("Requests go to this address and to no other.")
    )

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data, prefix="outside")
        self.organisation = organisation

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if OutsideApprover.objects.of(self.organisation).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody with this address is registered already."))
        if members_who_may("see", self.organisation).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody with this address has an account here: name them in a rule."))
        return email


class DelegationForm(forms.Form):
    to = forms.ModelChoiceField(label=gettext_lazy("To whom"), queryset=User.objects.none())
    accounts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("From these accounts"), queryset=Account.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What they may publish alone"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.CharField(
        label=gettext_lazy("Only about"),
        help_text=gettext_lazy("In the words of a saved search: water OR roads. Empty: about anything."),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    from_time = forms.TimeField(
        label=gettext_lazy("From this hour"),
        help_text=gettext_lazy("On the organisation's clock; both empty: the whole day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    to_time = forms.TimeField(
        label=gettext_lazy("To this hour"),
        help_text=gettext_lazy("May lie after midnight: 20:00 to 07:00 is one night."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        required=False,
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("At most one year from today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, organisation: Organisation, giver: User, now: datetime, data: Any = None) -> None:
        super().__init__(data)
        self.organisation, self.giver, self.now = organisation, giver, now
        offer_rows(self, "to", members_who_may("draft", organisation).exclude(pk=giver.pk))
        offer_rows(self, "accounts", Account.objects.of(organisation))

    def clean_topics(self) -> str:
        topics: str = self.cleaned_data["topics"].strip()
        try:
            if topics:
                parse(topics)
        except SearchError as error:
            message, hint = (translated(sentence.as_json()) for sentence in error.sentences)
            said = {"position": error.position + 1, "message": message, "hint": hint}
            raise forms.ValidationError(_("Character %(position)s: %(message)s %(hint)s") % said) from error
        return topics

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("from_time"), said.get("to_time")
        if not self.errors.keys() & {"from_time", "to_time"}:
            if (begins is None) != (ends is None):
                self.add_error("from_time" if begins is None else "to_time", _("Give both hours, or neither."))
            elif begins is not None and begins == ends:
                self.add_error("to_time", _("These hours are the same: nothing lies between them."))
        return said

    def clean_last_day(self) -> datetime:
        """The end, at midnight after the last day on the organisation's clock."""
        day = self.cleaned_data["last_day"] + timedelta(days=1)
        end = datetime.combine(day, time(), self.organisation.tz)
        if end <= self.now:
            raise forms.ValidationError(_("This day has passed."))
        if end > self.now + LONGEST_DELEGATION:
            raise forms.ValidationError(_("A delegation lasts at most one year: give it again when it has ended."))
        return end

    def give(self) -> Delegation:
        said = self.cleaned_data
        hours = (said["from_time"], said["to_time"]) if said["from_time"] is not None else None
        return Delegation.give(
            organisation=self.organisation,
            by=self.giver,
            to=said["to"],
            accounts=said["accounts"],
            kinds=said["kinds"],
            topics=said["topics"],
            hours=hours,
            ends_at=said["last_day"],
            now=self.now,
        )


class OutsideAnswerForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Your words to the writer"),
        help_text=gettext_lazy("Needed when you send it back."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    decision = forms.ChoiceField(choices=[("agree", "agree"), ("send back", "send back")])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == "send back" and not said.get("comment", "").strip():
            self.add_error("comment", _("Say in a few words what should change."))
        return said
