"""The registered identity of each account, the alarms raised against it, and the verdicts of people."""

from beffroi.guard.models.alarm import Alarm
from beffroi.guard.models.baseline import Baseline
from beffroi.guard.models.digest import SilenceDigest
from beffroi.guard.models.playbook import PlaybookRun, Tick
from beffroi.guard.models.poll import ProfilePoll
from beffroi.guard.models.surface import SurfaceCheck
from beffroi.guard.models.verdict import Verdict

__all__ = ["Alarm", "Baseline", "PlaybookRun", "ProfilePoll", "SilenceDigest", "SurfaceCheck", "Tick", "Verdict"]
