"""An incident as it is told, on the page and in the reports: its episodes, its curve, its voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from beffroi.chronicle import scope
from beffroi.chronicle.curve import Curve, drawn, is_ours
from beffroi.chronicle.models import Entry, Incident
from beffroi.chronicle.states import EPISODES
from beffroi.directory.models import Account
from beffroi.journal.sentences import sentence, translated

FOLDED_FROM, UNFOLDED = 12, 8  # lines of an episode
SHORT = 12  # characters of a fingerprint, where it is only recognised


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words. `who` is empty for what nobody said on a network; `text` is what somebody wrote, as it is."""

    entry: Entry
    who: str
    name: str
    is_ours: bool
    said: str  # in the reader's language: what a ledger or a source says
    text: str
    lang: str
    address: str
    source: str

    @property
    def short_hash(self) -> str:
        return self.entry.sha256[:SHORT]


@dataclass(frozen=True, slots=True)
class Episode:
    key: str
    name: str | Promise
    lines: Sequence[Line]

    @property
    def first(self) -> Sequence[Line]:
        """What a page shows before somebody asks for more; all of it, if that is hardly more."""
        return self.lines if len(self.lines) <= FOLDED_FROM else self.lines[:UNFOLDED]

    @property
    def rest(self) -> Sequence[Line]:
        return self.lines[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice: how often it spoke, since when, and before how many."""

    handle: str
    name: str
    network_name: str
    posts: int
    first_at: datetime
    followers: int | None
    read_at: datetime | None
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Telling:
    incident: Incident
    title: str
    episodes: Sequence[Episode]
    curve: Curve
    voices: Sequence[Heard]
    kinds: Mapping[str, str | Promise]

    @property
    def early_minutes(self) -> int | None:
        """Whole minutes, at least one."""
        early = self.incident.early_by
        return None if early is None else max(1, round(early / 60))


def tell(incident: Incident, *, public: bool = False) -> Telling:
    """All there is to tell; `public`: the chosen entries only, and no voices."""
    ours = scope.own_accounts(incident)
    entries = list(incident.entries.told())
    shown = [entry for entry in entries if entry.is_public] if public else entries
    return Telling(
        incident=incident,
        title=translated(incident.title),
        episodes=_episodes(shown, ours),
        curve=drawn(incident, shown, ours),
        voices=[] if public else _voices(incident, ours),
        kinds=EPISODES,
    )


def _episodes(entries: Sequence[Entry], ours: Sequence[Account]) -> list[Episode]:
    lines = [line(entry, ours) for entry in entries]
    told = {key: [told for told in lines if told.entry.episode == key] for key in EPISODES}
    return [Episode(key, EPISODES[key], lines) for key, lines in told.items() if lines]


def line(entry: Entry, ours: Sequence[Account]) -> Line:
    return Line(entry=entry, is_ours=is_ours(entry, ours), **{**_NOTHING, **_SAID[entry.kind](entry)})


_NOTHING = {"who": "", "name": "", "said": "", "text": "", "lang": "", "address": "", "source": ""}


def _post(entry: Entry) -> dict[str, Any]:
    post = entry.post
    if post is None:
        return {"said": _("The archive no longer keeps this post."), "source": _("archived post")}
    who = {"who": f"@{post.author_handle}", "name": post.author_name or post.author_handle}
    return {**who, "text": post.text, "lang": post.lang, "address": _web(post.url), "source": _("archived post")}


def _event(entry: Entry) -> dict[str, Any]:
    if entry.event is None:
        return {}
    source = _("journal, line %(number)s") % {"number": entry.event.number}
    return {"said": sentence(entry.event), "source": source}


def _document(entry: Entry) -> dict[str, Any]:
    address = _web(str(entry.document.get("address", "")))
    return {"said": translated(entry.document), "address": address, "source": _("reading of a source")}


def _note(entry: Entry) -> dict[str, Any]:
    source = _("note by %(name)s") % {"name": entry.by.name} if entry.by else _("note")
    return {"text": entry.text, "source": source}


_SAID = {"post": _post, "event": _event, "document": _document, "text": _note}


def _web(address: str) -> str:
    """An address that may be followed; what somebody elsewhere wrote there could also be a script."""
    here = address.startswith("/") and not address.startswith("//")  # the fictional network of the demonstration
    return address if here or address.startswith(("https://", "http://")) else ""


def _voices(incident: Incident, ours: Sequence[Account]) -> list[Heard]:
    """Who spoke, the largest audience first, those without a known one in the order in which they came."""
    audiences = {(voice.network, voice.author_id): voice for voice in incident.voices.all()}
    own = {(account.network, account.native_id) for account in ours}
    called = {account.network: account.network_name for account in ours}
    found = []
    for told in _spoken(incident):
        whose = (told["network"], told["author_id"])
        voice = audiences.get(whose)
        found.append(
            Heard(
                handle=told["handle"],
                name=told["name"] or told["handle"],
                network_name=called.get(told["network"], told["network"]),
                posts=told["posts"],
                first_at=told["first_at"],
                followers=voice.followers if voice else None,
                read_at=voice.read_at if voice else None,
                is_ours=whose in own,
            )
        )
    return sorted(found, key=lambda heard: (-(heard.followers or -1), heard.first_at))


def _spoken(incident: Incident) -> Any:
    told = scope.posts(incident).order_by().values("network", "author_id")
    names = {"handle": Max("author_handle"), "name": Max("author_name")}
    return told.annotate(posts=Count("pk"), first_at=Min("published_at"), **names)
