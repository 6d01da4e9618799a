from django.urls import path

from beffroi.notify import on_call_views, views, webhook_views

urlpatterns = [
    path("settings/notifications", views.notifications, name="notifications"),
    path("settings/notifications/<str:channel>", views.choice, name="notification_choice"),
    path("settings/notifications/<str:channel>/proof", views.proof, name="notification_proof"),
    path("settings/notifications/<str:channel>/test", views.test, name="notification_test"),
    path("settings/on-call", on_call_views.on_call, name="on_call"),
    path("settings/on-call/<int:pk>/removal", on_call_views.watch_removal, name="watch_removal"),
    path("settings/webhooks", webhook_views.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>", webhook_views.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/secret", webhook_views.secret, name="webhook_secret"),
    path("settings/webhooks/<int:pk>/test", webhook_views.test, name="webhook_test"),
    path("settings/webhooks/<int:pk>/switch", webhook_views.switch, name="webhook_switch"),
    path("settings/webhooks/<int:pk>/removal", webhook_views.removal, name="webhook_removal"),
    path("settings/webhooks/calls/<int:pk>/again", webhook_views.again, name="webhook_again"),
]
