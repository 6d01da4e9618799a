"""Pages for everybody: the same for each reader of a language, so that they may be kept and given again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

SECONDS = 60


def open_page(seconds: int = SECONDS) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Opens a view to everybody and lets its answer to a reading be kept for so many seconds.

    The view must not look at who is there: in front of it the session is taken off the request (site/open_cache.py),
    so that what is kept of one reader's page can tell nothing about them to the next.
    """

    def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = view(request, *args, **kwargs)
            if request.method in ("GET", "HEAD") and answer.status_code in (200, 404):
                if not answer.has_header("Cache-Control"):
                    patch_cache_control(answer, public=True, max_age=seconds)
                patch_vary_headers(answer, ["Accept-Language"])
            return answer

        answered.is_open = True  # type: ignore[attr-defined]  # read by site/open_cache.py
        return answered

    return opened
