"""No act of a person without an event: every POST of every test of the pages is watched.

A POST that was taken and changed a row wrote an event in the journal, or its page stands below with the reason.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
NO_ACT = {  # tables in which nobody decides anything
    "django_session": "who is signed in on which device",
    "work_heartbeat": "signs of life",
    "notify_pushkey": "the installation's own key, made when it is first needed",
    "door_attempt": "how often somebody was wrong lately",
    "door_opensession": "where somebody is signed in; that a session is ended for them is written down",
    "access_apitoken": "a token's calls are counted; that it is made and revoked is watched in tests/site/test_api.py",
    "access_keptanswer": "what a program was told, for the same call made again",
}
WITHOUT_AN_EVENT = {  # pages that change a row and decide nothing
    "confirmation": "a person shows once more who they are",
    "draft_autosave": "a working copy, until its writer saves it",
    "draft_new_autosave": "the same",
    "draft_forgetting": "the same, thrown away",
    "draft_new_forgetting": "the same, thrown away",
    "feed_hub": "a machine tells us that a feed changed",
    "join": "the invitation is written down; the password is its owner's alone",
    "sign_in": "the last sign-in of a person",
    "notification_test": "a message to oneself, to see whether it comes",
    "webhook_test": "a call to a program of ours, to see whether it comes",
    "profile_reading": "asks for one more look; what it finds is written down",
    "api:read_profile_now": "the same, by a program",
    "api:look_at_proofs": "as official_look, by a program",
    "api:test_webhook": "as webhook_test, by a program",
    "api:call_webhook_again": "as webhook_again, by a program",
    "api:look_at_surface": "asks for one more look; what a person saw is written down",
    "api:read_source_now": "as fact_source_reading, by a program",
    "api:read_feed_now": "as feed_reading, by a program",
    "official_look": "asks for one more look at a proof; what it finds is written down",
    "case_elsewhere_autosave": "a working copy, until its writer saves it",
    "case_writing": "who is writing just now",
    "incoming_door": "a program calls, and no member; the case that it opens is written down",
    "webhook_again": "the same call once more, under its own id",
    "citizens_line": "anybody, and no member: what rings of it is written down",
    "citizens_line_switch": "closing what was never open makes its row; opening and closing are written down",
    "witness": "opening the link ties it to the browser; the word that is given is written down",
    "scene_look": "the demonstration, which is nobody's organisation",
    "scene_act": "the same",
    "demonstration_visit": "the same",
}
LOOKED_AT: set[str] = set()


class Silent(AssertionError):
    """A page changed a row and wrote nothing in the journal."""


@contextmanager
def watched() -> Iterator[None]:
    real = Client.request

    def request(self: Client, **asked: Any) -> Any:
        if asked.get("REQUEST_METHOD") != "POST":
            return real(self, **asked)
        written: set[str] = set()
        with connection.execute_wrapper(_noting(written)):
            answer = real(self, **asked)
        name = getattr(getattr(answer, "resolver_match", None), "view_name", "") or ""
        if answer.status_code < 400 and (found := written - set(NO_ACT)):
            LOOKED_AT.add(name)
            if "journal_event" not in found and name not in WITHOUT_AN_EVENT:
                if gathered := os.environ.get("SILENT"):
                    with Path(gathered).open("a") as file:
                        file.write(f"{name} {sorted(found)}\n")
                else:
                    raise Silent(f"{name} wrote into {sorted(found)} and said nothing in the journal")
        return answer

    Client.request = request  # type: ignore[method-assign]
    try:
        yield
    finally:
        Client.request = real  # type: ignore[method-assign]


def _noting(written: set[str]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if (found := WRITES.match(sql)) and (sql[:6].upper() == "INSERT" or context["cursor"].rowcount != 0):
            written.add(found[1].lower())
        return done

    return note
