"""Error pages that say what happened, what was kept and what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from structlog.contextvars import get_contextvars


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose CSRF token no longer fits: usually a page left open across a sign-in."""
    return render(request, "expired_form.html", status=403)


def failed(_request: HttpRequest) -> HttpResponse:
    """A page that could not be made. A database that is away or full is no fault of the page: said in both languages,
    by a page that asks it nothing. Both show the request's name, which stands in the log."""
    named = {"request_id": get_contextvars().get("request", "")}
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("500.html", named), status=500)
    said = HttpResponse(render_to_string("503.html", named), status=503)
    said["Retry-After"] = "10"
    said["Cache-Control"] = "no-store"
    return said
