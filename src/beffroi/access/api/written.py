"""How an answer is written: each moment to the microsecond, so that it can be said again; and with its ETag, so that a
program need not read twice what has not changed, nor write over what it has not read."""

import copy
import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from beffroi.access.api.errors import Refusal
from beffroi.access.api.router import living_token
from beffroi.access.models import Organisation

View = Callable[..., HttpResponse]


class ExactEncoder(NinjaJSONEncoder):
    def default(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat().replace("+00:00", "Z")  # as an answer is kept for a call made again
        return super().default(value)


class ExactRenderer(JSONRenderer):
    encoder_class = ExactEncoder


def conditional(view: View) -> View:
    """`If-None-Match` on what is read: 304 while it is the same. `If-Match` on what is put in its place: 412 when that
    is not what stands there."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "PUT" and "If-Match" in request.headers:
            return _put(view, request, *args, **kwargs)
        answer = view(request, *args, **kwargs)
        return _read(request, answer) if request.method in ("GET", "HEAD") else answer

    return asked


def _read(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if answer.status_code != 200 or answer.streaming:
        return answer
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer.get("ETag"), response=answer) or answer


def _put(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Compared and written in one transaction, and by one program of the organisation after the other: a PUT asks no
    network."""
    with transaction.atomic():
        if (token := living_token(request, timezone.now())) is not None:
            Organisation.objects.select_for_update(no_key=True).get(pk=token.organisation_id)
        return _refused(view, request, *args, **kwargs) or view(request, *args, **kwargs)


def _refused(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
    """Why not: another thing stands there, or nothing, or one that this program may not read. None where it is the
    same."""
    reading = copy.copy(request)
    reading.method = "GET"
    standing = view(reading, *args, **kwargs)
    if standing.status_code not in (200, 404):
        return standing
    etag = None
    if standing.status_code == 200 and not _goes_on(standing):
        set_response_etag(standing)
        etag = standing.get("ETag")
    if get_conditional_response(request, etag=etag) is None:
        return None
    words = _("It is not, or no longer, what “If-Match” names: read it first.")
    return Refusal(412, words, headers={"ETag": etag} if etag else {}).answer()


def _goes_on(standing: HttpResponse) -> bool:
    """The first page of a list says nothing of those that follow."""
    read = json.loads(standing.content)
    return isinstance(read, dict) and read.get("after") is not None
