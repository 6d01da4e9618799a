"""What a program may do with facts."""

from beffroi.facts.api import stated, told

ROUTERS = [stated.router, told.router]
