from django.urls import path

from beffroi.directory import views

urlpatterns = [
    path("settings/accounts", views.accounts, name="accounts"),
    path("settings/accounts/new/<str:network>", views.connect, name="account_connect"),
    path("settings/accounts/<int:pk>/ceiling", views.ceiling, name="account_ceiling"),
    path("settings/accounts/<int:pk>/feed", views.feed, name="account_feed_switch"),
    path("settings/keys", views.key_holders, name="key_holders"),
    path("settings/accounts/<int:pk>/holder", views.key_holder, name="key_holder"),
    path("settings/accounts/<int:pk>/proof", views.key_proof, name="key_proof"),
    path("settings/accounts/<int:pk>/parking", views.parking, name="account_parking"),
]
