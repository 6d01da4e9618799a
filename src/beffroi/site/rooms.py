"""The rooms of the tower, from the watch at the top to the archive below: the navigation of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Room:
    """`name` is the URL's name; `counter` the key of what waits there; `floor` draws a string course above;
    `cellar` is under the ground line."""

    name: str
    label: str | Promise = field(compare=False)  # it says something else in another language
    counter: str = ""
    floor: bool = False
    cellar: bool = False


@dataclass(frozen=True, slots=True)
class Storey:
    """A room as one page shows it."""

    room: Room
    href: str
    waiting: int
    is_current: bool


TODAY = Room("today", _("Today"), "today")
GUARD = Room("guard", _("Guard"), "guard", floor=True)
LISTENING = Room("listening", _("Listening"), "listening")
COMPOSE = Room("draft_new", _("Compose"), floor=True)
FACTS = Room("facts", _("Facts"), "facts")
CALENDAR = Room("calendar", _("Calendar"))
DRAFTS = Room("drafts", _("Drafts"), "drafts")
DEPARTURES = Room("departures", _("Departures"), "departures")
INBOX = Room("inbox", _("Inbox"), "inbox", floor=True)
THANKS = Room("thanks", _("With whom we talk"))
RANKINGS = Room("rankings", _("Rankings"))
DIRECTORY = Room("directory", _("Directory"))
CHRONICLE = Room("chronicle", _("Chronicle"), cellar=True)
JOURNAL = Room("journal", _("Journal"), cellar=True)
SETTINGS = Room("settings", _("Settings"), cellar=True)

TOWER = (
    TODAY,
    GUARD,
    LISTENING,
    COMPOSE,
    FACTS,
    CALENDAR,
    DRAFTS,
    DEPARTURES,
    INBOX,
    THANKS,
    RANKINGS,
    DIRECTORY,
    CHRONICLE,
    JOURNAL,
    SETTINGS,
)
PHONE_BAR = (TODAY, COMPOSE, INBOX, LISTENING, GUARD)
PHONE_MORE = (FACTS, CALENDAR, DRAFTS, DEPARTURES, THANKS, RANKINGS, DIRECTORY, CHRONICLE, JOURNAL, SETTINGS)


def storeys(rooms: Iterable[Room], path: str, waiting: Mapping[str, int]) -> list[Storey]:
    """The rooms that exist, each with what waits in it; the one that `path` is in is current."""
    doors = {room: href for room in TOWER if (href := door(room))}
    here = current(doors, path)
    return [Storey(room, doors[room], waiting.get(room.counter) or 0, room == here) for room in rooms if room in doors]


def current(doors: Mapping[Room, str], path: str) -> Room | None:
    """The room with the longest address that begins `path`; the root address is a room of its own only."""
    inside = [room for room, href in doors.items() if path == href or (href != "/" and is_under(path, href))]
    return max(inside, key=lambda room: len(doors[room]), default=None)


def is_under(path: str, href: str) -> bool:
    return path.startswith(href.rstrip("/") + "/")


def door(room: Room) -> str:
    """The room's address, or "" when this installation does not have it."""
    try:
        return reverse(room.name)
    except NoReverseMatch:
        return ""
