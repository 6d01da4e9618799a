"""Error pages that say what happened, what was kept and what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from structlog.contextvars import get_contextvars


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose CSRF token no longer fits: usually a page left open across a sign-in."""
    return render(request, "expired_form.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """A page that could not be made. A database that is away, busy or full is no fault of the page: said in both
    languages, by a page that asks it nothing. Both show the request's name, which stands in the log. A program is told
    in the shape of its other answers."""
    name = get_contextvars().get("request", "")
    status = 503 if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) else 500
    said = _to_a_program(status, name) if _is_of_a_program(request) else _to_a_reader(status, name)
    said["Cache-Control"] = "no-store"
    if status == 503:
        said["Retry-After"] = "10"
    return said


def _is_of_a_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/v1/") and "text/html" not in request.headers.get("Accept", "")


def _to_a_program(status: int, name: str) -> HttpResponse:
    away, broken = _("The database is away or busy: ask again."), _("Beffroi met an error; its reference is %(name)s.")
    return JsonResponse({"error": away if status == 503 else broken % {"name": name}}, status=status)


def _to_a_reader(status: int, name: str) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status}.html", {"request_id": name}), status=status)
