"""All of the API under one roof: their addresses, their errors, and who asks what of whom."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as NotValid
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from beffroi import __version__
from beffroi.access.api.errors import WRONG, Refusal, in_words, nothing_there
from beffroi.access.api.router import living_token, no_token
from beffroi.access.api.written import ExactRenderer, conditional
from beffroi.access.roles import scope_of
from beffroi.chronicle import api as chronicle
from beffroi.directory import api as directory
from beffroi.facts import api as facts
from beffroi.guard import api as guard
from beffroi.guard.models import Stale
from beffroi.inbox import api as inbox
from beffroi.journal import api as journal
from beffroi.journal.moves import NotAllowed
from beffroi.keeping import api as keeping
from beffroi.listening import api as listening
from beffroi.notify import api as notify
from beffroi.people.models import LastOwner
from beffroi.people.models.owners import LAST
from beffroi.publishing import api as publishing
from beffroi.publishing.api.shown import findings_shown
from beffroi.publishing.models import Blocked, StaleForm
from beffroi.rankings import api as rankings
from beffroi.site import second_factor
from beffroi.site.api import mandates, needs, organisation, people, standing

log = logging.getLogger("beffroi.site.api")
ABOUT = """What a program may do with a token: what its person may do on the pages, as far as the scopes of the
token reach, through the same gates. Times are ISO 8601 with an offset. Lists give a page and `after`, which leads
to the next one. An error says `error`, one sentence in the language of `Accept-Language`."""
ROUTERS = [
    standing.router,
    *publishing.ROUTERS,
    *inbox.ROUTERS,
    *facts.ROUTERS,
    *listening.ROUTERS,
    *guard.ROUTERS,
    *directory.ROUTERS,
    directory.open_router,
    *chronicle.ROUTERS,
    *rankings.ROUTERS,
    keeping.router,
    journal.router,
    *notify.ROUTERS,
    people.router,
    mandates.router,
    organisation.router,
    needs.router,
]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask. `act` and `scope` are empty where anybody may."""

    method: str
    path: str
    act: str
    scope: str
    name: str


def made() -> NinjaAPI:
    api = NinjaAPI(
        title="Beffroi",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        renderer=ExactRenderer(),
    )
    for router in ROUTERS:
        api.add_router("", router)
    for kind, words in TROUBLES.items():
        api.add_exception_handler(kind, _answering(words))
    return api


def operations() -> Iterator[Operation]:
    """Every operation with what it asks: for the tests that walk them all, and for the documents."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for each in view.operations:
                act = (each.openapi_extra or {}).get("x-act", "")
                for method in each.methods:
                    yield Operation(method, f"/api/v1{path}", act, scope_of(act) if act else "", str(each.operation_id))


def _answering(words: Callable[[Any], Refusal]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, trouble: words(trouble).answer()


def _missing(trouble: ObjectDoesNotExist) -> Refusal:
    if isinstance(trouble, AttributeError):  # a row without the one that belongs to it: our fault, not the program's
        raise trouble
    return nothing_there()


def _not_now(_trouble: Exception) -> Refusal:
    return Refusal(409, _("This cannot be done any more: somebody was first, or it is not in such a state."))


def _last_owner(_trouble: LastOwner) -> Refusal:
    return Refusal(409, _(LAST))


def _stale(trouble: StaleForm) -> Refusal:
    words = _("Somebody saved a newer version meanwhile: read it first.")
    return Refusal(409, words, version=trouble.latest.number)


def _blocked(trouble: Blocked) -> Refusal:
    found = [each.model_dump() for each in findings_shown(list(trouble.findings))]
    return Refusal(409, _("Something must be mended first: see “findings”."), findings=found)


def _denied(trouble: PermissionDenied) -> Refusal:
    return Refusal(403, str(trouble) or _("The person this token acts for may not do this."))


def _not_valid(trouble: NotValid) -> Refusal:
    return Refusal(422, str(WRONG), places=[{"at": "body", "error": " ".join(trouble.messages)}])


def _unreadable(trouble: HttpError) -> Refusal:
    return Refusal(trouble.status_code, _("What was sent is not JSON that can be read."))


TROUBLES: dict[type[Exception], Callable[[Any], Refusal]] = {
    Refusal: lambda refusal: refusal,
    ValidationError: lambda trouble: in_words(trouble.errors),
    HttpError: _unreadable,
    Http404: lambda _trouble: nothing_there(),
    ObjectDoesNotExist: _missing,
    PermissionDenied: _denied,
    RequestDataTooBig: lambda _trouble: Refusal(413, _("This is more than is read at once: 2 MB.")),
    RecursionError: lambda _trouble: Refusal(400, _("What was sent is not JSON that can be read.")),
    NotAllowed: _not_now,
    LastOwner: _last_owner,
    StaleForm: _stale,
    Blocked: _blocked,
    Stale: _not_now,
    NotValid: _not_valid,
}


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who owes a second factor gets no further by a program. Another method than the address takes is answered in our
    words, and to nobody without a token."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (token := living_token(request, now := timezone.now())) and (
            why := second_factor.refusal(token.user, token.organisation, now)
        ):
            return Refusal(403, why).answer()
        answer = view(request, *args, **kwargs)
        if answer.status_code == HttpResponseNotAllowed.status_code and not isinstance(answer, JsonResponse):
            if token is None:
                return no_token().answer()
            methods = answer["Allow"]
            words = _("Ask this address with %(method)s.") % {"method": methods}
            answer = Refusal(405, words, headers={"Allow": methods}).answer()
        if "Cache-Control" not in answer:
            answer["Cache-Control"] = "no-store"
        return answer

    return guarded


@csrf_exempt
@login_not_required
def nothing(request: HttpRequest, **_arguments: Any) -> JsonResponse:
    if living_token(request, timezone.now()) is None:
        return no_token().answer()
    return nothing_there().answer()


api = made()
urlpatterns: list[Any] = api.urls[0]
for pattern in urlpatterns:
    assert isinstance(pattern, URLPattern)  # noqa: S101  # ninja makes no others
    pattern.callback = _guarded(conditional(pattern.callback))
