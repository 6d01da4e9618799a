"""How the log is written: lines for people, or JSON for machines; with the request and the duty that a line is of.

No address beyond the route, no query, no name of a person, no secret: what a line says of a request is its route's
pattern, so that the links of invitations and witnesses do not stand in it.
"""

import logging
import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from beffroi.work.counts import COUNTS

log = logging.getLogger("beffroi.access_log")

FORMS = ("plain", "json")
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# At DEBUG they write what a page was made of and the values of each question to the database: secrets too.
TOO_TALKATIVE = ("django.template", "django.db.backends")
# No connection at all, or one that the server ends: PostgreSQL's class 57P, operator intervention.
NOBODY_ANSWERS = (None, "57P01", "57P02", "57P03")
SAID_AGAIN = 60.0  # seconds
QUIET = ("/healthz", "/readyz", "/metrics", "/static/")


def configured(form: str, level: str) -> dict[str, Any]:
    """For Django's LOGGING. `form` is "plain" or "json"; `level` empty: INFO of ours, WARNING of everybody else."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {form: {"()": _plain if form == "plain" else _json}},
        "filters": {"routes": {"()": Routes}, "database": {"()": DatabaseAway}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": ["routes", "database"]}
        },
        "root": {"handlers": ["stderr"], "level": level or "WARNING"},
        "loggers": {"beffroi": {"level": level or "INFO"}, **{name: {"level": "INFO"} for name in TOO_TALKATIVE}},
    }


class Routes(logging.Filter):
    """Django writes the whole path of what it refuses, with the secret of a link in it: its route takes the place."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple) and request.path in record.args:
            record.args = tuple(_route(request) if each == request.path else each for each in record.args)
        return True


class DatabaseAway(logging.Filter):
    """A server of the database that is away is met by each duty and each connection, many times a second, each time
    with a traceback that says nothing of our code. Each kind of line is said once without it, and again after a minute;
    the first duty that misses the server stands for all."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        trouble = _database_away(record.exc_info[1]) if record.exc_info else None
        if trouble is None and record.name != "psycopg.pool":
            return True
        kind, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._said.get(kind, -SAID_AGAIN) < SAID_AGAIN:
            return False
        self._said[kind] = now
        told = f"{record.getMessage()}: {trouble}" if trouble else record.getMessage()
        record.msg, record.args, record.exc_info, record.exc_text = " ".join(told.split()), (), None, None
        return True


def _database_away(error: BaseException | None) -> BaseException | None:
    """What PostgreSQL's client said, when it is that nobody answers and not that a question was wrong."""
    psycopg = sys.modules.get("psycopg")  # on SQLite it is not loaded
    while error is not None and psycopg is not None:
        away = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        if away and getattr(error, "sqlstate", None) in NOBODY_ANSWERS:
            return error
        error = error.__cause__ or error.__context__
    return None


class Plain(logging.Formatter):
    """A line for people; of what a line belongs to it tells the request, which pages show when they fail."""

    def format(self, record: logging.LogRecord) -> str:
        said = super().format(record)
        request = structlog.contextvars.get_contextvars().get("request")
        return f"{said} [{request}]" if request else said


def _plain() -> logging.Formatter:
    return Plain("{asctime} {levelname} {name} {message}", style="{")


def _json() -> logging.Formatter:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(allow=["method", "route", "status", "milliseconds"]),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Gives each request a name, and writes a line when it was answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        given, began = request.headers.get("X-Request-ID", ""), time.monotonic()
        name = given if SANE.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request=name)
        response = get_response(request)
        response["X-Request-ID"] = name
        COUNTS.add("answers", f"{response.status_code // 100}xx")
        if not request.path.startswith(QUIET):
            _tell(request, response, round((time.monotonic() - began) * 1000))
        return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    route = _route(request)
    organisation = getattr(request, "organisation", None)
    structlog.contextvars.bind_contextvars(organisation=organisation.pk if organisation else None)
    said = {"method": request.method, "route": route, "status": response.status_code, "milliseconds": milliseconds}
    log.info("%(method)s %(route)s %(status)s %(milliseconds)s ms", said, extra=said)


def _route(request: HttpRequest) -> str:
    return f"/{request.resolver_match.route}" if request.resolver_match else "(no such page)"
