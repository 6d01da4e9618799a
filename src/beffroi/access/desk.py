"""The request at the desk, and the guard at each door."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from beffroi.access.models import Membership, Organisation, User


class DeskRequest(HttpRequest):
    """A signed-in member's request: the views of all rooms take this one."""

    user: User
    organisation: Organisation
    membership: Membership


def in_earnest(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view below `allowed` whose act everybody would see: nobody plays it in the demonstration."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.organisation.is_demo:
            raise PermissionDenied(
                _("Everybody would see this: the demonstration changes neither the directory nor the rankings.")
            )
        return view(request, *args, **kwargs)

    return guarded


View = Callable[..., HttpResponse]


def allowed(act: str) -> Callable[[View], View]:
    """Lets a view run only for a member whose role may do `act`; everyone else is told who can."""
    return _guard(act, lambda membership: membership.may(act))


def allowed_somewhere(act: str) -> Callable[[View], View]:
    """As `allowed`, and for a member who may do it on one account at least. Only above a view whose verb asks on which:
    the door does not."""
    return _guard(act, lambda membership: membership.may_somewhere(act))


def _guard(act: str, lets: Callable[[Membership], bool]) -> Callable[[View], View]:
    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.membership is None or not lets(request.membership):
                raise PermissionDenied(
                    _("Your role does not allow this. The owner of your organisation can change it.")
                )
            return view(request, *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]  # read by the test that walks every URL
        return guarded

    return guard
