"""The registered identity of each account, the alarms raised against it, and what people say and do then."""

from beffroi.guard.models.alarm import Alarm
from beffroi.guard.models.baseline import Baseline, Stale
from beffroi.guard.models.digest import SilenceDigest
from beffroi.guard.models.habits import Habits
from beffroi.guard.models.outside import CitizenReport, CitizensLine, PlatformMail
from beffroi.guard.models.peer import Peer
from beffroi.guard.models.playbook import PlaybookRun, Tick
from beffroi.guard.models.poll import ProfilePoll
from beffroi.guard.models.search import StrangerSearch
from beffroi.guard.models.surface import SurfaceCheck
from beffroi.guard.models.verdict import Verdict
from beffroi.guard.models.watching import Watching

__all__ = [
    "Alarm",
    "Baseline",
    "CitizenReport",
    "CitizensLine",
    "Habits",
    "Peer",
    "PlatformMail",
    "PlaybookRun",
    "ProfilePoll",
    "SilenceDigest",
    "Stale",
    "StrangerSearch",
    "SurfaceCheck",
    "Tick",
    "Verdict",
    "Watching",
]
