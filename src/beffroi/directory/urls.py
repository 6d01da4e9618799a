from django.urls import path

from beffroi.directory import views
from beffroi.directory.bringing_in import views as bringing_in

urlpatterns = [
    path("settings/accounts", views.accounts, name="accounts"),
    path("settings/accounts/new/<str:network>", views.connect, name="account_connect"),
    path("settings/accounts/<int:pk>/ceiling", views.ceiling, name="account_ceiling"),
    path("settings/accounts/<int:pk>/feed", views.feed, name="account_feed_switch"),
    path("settings/keys", views.key_holders, name="key_holders"),
    path("settings/accounts/<int:pk>/holder", views.key_holder, name="key_holder"),
    path("settings/accounts/<int:pk>/proof", views.key_proof, name="key_proof"),
    path("settings/accounts/<int:pk>/parking", views.parking, name="account_parking"),
    path("settings/directory/import", bringing_in.accounts_import, name="directory_import"),
    path("settings/directory/import/writing", bringing_in.accounts_writing, name="directory_import_writing"),
    path("settings/directory/import/to-mend", bringing_in.accounts_to_mend, name="directory_import_to_mend"),
]
