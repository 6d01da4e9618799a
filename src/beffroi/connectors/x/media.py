"""Images go to X ahead of the post: initialize, append in pieces, finalize, wait until X has worked on them."""

import time
from collections.abc import Callable
from urllib.parse import quote

from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.values import at, words
from beffroi.connectors.x import troubles
from beffroi.connectors.x.session import Json, XSession
from beffroi.vocabulary import Media

PIECE = 1024 * 1024  # bytes
LOOKS = 5
LONGEST_WAIT = 2.0  # seconds between two looks: a post that is being sent is waited for

Pause = Callable[[float], None]


def upload(session: XSession, media: Media, *, pause: Pause = time.sleep) -> str:
    """The id under which X keeps the image, described for those who do not see it."""
    content = media.content or b""
    kind = "tweet_gif" if media.mime == "image/gif" else "tweet_image"
    about = {"media_type": media.mime, "media_category": kind, "total_bytes": len(content)}
    media_id = words(session.call("POST", "/2/media/upload/initialize", json=about), "data", "id")
    if not media_id:
        raise TryLater(troubles.NOT_UNDERSTOOD, delivered=False)
    place = f"/2/media/upload/{quote(media_id, safe='')}"
    for number, start in enumerate(range(0, len(content), PIECE)):
        piece = {"media": ("media", content[start : start + PIECE], media.mime)}
        session.call("POST", f"{place}/append", data={"segment_index": str(number)}, files=piece)
    wait_until_ready(session, media_id, session.call("POST", f"{place}/finalize"), pause)
    if media.alt:
        described = {"id": media_id, "metadata": {"alt_text": {"text": media.alt}}}
        session.call("POST", "/2/media/metadata", json=described)
    return media_id


def wait_until_ready(session: XSession, media_id: str, answer: Json, pause: Pause) -> None:
    """Returns when X has worked on the image. Most need no work: X then says nothing of it."""
    for _ in range(LOOKS):
        match words(answer, "data", "processing_info", "state"):
            case "" | "succeeded":
                return
            case "failed":
                raise Refused(troubles.IMAGE_FAILED)
        asked = at(answer, "data", "processing_info", "check_after_secs")
        pause(min(LONGEST_WAIT, asked) if isinstance(asked, int) and asked > 0 else 1.0)
        answer = session.call("GET", "/2/media/upload", params={"media_id": media_id, "command": "STATUS"})
    if words(answer, "data", "processing_info", "state") not in ("", "succeeded"):
        raise TryLater(troubles.STILL_WORKING, delivered=False)
