"""What people have said of the needs: in the journal, with who and when; the last word counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beffroi.access.models import Organisation, User
from beffroi.access.sealing import fingerprints
from beffroi.journal.models import Event, record
from beffroi.vocabulary import Sentence

FORGONE, AGAIN, KEY_KEPT = "NEED_FORGONE", "NEED_WANTED_AGAIN", "KEY_COPY_KEPT"


@dataclass(frozen=True, slots=True)
class Said:
    """One word of one person. `reason` and `circumstances` are those of a need that is forgone."""

    at: datetime
    by: str
    reason: str = ""
    circumstances: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statements:
    """`forgone` is by the key of the need. `key_kept` is the last one who said that a copy of the encryption key is
    kept elsewhere, `kept_key` of which key."""

    forgone: Mapping[str, Said]
    key_kept: Said | None = None
    kept_key: str = ""

    @classmethod
    def of(cls, organisation: Organisation) -> "Statements":
        about = {"subject_kind": Organisation._meta.label_lower, "subject_id": str(organisation.pk)}
        told = Event.objects.filter(organisation=organisation, verb__in=[FORGONE, AGAIN, KEY_KEPT], **about)
        forgone: dict[str, Said] = {}
        kept: tuple[Said | None, str] = (None, "")
        for event in told.select_related("actor").order_by("number"):
            said = _said(event)
            if event.verb == KEY_KEPT:
                kept = (said, event.detail.get("key", ""))
            elif event.verb == FORGONE:
                forgone[event.detail.get("need", "")] = said
            else:
                forgone.pop(event.detail.get("need", ""), None)
        return cls(forgone, *kept)

    @property
    def key_is_kept(self) -> bool:
        """Whether somebody said so of the key that seals now."""
        return self.kept_key == fingerprints()[0]


def forgo(
    organisation: Organisation,
    need: str,
    name: Sentence,
    *,
    reason: str,
    circumstances: Mapping[str, Any],
    by: User,
    now: datetime,
) -> None:
    """The need is not missed any more, until its circumstances are others."""
    said = {"need": need, "name": name.as_json(), "reason": reason, "circumstances": dict(circumstances)}
    record(FORGONE, organisation, organisation=organisation, actor=by, now=now, **said)


def want_again(organisation: Organisation, need: str, name: Sentence, *, by: User, now: datetime) -> None:
    """It is missed again, if it is not met."""
    record(AGAIN, organisation, organisation=organisation, actor=by, now=now, need=need, name=name.as_json())


def keep_key(organisation: Organisation, *, by: User, now: datetime) -> None:
    """`by` says that a copy of the key that seals now is kept elsewhere."""
    record(KEY_KEPT, organisation, organisation=organisation, actor=by, now=now, key=fingerprints()[0])


def _said(event: Event) -> Said:
    detail = event.detail
    return Said(event.at, str(event.actor or ""), detail.get("reason", ""), detail.get("circumstances") or {})
