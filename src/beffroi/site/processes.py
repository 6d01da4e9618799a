"""`beffroi up`: one parent that starts the pages, the worker and the listener, and starts again what dies.

The parent loads everything once and forks, so that the three share memory and are up in one second.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import TYPE_CHECKING, Any

from beffroi.site.starting import data, let_go_of_the_database, migrate, pending_migrations, setup, uncollected
from beffroi.site.terminal import complain, why
from beffroi.site.terminal import gettext as _
from beffroi.work.alone import AnotherWorker, claim_alone, is_taken

if TYPE_CHECKING:
    from beffroi.work.bells import Bells

RESTART_PAUSE = 1.0  # seconds: a process that dies at once must not eat the machine
STOP_SECONDS = 8.0
WRONG_KEY = 1
WEB_BEAT = 10.0  # seconds
PR_SET_PDEATHSIG = 1


def up(*, host: str, port: int) -> int:
    """Migrates, starts everything, prints the address, and stays until it is told to stop."""
    if trouble := _port_trouble(host, port):
        complain(trouble)
        return 1
    code = _refuse_half_restored() or migrate_apart() or _refuse_other_keys()
    if code:
        return code
    if _on_one_machine() and is_taken(data()):
        complain(_("another one works on {folder}: stop it, or choose another --data.").format(folder=data()))
        return 1
    return Parent(host, port).stay()


def run(process: str, *, host: str, port: int) -> int:
    """One process by itself, for installations on several machines."""
    setup()
    if code := _refuse_half_restored() or _refuse_other_tables() or _refuse_other_keys():
        return code
    if process == "web":
        return _web(host, port)
    if process == "hearer" and not _needs_a_hearer():
        complain(_("BEFFROI_NATS is not set: the listener matches by itself, without a hearer."))
        return 1
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    try:
        {"worker": _work, "listener": _listen, "hearer": _hear}[process](stop)
    except AnotherWorker as folder:
        complain(_("another worker works on {folder}; on SQLite there is one.").format(folder=folder))
        return 1
    return 0


def migrate_apart() -> int:
    """Brings the database up to date in a process of its own: what that takes, hundreds of megabytes the first time,
    would else stay with the parent and with all that are forked from it."""
    setup()
    child = multiprocessing.get_context("fork").Process(target=_migrate_and_end)
    child.start()
    child.join()
    return child.exitcode or 0


def _migrate_and_end() -> None:
    _die_with_parent()
    sys.exit(migrate())


def _refuse_half_restored() -> int:
    from beffroi.site.half_restored import half_done

    if trouble := half_done(data()):
        complain(f"{trouble}.")
    return 1 if trouble else 0


def _refuse_other_tables() -> int:
    """What runs by itself lays no tables: several would begin at once. A database that is away is waited for."""
    from django.db import Error

    try:
        behind = pending_migrations() > 0
    except Error:
        behind = False
    finally:
        let_go_of_the_database()
    if behind:
        complain(_("the tables are older than this version: run `beffroi migrate` first."))
    return 1 if behind else 0


def _refuse_other_keys() -> int:
    """Says why nothing is started with these keys, before anything is sealed that nobody could open."""
    from django.utils import timezone

    from beffroi.site.key_fit import misfit

    try:
        trouble = misfit(timezone.now())
    finally:
        let_go_of_the_database()
    if trouble:
        complain(_("{why}; nothing was started").format(why=trouble))
    return WRONG_KEY if trouble else 0


def _web(host: str, port: int) -> int:
    import uvicorn

    with uncollected():
        from beffroi.site import founding
        from beffroi.site.asgi import application
        from beffroi.site.live import JOURNAL
        from beffroi.site.patience import limit_questions
        from beffroi.work.loop import farewell

        import_module("beffroi.site.urls")  # with all pages, which the first visitor would else wait for

    class Pages(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            JOURNAL.end_all()
            super().handle_exit(sig, frame)

    os.environ["BEFFROI_BOUND_TO"] = host
    if founding.asks_for_a_code():
        ask = _("to create the first organisation, type the code {code}").format(code=founding.code())
        print(f"beffroi: {ask}", flush=True)
    forwarded = os.environ.get("BEFFROI_TRUSTED_PROXIES", "127.0.0.1")
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
        proxy_headers=True,
        forwarded_allow_ips=forwarded,
        server_header=False,
    )
    limit_questions()
    threading.Thread(target=_keep_beating, name="signs of life", daemon=True).start()
    Pages(config).run()
    farewell("web")
    return 0


def _keep_beating() -> None:
    """The pages' signs of life, with how many of them are open; seldom, because each is a write."""
    from beffroi.site.live import JOURNAL
    from beffroi.work.counts import COUNTS
    from beffroi.work.loop import beat

    while True:
        COUNTS.put("live_streams", value=JOURNAL.open)
        beat("web")
        time.sleep(WEB_BEAT)


def _work(stop: threading.Event) -> None:
    from django.utils import timezone

    from beffroi.publishing.delivery import take_over
    from beffroi.work.duty import all_duties
    from beffroi.work.loop import keep_working

    if _on_one_machine():
        claim_alone(data())
        take_over(timezone.now())
    keep_working(all_duties(), stop, _bells(stop))


def _bells(stop: threading.Event) -> "Bells | None":
    """With wake-ups a thread hears them and rings; without, duties look for themselves."""
    from django.conf import settings

    if settings.WAKE != "procrastinate":
        return None
    from beffroi.work.bells import BELLS
    from beffroi.work.wake_ups import keep_hearing_wake_ups

    threading.Thread(target=keep_hearing_wake_ups, args=(stop,), name="wake-ups", daemon=True).start()
    return BELLS


def _on_one_machine() -> bool:
    """SQLite is a file of this machine; several machines share a PostgreSQL."""
    from django.db import connection

    return connection.vendor == "sqlite"


def _listen(stop: threading.Event) -> None:
    from beffroi.listening.listener import keep_listening

    keep_listening(stop)


def _hear(stop: threading.Event) -> None:
    from beffroi.listening.relay.hearer import keep_hearing

    keep_hearing(stop)


def _needs_a_hearer() -> bool:
    """Only where a relay stands between the listener and those who match."""
    from django.conf import settings

    return bool(settings.NATS)


class Parent:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.children: dict[int, str] = {}
        self.stopping = False

    def stay(self) -> int:
        """Watches over the children until a signal comes; returns when they are gone."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        self._start("web")
        # Numba comes with it: in memory once for all that match posts, and the first page does not wait for it.
        import_module("beffroi.engines.percolator")
        for process in ("worker", "listener", *(["hearer"] if _needs_a_hearer() else [])):
            self._start(process)
        if self._answers():
            print(f"Beffroi: {address_of(self.host, self.port)}", flush=True)
        while self.children:
            self._wait_for_one()
        # Python's last steps take the handler away, not the timer: it would end what has just ended well.
        signal.setitimer(signal.ITIMER_REAL, 0)
        return 0

    def _answers(self, seconds: float = 60.0) -> bool:
        """Whether the pages do, before that time or a signal to stop; what dies meanwhile is started again."""

        def come() -> bool:
            if self.children:
                self._wait_for_one(os.WNOHANG)
            return self.stopping or _connects(_shown(self.host), self.port)

        return _until(come, seconds) and not self.stopping

    def _start(self, process: str) -> None:
        if self.stopping:  # the signal came between two starts: nobody would tell this one
            return
        gc.freeze()  # else the child's collector writes to our objects, and copies memory that is shared
        pid = os.fork()
        if pid:
            self.children[pid] = process
            return
        _die_with_parent()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)
        code = 1
        try:
            code = run(process, host=self.host, port=self.port)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # the parent's own cleaning up is not the child's

    def _wait_for_one(self, how: int = 0) -> None:
        pid, status = os.waitpid(-1, how)
        process = self.children.pop(pid, "")
        if process and not self.stopping:
            code = os.waitstatus_to_exitcode(status)
            # a line of what runs, hence in English like all that is logged
            print(f"beffroi: the {process} process ended ({code}); starting it again", file=sys.stderr, flush=True)
            time.sleep(RESTART_PAUSE)
            self._start(process)

    def _stop(self, *_: Any) -> None:
        if self.stopping:
            return
        self.stopping = True
        for pid in self.children:
            os.kill(pid, signal.SIGTERM)
        signal.signal(signal.SIGALRM, self._kill)
        signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)

    def _kill(self, *_: Any) -> None:
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """On Linux a child must not outlive a parent that was killed: two workers would then run."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _port_trouble(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = _("port {port} on {host} cannot be used ({why}). Try --port {next}.")
            return said.format(port=port, host=host, why=why(error), next=port + 1)
    return ""


def _connects(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _until(true: Callable[[], bool], seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def address_of(host: str, port: int) -> str:
    """Where a browser of this machine finds the pages."""
    shown = _shown(host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # compared with, not bound to
