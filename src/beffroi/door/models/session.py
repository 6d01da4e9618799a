"""Where a person is signed in: one row per session, so that they see it and can end it."""

import re
from datetime import datetime
from typing import Self

from django.contrib.sessions.models import Session
from django.db import models, transaction

from beffroi.access.models import User
from beffroi.door.means import MEANS
from beffroi.door.models.ledger import note

BROWSERS = (  # the first that fits: most browsers also say that they are another one
    ("Firefox", re.compile(r"Firefox/")),
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/")),
    ("Safari", re.compile(r"Safari/")),
)
SYSTEMS = (
    ("Android", re.compile(r"Android")),
    ("iPhone", re.compile(r"iPhone|iPad")),
    ("Windows", re.compile(r"Windows")),
    ("macOS", re.compile(r"Mac OS X")),
    ("Linux", re.compile(r"Linux")),
)


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    def open(self, now: datetime) -> Self:
        living = Session.objects.filter(session_key=models.OuterRef("session_key"), expire_date__gt=now)
        return self.filter(models.Exists(living))

    def ended(self, now: datetime) -> Self:
        return self.exclude(pk__in=self.open(now).values("pk"))


class OpenSession(models.Model):
    """`session_key` is that of the session's row, which is a digest (`session_store.py`). `device` says what a person
    needs to recognise it and no more: no address, no version."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    means = models.CharField(max_length=20)
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OpenSessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"session of {self.user_id}"

    @classmethod
    def begin(cls, user: User, session_key: str, *, means: str, browser: str, now: datetime) -> "OpenSession":
        """`browser` is what the browser says of itself (its User-Agent)."""
        kept = {"means": means, "device": device_of(browser), "began_at": now, "seen_at": now}
        return cls.objects.create(user=user, session_key=session_key, **kept)

    @classmethod
    def revoke(cls, sessions: "models.QuerySet[OpenSession]", user: User, *, by: User | None, now: datetime) -> int:
        """Ends these sessions of `user` at once, however many they are; how many they were."""
        keys = list(sessions.filter(user=user).values_list("session_key", flat=True))
        if not keys:
            return 0
        with transaction.atomic():
            Session.objects.filter(session_key__in=keys).delete()
            cls.objects.filter(session_key__in=keys).delete()
            note("SESSIONS_REVOKED", user, now=now, by=by, count=len(keys), name=user.name)
        return len(keys)

    @property
    def means_said(self) -> str:
        return MEANS.get(self.means, self.means)


def device_of(browser: str) -> str:
    """ "Firefox · Windows"; empty for a browser that says nothing known."""
    found = [next((name for name, looks in known if looks.search(browser)), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))
