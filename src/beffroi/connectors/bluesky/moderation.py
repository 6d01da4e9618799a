"""Hiding, blocking and reporting on Bluesky: two records in our own repository, and a word to its moderators.

A hidden answer is a line of the thread gate of our own post (app.bsky.feed.threadgate), a block a record of its own
(app.bsky.graph.block): https://docs.bsky.app/docs/tutorials/thread-gates
"""

from typing import TYPE_CHECKING, Any

from beffroi.connectors.bluesky import troubles
from beffroi.connectors.bluesky.records import written
from beffroi.connectors.contract import Measure, Refused, TryLater
from beffroi.connectors.values import at, identifier, items, words

if TYPE_CHECKING:
    from beffroi.connectors.bluesky.session import BlueskySession

BLOCK = "app.bsky.graph.block"
GATE = "app.bsky.feed.threadgate"
MOST_HIDDEN = 300  # of the lexicon
REASON = "com.atproto.moderation.defs#reasonRude"
LONGEST = 2000  # characters of a report: of the lexicon


def block(session: "BlueskySession", measure: Measure) -> None:
    record = {"$type": BLOCK, "subject": measure.author_id, "createdAt": written(measure.at)}
    session.procedure("com.atproto.repo.putRecord", {**_place(session, BLOCK, measure.key), "record": record})


def unblock(session: "BlueskySession", measure: Measure) -> None:
    session.procedure("com.atproto.repo.deleteRecord", _place(session, BLOCK, measure.key))


def hide(session: "BlueskySession", measure: Measure) -> None:
    gate, cid = _gate(session, measure)
    hidden = items(gate.get("hiddenReplies"))
    if measure.native_id in hidden:
        return
    if len(hidden) >= MOST_HIDDEN:
        raise Refused(troubles.TOO_MANY_HIDDEN)
    _put(session, {**gate, "hiddenReplies": [*hidden, measure.native_id]}, cid)


def show(session: "BlueskySession", measure: Measure) -> None:
    gate, cid = _gate(session, measure)
    hidden = items(gate.get("hiddenReplies"))
    if measure.native_id in hidden:
        _put(session, {**gate, "hiddenReplies": [each for each in hidden if each != measure.native_id]}, cid)


def report(session: "BlueskySession", measure: Measure) -> str:
    subject = {"$type": "com.atproto.repo.strongRef", "uri": measure.native_id, "cid": measure.version}
    said = {"reasonType": REASON, "reason": measure.reason[:LONGEST], "subject": subject}
    return identifier(session.procedure("com.atproto.moderation.createReport", said), "id")


def _gate(session: "BlueskySession", measure: Measure) -> tuple[dict[str, Any], str | None]:
    """The gate of our post as it stands, with whoever else it keeps out, and its version; None where there is none."""
    if measure.root.removeprefix("at://").partition("/")[0] != session.did:
        raise Refused(troubles.NOT_BELOW_OURS)
    key = measure.root.rpartition("/")[2]
    try:
        stored = session.query("com.atproto.repo.getRecord", repo=session.did, collection=GATE, rkey=key)
    except troubles.NotThere:
        return {"$type": GATE, "post": measure.root, "createdAt": written(measure.at)}, None
    return dict(at(stored, "value") or {}), words(stored, "cid")


def _put(session: "BlueskySession", gate: dict[str, Any], cid: str | None) -> None:
    """In the place of exactly what was read: what somebody else changed meanwhile is not lost."""
    place = _place(session, GATE, words(gate, "post").rpartition("/")[2])
    try:
        session.procedure("com.atproto.repo.putRecord", {**place, "record": gate, "swapRecord": cid})
    except troubles.AlreadyThere as trouble:
        raise TryLater(troubles.GATE_CHANGED, delivered=False) from trouble


def _place(session: "BlueskySession", collection: str, key: str) -> dict[str, Any]:
    return {"repo": session.did, "collection": collection, "rkey": key}
