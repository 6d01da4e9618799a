"""What a program may do in listening."""

from beffroi.listening.api import quiet, searches

ROUTERS = [searches.router, quiet.router]
