"""What is planned, as the same table that can be imported."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.tables.planning import as_written, titles
from beffroi.engines.tables.sheet import write
from beffroi.engines.times.span import Span
from beffroi.engines.times.wallclock import beginning
from beffroi.publishing.importing import name_of
from beffroi.publishing.models import Draft

EXAMPLE_IN = timedelta(days=7)
COLUMNS = ("date", "time", "text", "accounts", "campaign", "language", "not_after")


def planning_as_file(organisation: Organisation, span: Span) -> bytes:
    """What stands in the calendar of `span`, and what waits without a date."""
    accounts = list(Account.objects.of(organisation))
    networks = sorted({account.network for account in accounts})
    named = titles(get_language() or "")
    head = [
        *(named[column] for column in COLUMNS),
        *(f"{named['text']}_{network}" for network in networks),
        named["state"],
    ]
    rows = (_row(draft, organisation, accounts, networks) for draft in _drafts(organisation, span))
    return write([head, *rows])


def example(organisation: Organisation, now: datetime) -> bytes:
    """Two rows to begin from, in a week."""
    accounts = list(Account.objects.of(organisation))
    handle = name_of(accounts[0], accounts) if accounts else "feurs"
    day = f"{(now + EXAMPLE_IN).astimezone(organisation.tz):%d/%m/%Y}"
    first = [day, "10:00", _("The library opens at ten tomorrow."), handle, _("Autumn"), "fr", "12:00"]
    second = [day, "14h30", _("The council meets tonight."), handle, "", "fr", ""]
    named = titles(get_language() or "")
    return write([[named[column] for column in COLUMNS], first, second])


def _drafts(organisation: Organisation, span: Span) -> Iterator[Draft]:
    zone = organisation.tz
    start, end = beginning(span.days[0], zone), beginning(span.days[-1] + timedelta(days=1), zone)
    at_its_time = Q(leave_at__gte=start, leave_at__lt=end)
    at_once = Q(leave_at=None, state="approved", publications__leave_at__gte=start, publications__leave_at__lt=end)
    waiting = Q(leave_at=None) & ~Q(state="approved")
    rows = Draft.objects.of(organisation).exclude(state="discarded").filter(at_its_time | at_once | waiting)
    rows = rows.prefetch_related("publications").order_by("leave_at", "pk").distinct()
    yield from rows.iterator(chunk_size=500)


def _row(draft: Draft, organisation: Organisation, accounts: Sequence[Account], networks: Sequence[str]) -> list[str]:
    version, zone = draft.latest, organisation.tz
    left = min((publication.leave_at for publication in draft.publications.all()), default=None)
    day, clock = as_written(at, zone) if (at := draft.leave_at or left) else ("", "")
    last = " ".join(as_written(draft.not_after, zone)) if draft.not_after else ""
    handles = ", ".join(name_of(account, accounts) for account in draft.accounts.all())
    campaign = draft.campaign.name if draft.campaign else ""
    plain = [day, clock, version.text, handles, campaign, version.lang, last]
    return [*plain, *(version.texts.get(network, "") for network in networks), draft.state]
