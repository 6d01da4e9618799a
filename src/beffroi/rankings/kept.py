"""What is kept of the activity of official accounts."""

from django.utils.translation import gettext_lazy as _

from beffroi.keeping.kinds import Kind
from beffroi.rankings.models.observed import KEPT

KINDS = [
    Kind(
        "rankings.counterparts",
        name=_("With whom ranked accounts spoke"),
        why=_("To count exchanges over a year, once for each person."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
        days=KEPT.days,
    ),
]
