"""What a program may do about telling people: how its person is told, who is on call, which programs are called."""

from beffroi.notify.api import notifications, on_call, webhooks

ROUTERS = [notifications.router, on_call.router, webhooks.router]
