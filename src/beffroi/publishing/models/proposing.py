"""Drafts that an incident proposes, in words to be changed and agreed like any other: a correction of what was
announced too early, and a statement about an account of ours that is in somebody else's hands."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beffroi.access.models import Organisation, User
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.early import EarlyPost


def correction(early: EarlyPost, *, by: User, now: datetime) -> Draft:
    """It answers the faulty post, from the same account."""
    account, at = early.incident.account, localtime(early.post.published_at)
    words = _("Our message of %(time)s left too early: it is not so yet. We apologise, and will tell you when it is.")
    return Draft.begin(
        organisation=early.incident.organisation,
        by=by,
        accounts=[account] if account else [],
        text=words % {"time": f"{at:%H:%M}"},
        in_reply_to=early.post,
        now=now,
    )


def takeovers(organisation: Organisation) -> QuerySet[Incident]:
    """The incidents of which a statement can tell: those of an account in other hands."""
    return Incident.objects.of(organisation).filter(kind="alarm", account__isnull=False)


def others_than(account: Account | None, organisation: Organisation) -> list[Account]:
    """Those that may speak of it."""
    speaking = Account.objects.of(organisation).speaking()
    return list(speaking.exclude(pk=account.pk) if account else speaking)


def statement(
    account: Account, incident: Incident, others: list[Account], *, by: User, now: datetime
) -> tuple[Draft, bool]:
    """On `others`, about `account`; and whether it is new: pressed twice there is one."""
    text = _words(account, incident.started_at)
    return Draft.begin_once(organisation=incident.organisation, by=by, accounts=others, text=text, now=now)


def _words(account: Account, since: datetime) -> str:
    """What is certain, and nothing more: since when, and what people should do. Other words once it may speak again."""
    said = {
        "handle": account.handle,
        "network": account.network_name,
        "time": date_format(localtime(since), "j F, H:i"),
    }
    if account.freeze_now is None:
        back = _("Our account @%(handle)s on %(network)s is back in our hands. What it said since %(time)s was not us.")
        return back % said
    gone = _(
        "Our account @%(handle)s on %(network)s has not been in our hands since %(time)s. What it says is not from us: "
        "do not answer it and open none of its links. We are at work on it and will tell you here."
    )
    return gone % said
