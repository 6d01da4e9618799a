"""The afternoon on which a ministry's account announced a vote half an hour too early; all names are invented."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.archive.models import Post
from beffroi.chronicle.duties import gather_open, read_voices
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.vocabulary import Sentence
from tests.cast import Feurs, connect, minutes
from tests.chronicle.posts import mention, seen

AT_15 = datetime(2026, 10, 14, 13, 0, tzinfo=UTC)  # three o'clock in Paris
FAULTY = AT_15 + minutes(15)
EVENING = AT_15 + minutes(240)
TITLE = Sentence("{account} announced an adoption that had not taken place", {"account": "@feurs"})


@dataclass
class Afternoon:
    faulty: Post
    first: Post
    apology: Post
    reply: Post
    minister: Account


def play(feurs: Feurs) -> Afternoon:
    """15:15 the faulty post, 15:18 the first reaction, then the spread, 15:40 the apology, 15:52 the minister."""
    feurs.sandbox.rename("feurs", "Ministère du Logement", followers=5400)
    feurs.sandbox.join("ministre", "La ministre", followers=162_000)
    senator = feurs.sandbox.join("vasseur", "Hélène Vasseur, sénatrice", followers=21_300)
    minister = connect(feurs.organisation, feurs.sandbox, "ministre", by=feurs.ana)
    us = feurs.account.native_id
    ministry: dict[str, Any] = {"by": us, "handle": "feurs", "name": "Ministère du Logement"}
    faulty = seen("f", "Le Sénat a adopté l’article premier !", **ministry, at=FAULTY)
    against: dict[str, Any] = {"by": senator, "handle": "vasseur", "name": "Hélène Vasseur, sénatrice"}
    first = seen("a", "Le vote n’a pas eu lieu.", **against, at=FAULTY + minutes(3), in_reply_to=faulty)
    _spread(feurs.account, faulty)
    sorry = "Toutes nos excuses : notre message est parti trop tôt."
    apology = seen("s", sorry, **ministry, at=FAULTY + minutes(25), in_reply_to=faulty)
    defence = "Un agent qui suit les débats à distance s’est trompé. C’est réparé."
    herself: dict[str, Any] = {"by": minister.native_id, "handle": "ministre", "name": "La ministre"}
    reply = seen("r", defence, **herself, at=FAULTY + minutes(37), in_reply_to=faulty)
    return Afternoon(faulty, first, apology, reply, minister)


def _spread(account: Account, faulty: Post) -> None:
    """One post a minute from 15:19, six a minute from 15:27, one in two minutes from 15:41; some only mention us."""
    moments = [FAULTY + minutes(4 + n) for n in range(8)]
    moments += [FAULTY + minutes(12) + timedelta(seconds=10 * n) for n in range(14 * 6)]
    moments += [FAULTY + minutes(26 + 2 * n) for n in range(12)]
    for n, at in enumerate(moments):
        inside = n % 3 > 0
        post = seen(f"s{n}", f"Message {n}", by=f"voice-{n % 60}", at=at, in_reply_to=faulty if inside else None)
        if not inside:
            mention(account, post, now=at)


def told(feurs: Feurs) -> tuple[Incident, Afternoon]:
    """The afternoon with its incident, gathered for in the evening, its audiences read."""
    afternoon = play(feurs)
    incident = Incident.open(
        feurs.organisation, kind="too_early", title=TITLE, post=afternoon.faulty, now=FAULTY + minutes(1)
    )
    gather_open(EVENING)
    read_voices(EVENING)
    incident.set_early_by(minutes(30))
    return Incident.objects.get(pk=incident.pk), afternoon
