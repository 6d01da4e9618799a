"""The live stream: who may hear, what is heard, and that nothing is missed while a tab sleeps."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from beffroi.access.models import Membership, Organisation
from beffroi.journal.models import Chain, record
from beffroi.site import live as reading
from beffroi.site.live import JOURNAL, REPLAY, SALT, live, ticket
from tests.cast import Feurs

pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """An open page: an ASGI connection to /live/ whose messages are collected."""

    def __init__(self, given: str, after: str = "") -> None:
        headers = [(b"last-event-id", after.encode())] if after else []
        self.scope = {"type": "http", "path": "/live/", "query_string": f"ticket={given}".encode(), "headers": headers}
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def message(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.sent.get(), timeout=10)

    async def news(self) -> tuple[str, dict[str, str]]:
        """The next message that says something: its id and its data."""
        while not (body := (await self.message())["body"].decode()).startswith("id:"):
            pass
        fields = dict(line.split(": ", 1) for line in body.strip().splitlines()[:2])
        return fields["id"], json.loads(fields["data"])


def on(page: Page, story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def told() -> None:
        stream = asyncio.create_task(live(page.scope, page.receive, page.sent.put))
        try:
            await story()
        finally:
            page.gone.set()
            await stream

    elsewhere(told())


def elsewhere(story: Coroutine[Any, Any, None]) -> None:
    """A browser test may have left its own loop running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(story)).result()


def happen(feurs: Feurs) -> None:
    record("ACCOUNT_THAWED", feurs.account, organisation=feurs.organisation, now=timezone.now(), account="@feurs")


def founded(organisation: Organisation) -> None:
    record("ORGANISATION_FOUNDED", organisation, organisation=organisation, now=timezone.now())


async def meanwhile(act: Callable[[], object]) -> None:
    """As another process would do it, on a connection of its own."""

    def done() -> None:
        act()
        connection.close()

    await asyncio.to_thread(done)


def end_of(organisation: Organisation) -> int:
    return Chain.objects.get(organisation=organisation).number


def ticket_of(feurs: Feurs) -> str:
    """Of a page that shows all that has happened so far."""
    return ticket(Membership.objects.get(user=feurs.driss), end_of(feurs.organisation))


def test_a_page_hears_which_room_changed(feurs: Feurs) -> None:
    page = Page(ticket_of(feurs))

    async def story() -> None:
        assert (await page.message())["status"] == 200
        assert (await page.message())["body"] == b": open\n\n"
        await meanwhile(lambda: happen(feurs))
        assert (await page.news())[1] == {"topic": "directory"}

    on(page, story)


def test_a_page_hears_what_happened_while_its_stream_was_being_opened(feurs: Feurs) -> None:
    given = ticket_of(feurs)
    happen(feurs)
    page = Page(given)

    async def story() -> None:
        assert (await page.message())["status"] == 200
        assert (await page.news())[1] == {"topic": "directory"}

    on(page, story)


def test_a_page_goes_on_hearing_after_the_database_was_away(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    page, asked = Page(ticket_of(feurs)), []
    found = reading._events

    def away_once(after: dict[int, int]) -> list[tuple[int, int, str]]:
        asked.append(after)
        if len(asked) == 1:
            raise OperationalError("the connection is lost")
        return found(after)

    monkeypatch.setattr(reading, "_events", away_once)

    async def story() -> None:
        assert (await page.message())["status"] == 200
        while not asked:
            await asyncio.sleep(0.05)
        await meanwhile(lambda: happen(feurs))
        assert (await page.news())[1] == {"topic": "directory"}

    on(page, story)


def test_a_stream_that_could_not_be_opened_is_not_counted(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(organisation: int, after: int) -> list[tuple[int, str]]:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(reading, "_missed", away)
    page = Page(ticket_of(feurs))
    with pytest.raises(OperationalError):
        elsewhere(live(page.scope, page.receive, page.sent.put))
    assert JOURNAL.open == 0


def test_more_pages_open_at_once_than_the_process_has_connections(feurs: Feurs) -> None:
    """On a machine with many cores the loop has more threads than the pool has connections for all its work."""
    pages = [Page(ticket_of(feurs)) for _ in range(24)]

    async def story() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(len(pages)))
        streams = [asyncio.create_task(live(page.scope, page.receive, page.sent.put)) for page in pages]
        for page in pages:
            assert (await page.message())["status"] == 200
            page.gone.set()
        await asyncio.gather(*streams)

    elsewhere(story())


def test_every_page_of_the_desk_says_what_it_shows(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.driss)
    page = client.get("/inbox").content.decode()
    given = page.partition('name="beffroi-live" content="')[2].partition('"')[0]
    assert signing.loads(given, salt=SALT)["heard"] == end_of(feurs.organisation) > 0


def test_after_a_long_sleep_every_room_that_changed_is_told(feurs: Feurs) -> None:
    heard = end_of(feurs.organisation)
    for _time in range(REPLAY):
        happen(feurs)
    founded(feurs.organisation)
    page = Page(ticket_of(feurs), after=str(heard))

    async def story() -> None:
        await page.message()
        await page.message()
        told = (await page.message())["body"].decode()
        assert [json.loads(line[6:])["topic"] for line in told.splitlines() if line[:6] == "data: "] == [
            "directory",
            "access",
        ]

    on(page, story)


def test_a_page_that_slept_hears_what_it_missed(feurs: Feurs) -> None:
    heard = end_of(feurs.organisation)
    happen(feurs)
    page = Page(ticket_of(feurs), after=str(heard))

    async def story() -> None:
        assert (await page.message())["status"] == 200
        assert (await page.news())[0] == str(heard + 1)

    on(page, story)


def test_nobody_hears_another_organisation(feurs: Feurs) -> None:
    another = Organisation.objects.create(name="Ailleurs")
    page = Page(ticket(another.admit(feurs.eve, "owner"), 0))

    async def story() -> None:
        await page.message()
        await meanwhile(lambda: happen(feurs))
        await meanwhile(lambda: founded(another))
        assert (await page.news())[1] == {"topic": "access"}

    on(page, story)


@pytest.mark.parametrize(
    "given",
    ["", "forged", signing.dumps({"user": 1, "organisation": 1}, salt="another")],
    ids=["none", "forged", "another"],
)
def test_a_forged_ticket_opens_nothing(given: str, feurs: Feurs) -> None:
    page = Page(given)

    async def story() -> None:
        assert (await page.message())["status"] == 204

    on(page, story)


def test_a_ticket_that_is_no_text_opens_nothing(feurs: Feurs) -> None:
    page = Page("")
    page.scope["query_string"] = b"ticket=\xff"

    async def story() -> None:
        assert (await page.message())["status"] == 204

    on(page, story)


def test_a_ticket_dies_with_the_membership(feurs: Feurs) -> None:
    given = ticket_of(feurs)
    feurs.driss.memberships.all().delete()
    page = Page(given)

    async def story() -> None:
        assert (await page.message())["status"] == 204

    on(page, story)


def test_the_ticket_says_who_reads_and_nothing_else(feurs: Feurs) -> None:
    said = signing.loads(ticket_of(feurs), salt=SALT)
    assert said == {
        "user": feurs.driss.pk,
        "organisation": feurs.organisation.pk,
        "heard": end_of(feurs.organisation),
    }
