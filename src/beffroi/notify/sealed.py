"""What is sealed in this room."""

from beffroi.access.sealed import Sealed

SEALED = [
    Sealed("notify.Choice", "sealed", "notify.choice:{pk}:address"),
    Sealed("notify.Message", "sealed", "notify.message:{pk}:secrets"),
    Sealed("notify.PushKey", "sealed", "notify.pushkey:{pk}:private"),
    Sealed("notify.WebhookEndpoint", "sealed", "notify.webhookendpoint:{pk}:secrets"),
]
