"""What the web server runs: `/live/` as pure ASGI, open pages from memory, everything else as Django over WSGI.

Under Django's own ASGI handler every open stream would hold a thread, because some middleware is synchronous.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.site.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

pages = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]  # a2wsgi's own type for environ

from beffroi.site.live import Receive, Scope, Send, live  # noqa: E402  # the models need the application above
from beffroi.site.open_cache import OpenCache  # noqa: E402  # likewise
from beffroi.site.whole_bodies import WholeBodies  # noqa: E402  # likewise

kept = OpenCache(WholeBodies(pages))  # type: ignore[arg-type]  # a2wsgi's own typed dictionaries


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/live/"):
        await live(scope, receive, send)
    elif scope["type"] == "http":
        await kept(scope, receive, send)
    else:
        await pages(scope, receive, send)  # type: ignore[arg-type]  # a2wsgi's own typed dictionaries


async def _lifespan(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
