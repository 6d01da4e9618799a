"""What a program may do in the chronicle."""

from beffroi.chronicle.api import entries, incidents

ROUTERS = [incidents.router, entries.router]
