"""The registered identity of each account, the alarms raised against it, and the verdicts of people."""

from beffroi.guard.models.alarm import Alarm
from beffroi.guard.models.baseline import Baseline, Stale
from beffroi.guard.models.habits import Habits
from beffroi.guard.models.poll import ProfilePoll
from beffroi.guard.models.verdict import Verdict
from beffroi.guard.models.watching import Watching

__all__ = ["Alarm", "Baseline", "Habits", "ProfilePoll", "Stale", "Verdict", "Watching"]
