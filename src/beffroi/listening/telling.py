"""Tells people of an alert that rang: which of them, and in which words."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.listening.models import Alert, Mute, Policy
from beffroi.notify.models import Message, Watch
from beffroi.notify.telling import page_of, tell, was_called
from beffroi.vocabulary import Sentence

LEASE = timedelta(minutes=1)
WORDS = 100  # characters of the latest post: as much as an SMS has room for
ONE = gettext_noop("{search}: one post. “{words}”")
SOME = gettext_noop("{search}: {found} posts. The latest: “{words}”")
MANY = gettext_noop("{search}: {posts} posts in {minutes} minutes. The latest: “{words}”")
GATHERED = gettext_noop("{search}: {posts} posts since the last digest. The latest: “{words}”")
SPIKE = gettext_noop("{search}: {posts} in the last hour, usually {usual}. The latest: “{words}”")
SPIKE_IN_SILENCE = gettext_noop("{search}: {posts} in the last hour, usually none. The latest: “{words}”")


def tell_of(alert: Alert, now: datetime) -> bool:
    """Tells people of one due alert; says whether anybody was told. At least once: who dies between the claim and the
    commit leaves a row that comes due again, and no message."""
    if not Alert.objects.claim(alert, until=now + LEASE):
        return False
    with transaction.atomic():
        still = Alert.objects.select_related("search__organisation").get(pk=alert.pk)
        muted = Mute.objects.standing(now).of_the_search().filter(search=still.search).exists()
        if muted:
            alert.settle(None)
            return False
        written, again_at = _tell(still, now)
        alert.settle(again_at)
    return bool(written)


def _tell(alert: Alert, now: datetime) -> tuple[list[Message], datetime | None]:
    """The messages, and when it is told again because nobody could be called now.

    In the quiet hours of the search only who is on call is told, and at once; where nobody is, or the call rang
    nowhere, everybody is told when they end.
    """
    policy, organisation = Policy.of(alert.search), alert.search.organisation
    said: dict[str, Any] = {"body": body_of(alert), "link": _link(alert), "now": now, "about": alert}
    everybody_at = policy.calls_everybody_at(now)
    if everybody_at <= now:
        if was_called(alert, since=alert.rung_at or alert.opened_at):
            return [], None
        return tell(organisation, "search_alert", urgent=policy.is_urgent, **said), None
    on_call = [watch.user for watch in Watch.objects.of(organisation).at(now)]
    written = tell(organisation, "search_alert", who=on_call, urgent=True, **said) if on_call else []
    return written, everybody_at  # nobody knows yet whether the call gets through


def body_of(alert: Alert) -> Sentence:
    """Which search, how many, and the first words of the latest post."""
    matches = alert.matches.select_related("post")
    latest, found = matches.order_by("-at", "-pk").first(), matches.count()
    words = " ".join(latest.post.text.split()) if latest else ""
    words = words if len(words) <= WORDS else words[: WORDS - 1].rstrip() + "…"
    values = {"search": alert.search.name, "words": words, "found": found, **alert.reason.get("values", {})}
    return Sentence(_sentence(alert, found), values)


def _sentence(alert: Alert, found: int) -> str:
    values = alert.reason.get("values", {})
    if alert.rings == "spike":
        return SPIKE if "usual" in values else SPIKE_IN_SILENCE
    if alert.rings == "threshold":
        return MANY
    if alert.rings == "digest" and values:
        return GATHERED
    return ONE if found == 1 else SOME


def _link(alert: Alert) -> str:
    page = page_of("listening")
    return f"{page}#alert-{alert.pk}" if page else ""
