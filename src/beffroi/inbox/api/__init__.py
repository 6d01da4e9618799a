"""What a program may do in the inbox."""

from beffroi.inbox.api import cases, desk, promises

DOORS = [cases.door, desk.door, promises.door]
