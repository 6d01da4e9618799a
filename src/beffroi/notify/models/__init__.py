"""Messages to people, what each person wants to be told, who is on call, and how far the ledger was read."""

from beffroi.notify.models.choice import Choice
from beffroi.notify.models.cursor import Cursor
from beffroi.notify.models.message import Message, Recipient
from beffroi.notify.models.push_key import PushKey
from beffroi.notify.models.watch import Watch
from beffroi.notify.models.webhook import WebhookEndpoint
from beffroi.notify.models.webhook_delivery import WebhookDelivery

__all__ = ["Choice", "Cursor", "Message", "PushKey", "Recipient", "Watch", "WebhookDelivery", "WebhookEndpoint"]
