"""Puts the organisation a person works in on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from beffroi.access.models import Membership


def organisation(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sets `request.membership` and `request.organisation` (None for a stranger), and speaks the town's own time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.membership = _membership(request)  # type: ignore[attr-defined]  # Django's way to add to a request
        request.organisation = request.membership.organisation if request.membership else None  # type: ignore[attr-defined]  # as above
        if request.organisation is None:  # type: ignore[attr-defined]  # as above
            return get_response(request)
        with timezone.override(request.organisation.tz):  # type: ignore[attr-defined]  # as above
            return get_response(request)

    return middleware


def _membership(request: HttpRequest) -> Membership | None:
    if not request.user.is_authenticated:
        return None
    mine = list(Membership.objects.filter(user=request.user).select_related("organisation", "user").order_by("pk"))
    chosen = request.session.get("organisation")
    found = next((one for one in mine if one.organisation_id == chosen), mine[0] if mine else None)
    if found is not None:
        found.others = [one for one in mine if one is not found]
    return found
