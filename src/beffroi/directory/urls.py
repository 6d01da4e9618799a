from django.urls import path

from beffroi.directory import views

urlpatterns = [
    path("settings/accounts", views.accounts, name="accounts"),
    path("settings/accounts/new/<str:network>", views.connect, name="account_connect"),
]
