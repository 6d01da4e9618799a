"""What is sealed in this room."""

from beffroi.access.sealed import Sealed

SEALED = [
    Sealed("notify.Message", "sealed", "notify.message:{pk}:secrets"),
    Sealed("notify.WebhookEndpoint", "sealed", "notify.webhookendpoint:{pk}:secrets"),
]
