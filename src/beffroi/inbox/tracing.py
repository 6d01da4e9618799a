"""The words that tell a citizen where their question is, in the language of the town."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from beffroi.access.dates import dated
from beffroi.inbox.models import Assignment, Case, StatusPage

LANGUAGE = "fr"


def trace_of(case: Case, *, page: StatusPage | None, here: str) -> str:
    """What is said in public of a case that a service has: which one, since which day, and where this can be followed.

    `here` is where the agent's own page stands. Raises AttributeError for a case that no service has.
    """
    handed = Assignment.objects.filter(case=case, team=case.team).order_by("-at", "-pk").first()
    since = (handed.at if handed else case.opened_at).astimezone(case.organisation.tz).date()
    with override(LANGUAGE):
        said = {"service": case.team, "day": dated(since, "l j F")}
        words = _(
            "Hello, your question was handed to the service “%(service)s” on %(day)s. It will get an answer here."
        )
        followed = _("Where it is: %(address)s") % {"address": address_of(page, here)} if page else ""
    return case.greeting + " ".join(part for part in (words % said, followed) if part)


def address_of(page: StatusPage, here: str) -> str:
    return urljoin(settings.PUBLIC_ADDRESS or here, reverse("case_status", args=[page.address]))
