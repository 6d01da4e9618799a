"""A mention is written on a real Bluesky server: when is it on the open page, and do two hundred agents hear it?"""

import asyncio
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench.chatter import sentence
from bench.machine import load
from bench.product import Memory, Product
from bench.settled import SETTLED, tables
from tests.network.far_side import Network, TestAccount
from tests.network.servers import bluesky_network

PASSWORD = "a-long-enough-password"
EMAIL = "driss@feurs.example"
AUTHORS = 10
GAP = (0.3, 1.3)  # seconds between two mentions
AGENTS_GAP = 2.0  # seconds between two mentions that all agents hear
PATIENCE = 60.0  # seconds: what is not shown by then never is
QUIET = 10.0  # seconds
BREATH = 0.15  # seconds that live.js gathers messages before it wakes the page
FETCHES = 2  # mentions after which every agent's page fetches itself again
FETCHED_WITHIN = 60.0  # seconds
NOTHING = Memory(0, 0, 0.0, 0.0)
WATCH = """() => {
  window.seenAt = {};
  const look = () => {
    for (const word of document.querySelector('main').innerText.match(/\\bmot\\d{4}x/g) ?? []) {
      window.seenAt[word] ??= Date.now();
    }
  };
  const all = {childList: true, subtree: true, characterData: true};
  new MutationObserver(look).observe(document.querySelector('main'), all);
}"""


@dataclass(slots=True)
class Mentions:
    """Moments of the wall clock, in seconds since 1970, by the mention's own word."""

    written: dict[str, float] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Agents:
    """Seconds from the writing; `heard` by the mention's word, one for each stream that heard it."""

    agents: int
    gap: float = AGENTS_GAP
    heard: dict[str, list[float]] = field(default_factory=dict)
    fetches: int = FETCHES
    fetched: list[float] = field(default_factory=list)
    unfetched: int = 0
    before: Memory = NOTHING
    after: Memory = NOTHING
    cpu_quiet: float = 0.0
    cpu_busy: float = 0.0
    cpu_fetching: float = 0.0
    loads: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """The running product with one account on the network, and ten people who may speak to it."""

    product: Product
    network: Network
    account: TestAccount
    people: list[TestAccount]

    def mention(self, word: str, nth: int, chance: random.Random) -> None:
        self.people[nth % len(self.people)].post(f"{word} {sentence(chance)}", mention=self.account)


def mentions(number: int) -> Mentions:
    from tests.browser.screens import chromium_browser

    found, chance = Mentions(), random.Random("mentions")
    with listening_desk(agents=1) as desk, chromium_browser() as browser:
        from tests.browser.people import sign_in, until_live  # they know rows: only once there are settings

        page = browser.new_context(base_url=desk.product.address, locale="en-GB").new_page()
        sign_in(page, "Driss", PASSWORD)
        page.goto("/inbox?order=waiting")
        until_live(page)
        page.evaluate(WATCH)
        found.loads.append(load())
        for nth in range(number):
            page.wait_for_timeout(1000 * chance.uniform(*GAP))
            word = f"mot{nth:04d}x"
            desk.mention(word, nth, chance)
            found.written[word] = time.time()
            if nth % 20 == 19:  # the list shows forty, and greetings stand there: what was seen makes room
                _wait_for(page, found)
                _close_all()
        _wait_for(page, found)
        found.loads.append(load())
        if unseen := sorted(set(found.written) - set(found.shown)):
            print(f"never shown: {unseen}; the page: {page.locator('main').inner_text()}", file=sys.stderr, flush=True)
    return found


def _wait_for(page: Any, found: Mentions) -> None:
    ends = time.monotonic() + PATIENCE
    while len(found.shown) < len(found.written) and time.monotonic() < ends:
        page.wait_for_timeout(200)
        found.shown = {word: at / 1000 for word, at in page.evaluate("() => window.seenAt").items()}


def _close_all() -> None:
    """In a thread of its own: Playwright's loop runs in this one, and Django refuses its database beside a loop."""

    def close() -> None:
        from django.db import connection
        from django.utils import timezone

        from beffroi.inbox.models import Case

        Case.objects.update(closed_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=close)
    thread.start()
    thread.join()


def agents(number: int, mentions: int) -> Agents:
    found = Agents(number)
    with listening_desk(agents=number) as desk:
        tickets, sessions = _tickets()
        asyncio.run(_agents(desk, tickets, sessions, mentions, found))
    return found


async def _agents(desk: Desk, tickets: list[str], sessions: list[str], mentions: int, found: Agents) -> None:
    chance, product = random.Random("agents"), desk.product
    found.before = product.memory()
    ears = [await Ear.opened(product.address, ticket) for ticket in tickets]
    found.cpu_quiet = await _cpu(product, asyncio.sleep(QUIET))
    found.after = product.memory()
    found.loads.append(load())
    found.cpu_busy = await _cpu(product, _speak(desk, ears, mentions, chance, found))
    found.loads.append(load())
    found.cpu_fetching = await _cpu(product, _fetch(desk, ears, sessions, chance, found))
    found.loads.append(load())
    for ear in ears:
        ear.close()


async def _cpu(product: Product, doing: Any) -> float:
    """The share of one core that the product used meanwhile."""
    used, began = product.cpu_seconds(), time.monotonic()
    await doing
    return (product.cpu_seconds() - used) / (time.monotonic() - began)


async def _speak(desk: Desk, ears: "list[Ear]", mentions: int, chance: random.Random, found: Agents) -> None:
    for nth in range(mentions):
        word = f"mot{nth:04d}x"
        await asyncio.to_thread(desk.mention, word, nth, chance)
        written = time.monotonic()
        done = await asyncio.gather(*(ear.hears_after(written) for ear in ears))
        found.heard[word] = [at - written for at in done if at is not None]
        await asyncio.sleep(max(0.0, written + AGENTS_GAP - time.monotonic()))


async def _fetch(desk: Desk, ears: "list[Ear]", sessions: list[str], chance: random.Random, found: Agents) -> None:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=desk.product.address, limits=limits, timeout=FETCHED_WITHIN) as http:

        async def page(ear: "Ear", session: str, written: float) -> float | None:
            await ear.hears_after(written)
            await asyncio.sleep(BREATH)
            try:
                answer = await http.get("/inbox", headers={"cookie": f"beffroi_session={session}"})
            except httpx.HTTPError:
                return None
            return time.monotonic() - written if answer.status_code == 200 else None

        for nth in range(FETCHES):
            await asyncio.to_thread(desk.mention, f"mot{nth + 5000}x", nth, chance)
            written = time.monotonic()
            both = zip(ears, sessions, strict=True)
            done = await asyncio.gather(*(page(ear, session, written) for ear, session in both))
            found.fetched += [seconds for seconds in done if seconds is not None]
            found.unfetched += done.count(None)


class Ear:
    """One open stream. `heard` are the moments (monotonic) at which it was told that the inbox has news."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._heard, self._news = [0.0], asyncio.Event()
        self._task = asyncio.create_task(self._listen())

    @classmethod
    async def opened(cls, address: str, ticket: str) -> "Ear":
        where = urlsplit(address)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        asked = str(httpx.QueryParams({"ticket": ticket}))
        writer.write(f"GET /live/?{asked} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        await reader.readuntil(b": open")
        return cls(reader, writer)

    async def _listen(self) -> None:
        while line := await self._reader.readline():
            if line.startswith(b"data: ") and b'"inbox"' in line:
                self._heard.append(time.monotonic())
                self._news.set()

    async def hears_after(self, moment: float) -> float | None:
        """When it first heard something after that moment; None when it did not within the time."""
        ends = time.monotonic() + PATIENCE
        while self._heard[-1] < moment:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), ends - time.monotonic())
            except TimeoutError:
                return None
        return next(at for at in self._heard if at >= moment)

    def close(self) -> None:
        self._task.cancel()
        self._writer.close()


@contextmanager
def listening_desk(*, agents: int) -> Iterator[Desk]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        network = stack.enter_context(bluesky_network())
        account = _set_up(folder, network, agents)
        people = [network.create_account(f"passant{n}") for n in range(AUTHORS)]
        product = stack.enter_context(Product(folder))
        desk = Desk(product, network, account, people)
        _wait_until_it_listens(desk)
        yield desk


def _set_up(folder: Path, network: Network, agents: int) -> TestAccount:
    """A town with one account on the network, and so many agents who can sign in."""
    os.environ |= {
        "BEFFROI_DATA_DIR": str(folder),
        "BEFFROI_ALLOW_ADDRESSES": "localhost,127.0.0.1",
        **SETTLED,
        "DJANGO_SETTINGS_MODULE": "beffroi.site.settings",
    }

    tables()

    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from beffroi.access.models import Organisation, User
    from beffroi.directory.models import Account

    organisation, sealed = Organisation.objects.create(name="Ville de Feurs"), make_password(PASSWORD)
    for nth in range(agents):
        email = EMAIL if nth == 0 else f"agent-{nth}@feurs.example"
        agent = User.objects.create(email=email, name=f"Driss {nth}", password=sealed)
        organisation.admit(agent, "owner" if nth == 0 else "agent")
    account = network.create_account("feurs")
    owner = User.objects.get(email=EMAIL)
    credentials = network.credentials(account)
    Account.register(
        organisation=organisation, network="bluesky", credentials=credentials, by=owner, now=timezone.now()
    )
    return account


def _tickets() -> tuple[list[str], list[str]]:
    """For each agent what a page shows to open its stream, and the session of somebody who has signed in."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from beffroi.access.models import Membership
    from beffroi.journal.models import Chain
    from beffroi.site.live import ticket

    sessions, made = import_module(settings.SESSION_ENGINE), []
    heard = Chain.objects.values_list("number", flat=True).first() or 0
    members = list(Membership.objects.select_related("user").order_by("pk"))
    for member in members:
        session = sessions.SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(member.user_id), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
        session.create()
        made.append(str(session.session_key))
    return [ticket(member, heard) for member in members], made


def _wait_until_it_listens(desk: Desk) -> None:
    """Until a case is there: a stream that begins "now" leaves no other trace that it has begun."""
    from django.db import connection

    from beffroi.inbox.models import Case

    began, chance = time.monotonic(), random.Random()
    while not Case.objects.exists():
        if time.monotonic() > began + 180:
            raise RuntimeError(f"nothing is heard\n{desk.product.log()[-4000:]}")
        desk.mention("bonjour", 0, chance)
        time.sleep(1)
    time.sleep(3)
    connection.close()
    print(f"[{time.strftime('%H:%M:%S')}] heard after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
