"""Notes when a session was last seen, so that its person recognises it in the list."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from beffroi.door.coming_in import SEEN
from beffroi.door.models import OpenSession
from beffroi.door.session_store import row_of

EVERY = 600  # seconds: a row written at each page would cost more than it tells


def seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (before := request.session.get(SEEN)):
            now = timezone.now()
            if now.timestamp() - before > EVERY:
                OpenSession.objects.filter(session_key=row_of(request.session)).update(seen_at=now)
                request.session[SEEN] = now.timestamp()
        return get_response(request)

    return middleware
