"""The work of `beffroi announce`: which of these posts announce an accomplished fact, from stream to stream.

A post is one line of JSON with its text in `text` or `x`, and perhaps `lang`. Each is written again on one line, at
once, in the same order, with `announces`, and `kind`, `span` and `subject` of its first announcement, else null. Needs
no database and no settings.
"""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO, TextIO

from beffroi.engines.announce import announcements
from beffroi.site.commands.jsonlines import Complaints, Unreadable, let_go, read_json
from beffroi.site.terminal import gettext as _


def run(posts: BinaryIO, out: TextIO, complaints: TextIO) -> int:
    """Writes every post with its verdict to `out` and whatever was wrong to `complaints`; gives back the exit status.

    A line that cannot be read is reported with its number and counted, has no line in `out`, and the work goes on:
    status 0, as when the reader of `out` goes away.
    """
    try:
        _judge(posts, out, Complaints(complaints))
    except BrokenPipeError:
        let_go(out)
    return 0


def _judge(posts: Iterable[bytes], out: TextIO, complaints: Complaints) -> None:
    for number, line in enumerate(posts, start=1):
        try:
            told = told_of(line)
        except Unreadable as reason:
            complaints.note(number, str(reason))
            continue
        if told:
            out.write(told + "\n")
            out.flush()  # whoever reads a live stream behind us wants the verdict now
    complaints.sum_up()


def told_of(line: bytes) -> str:
    """The line with what it announces; empty for a blank one. Raises Unreadable."""
    post = read_json(line)
    if post is None:
        return ""
    if not isinstance(post, dict):
        raise Unreadable(_("This is not a JSON object."))
    verdict = _verdict(post)
    try:
        return json.dumps({**post, **verdict})
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This object is nested too deeply.")) from error


def _verdict(post: dict[str, Any]) -> dict[str, Any]:
    text, lang = post.get("text"), post.get("lang")
    if not isinstance(text, str):
        text = post.get("x")
    if not isinstance(text, str):
        raise Unreadable(_("This post has no text: neither `text` nor `x` is one."))
    found = announcements(text, lang if isinstance(lang, str) else "")
    if not found:
        return {"announces": False, "kind": None, "span": None, "subject": None}
    first = found[0]
    return {
        "announces": True,
        "kind": first.kind,
        "span": [first.start, first.end],
        "subject": first.subject or None,
    }
