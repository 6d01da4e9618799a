"""What a program may do in the inbox."""

from beffroi.inbox.api import cases, desk, promises

ROUTERS = [cases.router, desk.router, promises.router]
