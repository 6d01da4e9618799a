"""The rules that give a question to its service: in their order, the first that finds it wins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.access.models import Organisation, Team, User
from beffroi.journal.models import record
from beffroi.listening.models.search import validate_search

ANY_QUARTER = "*"


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    def standing(self, organisation: Organisation) -> Self:
        """Those in force, in the order in which they are asked."""
        rules = self.filter(organisation=organisation, removed_at=None).select_related("team", "saved_by")
        return rules.order_by("position", "pk")


class RoutingRule(models.Model):
    """Asks for words, for a place, or for a service that the person or the conversation has had before; for all of
    them where several are given. `theme` is its name. With `follows` the case goes to that earlier service."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    theme = models.CharField(_("Theme"), max_length=80)
    text = models.TextField(_("Words"), max_length=10_000, blank=True, default="", validators=[validate_search])
    # ANY_QUARTER: any known place
    quarter = models.CharField(pgettext_lazy("street", "Place"), max_length=120, blank=True, default="")
    follows = models.BooleanField(_("Back to the service that this person or conversation had last"), default=False)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(follows=True, team=None) | models.Q(follows=False, team__isnull=False),
                name="rule_goes_to_one_service",
                violation_error_message=_("It goes to one service, or back to the earlier one."),
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "position"], condition=models.Q(removed_at=None), name="rule_in_its_order"
            )
        ]

    def __str__(self) -> str:
        return self.theme

    def clean(self) -> None:
        """Raises ValidationError for a rule that would find everything, or that says not exactly one destination."""
        if not (self.text.strip() or self.quarter or self.follows):
            raise ValidationError(
                _("Say which words, which place, or whose earlier service: else it finds everything.")
            )
        if self.follows and self.team_id:
            raise ValidationError({"team": _("It goes back to the earlier service: leave this empty.")})
        if not self.follows and not self.team_id:
            raise ValidationError({"team": _("Choose the service to which it goes.")})

    def stand(self, place: int, *, by: User, now: datetime) -> None:
        """Puts the rule into force as the one at `place` (from 0), the others keep their order around it."""
        verb = "RULE_CHANGED" if self.pk else "RULE_SAVED"
        with transaction.atomic():
            self.saved_at, self.saved_by = now, by
            self.position = self.position if self.pk else 0
            self.save()
            order = ordered(list(RoutingRule.objects.standing(self.organisation)), self, place)
            for position, rule in enumerate(order):
                RoutingRule.objects.filter(pk=rule.pk).update(position=position)
            self._record(verb, by, now, text=self.text, quarter=self.quarter, place=place + 1)

    def remove(self, *, by: User, now: datetime) -> None:
        """It finds nothing any more; what it did stays."""
        with transaction.atomic():
            if RoutingRule.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now):
                self._record("RULE_REMOVED", by, now)

    def _record(self, verb: str, by: User, now: datetime, **detail: object) -> None:
        said = {"theme": self.theme, "team": str(self.team or "—"), **detail}
        record(verb, self, organisation=self.organisation, actor=by, now=now, **said)


def ordered(rules: Sequence[RoutingRule], rule: RoutingRule, place: int) -> list[RoutingRule]:
    """`rules` with `rule` at `place`, whether it was among them or not."""
    others = [each for each in rules if each.pk != rule.pk]
    return [*others[:place], rule, *others[place:]]
