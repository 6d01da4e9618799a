from django.urls import path

from beffroi.notify.views import notifications, on_call, webhooks

urlpatterns = [
    path("settings/notifications", notifications.notifications, name="notifications"),
    path("settings/notifications/<str:channel>", notifications.choice, name="notification_choice"),
    path("settings/notifications/<str:channel>/proof", notifications.proof, name="notification_proof"),
    path("settings/notifications/<str:channel>/test", notifications.test, name="notification_test"),
    path("settings/on-call", on_call.on_call, name="on_call"),
    path("settings/on-call/<int:pk>/removal", on_call.watch_removal, name="watch_removal"),
    path("settings/webhooks", webhooks.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>", webhooks.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/secret", webhooks.secret, name="webhook_secret"),
    path("settings/webhooks/<int:pk>/test", webhooks.test, name="webhook_test"),
    path("settings/webhooks/<int:pk>/switch", webhooks.switch, name="webhook_switch"),
    path("settings/webhooks/<int:pk>/removal", webhooks.removal, name="webhook_removal"),
    path("settings/webhooks/calls/<int:pk>/again", webhooks.again, name="webhook_again"),
]
