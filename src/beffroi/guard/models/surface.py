"""One place where people meet an account, read again and again until it shows what was registered."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop

from beffroi.access.models import User
from beffroi.engines.takeover.surfaces import Reading
from beffroi.guard.models.playbook import PlaybookRun
from beffroi.journal.moves import NotAllowed
from beffroi.vocabulary import Sentence
from beffroi.work.models import Due, DueQuerySet

STATES = ("unread", "wrong", "right", "unreadable", "by_hand")
NAMES = {
    "profile": gettext_noop("Its profile"),
    "feed": gettext_noop("Its posts"),
    "card": gettext_noop("The card of its page"),
    "search": gettext_noop("The search of the network"),
}


class SurfaceCheck(Due):
    """`said` is a Sentence: what the last reading found, or why it cannot be read. `unreadable`: the network cannot be
    asked, a person looks and says so (`by_hand`)."""

    run = models.ForeignKey(PlaybookRun, on_delete=models.CASCADE, related_name="surfaces")
    surface = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default="unread")
    said = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)  # a Sentence: why the last try read nothing
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "surface"], name="each_surface_once"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="known_surface_state"),
        ]
        indexes = [models.Index(fields=["due_at"], name="surface_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.surface} of {self.run}"

    @property
    def name(self) -> str:
        return gettext(NAMES[self.surface])

    def settle(self, reading: Reading, *, now: datetime) -> None:
        """What was read just now; the ledger is told when it became right or no longer is."""
        self._turn("right" if reading.right else "wrong", reading.said, now, read_at=now)

    def cannot_be_read(self, why: Sentence, *, now: datetime) -> None:
        """The network cannot be asked for it at all: nobody asks again, a person has to look."""
        self._turn("unreadable", why, now, due_at=None)

    def fail(self, trouble: Sentence) -> None:
        """Nothing was read this time; what was read before stands."""
        self.trouble = trouble.as_json()
        self.save(update_fields=["trouble"])

    def confirm(self, *, by: User, now: datetime) -> None:
        """A person looked, and says that it is right. Raises NotAllowed once the playbook is closed."""
        self.run.account.must_let(by, "judge alarms")
        with transaction.atomic():
            if not PlaybookRun.objects.open().filter(pk=self.run_id).exists():
                raise NotAllowed(f"{self.run} is closed")
            if self.state in ("right", "by_hand"):
                return
            self.state, self.seen_at, self.seen_by, self.due_at = "by_hand", now, by, None
            self.save(update_fields=["state", "seen_at", "seen_by", "due_at"])
            self.run.note("SURFACE_SEEN", by, now, surface=self._named())
            self.run.follow_surfaces(now=now)

    def ask_again(self, *, now: datetime) -> None:
        """A person wants it read now, not at the next round. Raises NotAllowed once the playbook is closed."""
        waiting = SurfaceCheck.objects.filter(pk=self.pk, run__closed_at=None).exclude(state="by_hand")
        if not waiting.update(due_at=now) and self.state != "by_hand":
            raise NotAllowed(f"{self.run} is closed")

    def _turn(self, state: str, said: Sentence, now: datetime, **changes: Any) -> None:
        """Unless a person has looked meanwhile, or the playbook was closed."""
        wanted = {"state": state, "said": said.as_json(), "trouble": {}, **changes}
        with transaction.atomic():
            live = SurfaceCheck.objects.filter(pk=self.pk, run__closed_at=None).exclude(state="by_hand")
            was = live.values_list("state", flat=True).first()
            if was is None or not live.update(**wanted):
                return
            if was != state:
                verb = {"right": "SURFACE_RIGHT", "wrong": "SURFACE_WRONG"}.get(state, "SURFACE_UNREADABLE")
                self.run.note(verb, None, now, surface=self._named(), said=said.as_json())
                self.run.follow_surfaces(now=now)
        for name, value in wanted.items():
            setattr(self, name, value)

    def _named(self) -> dict[str, object]:
        return Sentence(NAMES[self.surface]).as_json()
