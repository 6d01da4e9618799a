"""Tells people of an alert that rang: which of them, and in which words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.journal.counted import counted
from beffroi.listening.models import Alert, Mute, Policy
from beffroi.notify.models import Message, Watch
from beffroi.notify.telling import page_of, tell, was_called
from beffroi.vocabulary import Sentence

LEASE = timedelta(minutes=1)
WORDS = 100  # characters of the latest post: as much as an SMS has room for
SOME = counted("{search}: one post. “{words}”", "{search}: {found} posts. The latest: “{words}”", "found")
MANY = counted(
    "{search}: one post in {minutes} min. “{words}”",
    "{search}: {posts} posts in {minutes} min. The latest: “{words}”",
    "posts",
)
GATHERED = gettext_noop("{search}: {posts} posts since the last digest. The latest: “{words}”")  # of one: SOME
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
    return _sentence(alert, values)


def _sentence(alert: Alert, values: Mapping[str, Any]) -> Sentence:
    if alert.rings == "spike":
        return Sentence(SPIKE if "usual" in values else SPIKE_IN_SILENCE, values)
    if alert.rings == "threshold":
        return MANY.kept(values)
    if alert.rings == "digest" and values.get("posts", 1) > 1:
        return Sentence(GATHERED, values)
    return SOME.kept(values)


def _link(alert: Alert) -> str:
    page = page_of("listening")
    return f"{page}#alert-{alert.pk}" if page else ""
