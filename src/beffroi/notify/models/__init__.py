"""Messages to people, what each person wants to be told, and how far the ledger was read."""

from beffroi.notify.models.choice import Choice
from beffroi.notify.models.cursor import Cursor
from beffroi.notify.models.message import Message, Recipient

__all__ = ["Choice", "Cursor", "Message", "Recipient"]
