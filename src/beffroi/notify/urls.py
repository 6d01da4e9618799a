from django.urls import path

from beffroi.notify import views

urlpatterns = [
    path("settings/notifications", views.notifications, name="notifications"),
    path("settings/notifications/<str:channel>", views.choice, name="notification_choice"),
    path("settings/notifications/<str:channel>/proof", views.proof, name="notification_proof"),
    path("settings/notifications/<str:channel>/test", views.test, name="notification_test"),
]
