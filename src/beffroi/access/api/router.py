"""How the API lets in: a valid token, a person who may, a scope that reaches; then the view, with the same verbs as
the pages."""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status
from ninja.security import HttpBearer

from beffroi.access.api.errors import Refusal, Trouble
from beffroi.access.api.once import once
from beffroi.access.desk import DeskRequest
from beffroi.access.models import ApiToken, Membership
from beffroi.access.roles import MAY, scope_of

ViewT = TypeVar("ViewT", bound=Callable[..., Any])
MANY = "Too many calls: wait as many seconds as `Retry-After` says."
SAME = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "`ETag` of an earlier answer: 304 while it is the same.",
}
UNCHANGED = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "`ETag` of what was read at this address: 412, and nothing is done, where that is not what stands "
    "there any more.",
}
TROUBLES = (400, 401, 403, 404, 409, 422, 429, 503)  # of every operation
TOO_LARGE, NOT_THAT = 413, 412
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "A name of your choice for this call. Made again with it within a day, the call does nothing and "
    "gives the same answer.",
}


class ProgramRequest(DeskRequest):
    """A program's request: the person it acts for, and the token."""

    auth: ApiToken
    now: datetime


def living_token(request: HttpRequest, now: datetime) -> ApiToken | None:
    """The token that came with the request; looked up once."""
    if not hasattr(request, "_living_token"):
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        found = ApiToken.opened_by(text.strip(), now) if scheme.lower() == "bearer" else None
        request._living_token = found  # type: ignore[attr-defined]  # Django's way to add to a request
    return request._living_token  # type: ignore[attr-defined,no-any-return]  # as above


def no_token() -> Refusal:
    words = _("Send a valid token: “Authorization: Bearer …”. Tokens are made in Settings.")
    return Refusal(401, words, headers={"WWW-Authenticate": "Bearer"})


class Bearer(HttpBearer):
    """Lets in for one act. No cookie is read and none believed, so that no other site can make a browser call this."""

    def __init__(self, act: str) -> None:
        super().__init__()
        self.act = act

    def __call__(self, request: HttpRequest) -> ApiToken:
        now = timezone.now()
        token = living_token(request, now)
        if token is None:
            raise no_token()
        if wait := token.spend(now=now, per_minute=settings.API_PER_MINUTE):
            seconds = str(math.ceil(wait))
            raise Refusal(429, _("Too many calls: wait a little."), headers={"Retry-After": seconds})
        member = Membership.objects.filter(user=token.user, organisation=token.organisation).first()
        if member is None or not member.may(self.act):
            raise Refusal(403, _("The person this token acts for may not do this."))
        if not token.opens(self.act):
            said = _("This token was not made for this: it needs the scope “%(scope)s”.")
            raise Refusal(403, said % {"scope": scope_of(self.act)})
        member.user, member.organisation = token.user, token.organisation
        request.user, request.organisation, request.membership = token.user, token.organisation, member  # type: ignore[attr-defined]  # as the pages' middleware does
        request.now = now  # type: ignore[attr-defined]  # as above
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        raise NotImplementedError("see __call__")


def may_act_on(request: ProgramRequest, accounts: Iterable[int]) -> None:
    """The one place where it is asked whether a program may act on these accounts. Raises Refusal."""
    if not request.auth.reaches(accounts):
        raise Refusal(403, _("This token was not made for this account."))


class ActRouter(Router):
    """A room's addresses. Each names the act that it is; `status` is that of the answer when it was done."""

    def __init__(self, tag: str) -> None:
        super().__init__(tags=[tag])

    def read(self, path: str, *, gives: Any, act: str = "see") -> Callable[[ViewT], ViewT]:
        return self._open(path, "GET", act=act, gives=gives, status=200, is_kept=False)

    def post(  # type: ignore[override]  # ours says the act
        self,
        path: str,
        *,
        act: str,
        gives: Any,
        status: int = 200,
        is_kept: bool = True,
        is_in_earnest: bool = False,
        extra: Mapping[str, Any] | None = None,
    ) -> Callable[[ViewT], ViewT]:
        """`is_kept`: the answer may be kept for a call made again; not where it holds a secret, says who is to
        be forgotten, or asks a network. `is_in_earnest`: everybody would see it, so that the demonstration does not
        play it. `extra` is for the OpenAPI document."""
        return self._open(
            path, "POST", act=act, gives=gives, status=status, is_kept=is_kept, earnest=is_in_earnest, extra=extra
        )

    def put(self, path: str, *, act: str, gives: Any) -> Callable[[ViewT], ViewT]:  # type: ignore[override]  # as above
        return self._open(path, "PUT", act=act, gives=gives, status=200, is_kept=False)

    def delete(self, path: str, *, act: str) -> Callable[[ViewT], ViewT]:  # type: ignore[override]  # as above
        return self._open(path, "DELETE", act=act, gives=None, status=204, is_kept=False)

    def _open(
        self,
        path: str,
        method: str,
        *,
        act: str,
        gives: Any,
        status: int,
        is_kept: bool,
        earnest: bool = False,
        extra: Mapping[str, Any] | None = None,
    ) -> Callable[[ViewT], ViewT]:
        assert act in MAY, act  # noqa: S101  # a slip of the pen, seen as soon as the module is read
        said: dict[str, Any] = {"x-act": act, "x-scope": scope_of(act), **(extra or {})}
        headers = {"GET": SAME, "PUT": UNCHANGED} | ({"POST": KEY} if is_kept else {})
        told_apart = {"POST": (TOO_LARGE,), "PUT": (NOT_THAT, TOO_LARGE)}
        said["responses"] = {code: _in_trouble() for code in (*told_apart.get(method, ()), *TROUBLES)}
        same = {304: None} if method == "GET" else {}
        if method in headers:
            said["parameters"] = [headers[method]]

        def add(view: ViewT) -> ViewT:
            told = _told(once(view, status) if is_kept else view, status, earnest=earnest)
            self.api_operation(
                [method],
                path,
                auth=Bearer(act),
                response={status: gives, **same},
                operation_id=view.__name__,
                summary=view.__name__.replace("_", " ").capitalize(),
                openapi_extra=said,
            )(told)
            return view

        return add


def _in_trouble() -> dict[str, Any]:
    """As the document has it. Ninja would make a model of its own for each of them, which nothing answers with: two
    thousand of them took forty megabytes."""
    schema = {"$ref": f"#/components/schemas/{Trouble.__name__}"}
    return {"content": {"application/json": {"schema": schema}}}


def _told(view: Callable[..., Any], status: int, *, earnest: bool) -> Callable[..., Any]:
    """In the town's own time, and with the status of what was done."""

    @wraps(view)
    def told(request: ProgramRequest, **given: Any) -> Any:
        if earnest and request.organisation.is_demo:
            said = _("Everybody would see this: the demonstration changes neither the directory nor the rankings.")
            raise Refusal(403, said)
        with timezone.override(request.organisation.tz):
            answer = view(request, **given)
        return answer if isinstance(answer, Status) else Status(status, answer)  # kept: as it was told then

    return told
