"""What a program may do in the inbox."""

from beffroi.inbox.api import brought_in, cases, consulting, desk, elsewhere, moderation, promises, together

ROUTERS = [
    cases.router,
    together.router,
    elsewhere.router,
    moderation.router,
    consulting.router,
    desk.router,
    promises.router,
    brought_in.router,
]
