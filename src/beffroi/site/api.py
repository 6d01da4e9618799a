"""`/api/v1`: what a program may ask and do, with a token in the place of a session. What is not here is refused."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from beffroi.access.models import ApiToken
from beffroi.publishing.models import Publication, Stop
from beffroi.site import second_factor

View = Callable[[HttpRequest, ApiToken], JsonResponse]
LONGEST_REASON = 300


def open_to(act: str, method: str) -> Callable[[View], Callable[..., JsonResponse]]:
    """Lets a view run for a living token whose holder may do `act` in the token's organisation.

    No cookie is read and none is believed, so that no other site can make a browser call this.
    """

    def guard(view: View) -> Callable[..., JsonResponse]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, **_arguments: Any) -> JsonResponse:
            token = _token(request)
            if token is None:
                refusal = _refuse(
                    401, _("Send a living token: “Authorization: Bearer …”. Tokens are made in Settings.")
                )
                refusal["WWW-Authenticate"] = "Bearer"
                return refusal
            if not token.user.may(act, token.organisation):
                return _refuse(403, _("The person this token acts for may not do this."))
            if why := second_factor.refusal(token.user, token.organisation, timezone.now()):
                return _refuse(403, why)
            if method != "*" and request.method != method:
                refusal = _refuse(405, _("Ask this address with %(method)s.") % {"method": method})
                refusal["Allow"] = method
                return refusal
            return view(request, token)

        return guarded

    return guard


@open_to("see", "GET")
def state(_request: HttpRequest, token: ApiToken) -> JsonResponse:
    return _told(token)


@open_to("stop everything", "POST")
def stop(request: HttpRequest, token: ApiToken) -> JsonResponse:
    reason = _reason(request)
    if not 0 < len(reason) <= LONGEST_REASON:
        return _refuse(400, _('Say why, in at most 300 characters: {"reason": "…"}. Nothing was stopped.'))
    Stop.begin(token.organisation, reason=reason, by=token.user, now=timezone.now())
    return _told(token)


@open_to("stop everything", "POST")
def resume(_request: HttpRequest, token: ApiToken) -> JsonResponse:
    Stop.resume(token.organisation, by=token.user, now=timezone.now())
    return _told(token)


@open_to("see", "*")
def nothing(_request: HttpRequest, _of: ApiToken) -> JsonResponse:
    return _refuse(404, _("There is nothing at this address."))


def _token(request: HttpRequest) -> ApiToken | None:
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    return ApiToken.opened_by(text.strip(), timezone.now()) if scheme.lower() == "bearer" else None


def _reason(request: HttpRequest) -> str:
    """The reason in the body; empty for whatever is not such a body."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return ""
    reason = said.get("reason") if isinstance(said, dict) else None
    return reason.replace("\0", "").strip() if isinstance(reason, str) else ""


def _told(token: ApiToken) -> JsonResponse:
    """How it stands with the organisation now."""
    mine = Publication.objects.of(token.organisation)
    in_force = Stop.in_force(token.organisation)
    said = {
        "organisation": token.organisation.name,
        "stopped": _as_said(in_force) if in_force else None,
        "waiting": mine.filter(state="queued").count(),
        "leaving": mine.filter(state="sending").count(),
        "for_a_person": mine.for_a_person().count(),
    }
    return JsonResponse(said)


def _as_said(stop: Stop) -> dict[str, object]:
    by = stop.by.name if stop.by else None
    return {"at": stop.at.isoformat(), "by": by, "reason": stop.reason, "were_leaving": stop.leaving}


def _refuse(status: int, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
