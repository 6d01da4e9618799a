"""What a program may do in the guard."""

from beffroi.guard.api import alarms, identities, outside

ROUTERS = [alarms.router, identities.router, outside.router]
