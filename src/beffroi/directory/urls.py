from django.urls import path

from beffroi.access.open_page import open_page
from beffroi.directory.views import accounts, register
from beffroi.directory.views.changes import Changes

urlpatterns = [
    path("settings/accounts", accounts.accounts, name="accounts"),
    path("settings/accounts/new/<str:network>", accounts.connect, name="account_connect"),
    path("settings/accounts/<int:pk>/ceiling", accounts.ceiling, name="account_ceiling"),
    path("settings/accounts/<int:pk>/feed", accounts.feed, name="account_feed_switch"),
    path("directory", register.directory, name="directory"),
    path("directory/changes.atom", open_page()(Changes()), name="directory_changes"),
    path("directory/<slug:kind>/<str:code>", register.body, name="directory_body"),
    path("settings/keys", accounts.key_holders, name="key_holders"),
    path("settings/accounts/<int:pk>/holder", accounts.key_holder, name="key_holder"),
    path("settings/accounts/<int:pk>/proof", accounts.key_proof, name="key_proof"),
    path("settings/accounts/<int:pk>/parking", accounts.parking, name="account_parking"),
]
