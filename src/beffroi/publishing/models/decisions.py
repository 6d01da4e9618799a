"""Decisions of people about a version: each is a row that says who, when and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import User
from beffroi.publishing.models.delegation import Delegation
from beffroi.publishing.models.outside import OutsideApprover
from beffroi.publishing.models.version import Version

GROUNDS = {
    "person": _("approved by a second person"),
    "outside": _("approved by somebody from outside"),
    "delegation": _("covered by a delegation"),
    "rule": _("the rule of the account asks for no approval"),
}


class Approval(models.Model):
    """Somebody agreed to exactly this version, and on which ground. Clicking twice approves once.

    `by` is the person who decided; for a delegation or a rule without approval, the writer who used it. Only an
    approval from outside has no `by`: it has `outside`.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outside = models.ForeignKey(OutsideApprover, null=True, on_delete=models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, null=True, on_delete=models.PROTECT, related_name="uses")
    ground = models.CharField(max_length=20, default="person")
    at = models.DateTimeField()
    comment = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="one_approval_per_person"),
            models.UniqueConstraint(fields=["version", "outside"], name="one_approval_per_outsider"),
            models.CheckConstraint(condition=models.Q(ground__in=list(GROUNDS)), name="approval_ground"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False, outside=None) | models.Q(by=None, outside__isnull=False),
                name="approval_has_one_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.at:%d/%m %H:%M}"

    @property
    def who(self) -> str:
        return str(self.by or self.outside)


class ChangeRequest(models.Model):
    """Somebody sent a version back with a reason; from outside, `by` is empty."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="change_requests")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outside = models.ForeignKey(OutsideApprover, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    def __str__(self) -> str:
        return self.reason

    @property
    def who(self) -> str:
        return str(self.by or self.outside)


class Waiver(models.Model):
    """A named person lifted what a check blocks, for one version, with a reason. `check_name` is the check's own name
    and `about` what exactly it blocked (`Finding.about`)."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="waivers")
    check_name = models.CharField(max_length=40)
    about = models.CharField(max_length=200, default="", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "check_name", "about"], name="one_waiver_per_finding")
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.reason}"
