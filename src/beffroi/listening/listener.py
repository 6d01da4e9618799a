"""The listener process: one thread per stream, opened and closed as streams come and go."""

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections

from beffroi.listening.intake import listen
from beffroi.listening.models import Stream
from beffroi.listening.relay.carrying import carry, read_here_again
from beffroi.work.loop import BEAT, beat, farewell

log = logging.getLogger("beffroi.listening")

LOOK_AGAIN = 2.0  # seconds


def keep_listening(stop: threading.Event) -> None:
    """Listens to every stream until `stop` is set; a stream that is added meanwhile is heard within two seconds, and
    what is heard goes on being heard while the database is away."""
    read = carry if settings.NATS else read_here_again
    threads: dict[int, threading.Thread] = {}
    beat_at = -BEAT
    while not stop.is_set():
        for stream in _streams():
            if stream.pk not in threads or not threads[stream.pk].is_alive():
                threads[stream.pk] = threading.Thread(target=listen, args=(stream, stop, read), name=f"listen {stream}")
                threads[stream.pk].start()
        if time.monotonic() - beat_at >= BEAT:  # each is a write, at which every duty looks
            beat_at = time.monotonic()
            beat("listener")
        close_old_connections()
        stop.wait(LOOK_AGAIN)
    for thread in threads.values():
        thread.join(timeout=5)
    farewell("listener")


def _streams() -> list[Stream]:
    try:
        return list(Stream.objects.all())
    except Exception:
        log.exception("could not look for new streams; they are looked for again")
        return []
