from django.urls import path

from beffroi.access.open_page import open_page
from beffroi.directory.views import account_roles, accounts, accounts_import, badge, open_data, proofs, register, verify
from beffroi.directory.views.changes import Changes

urlpatterns = [
    path("settings/accounts", accounts.accounts, name="accounts"),
    path("settings/accounts/new/<str:network>", accounts.connect, name="account_connect"),
    path("settings/accounts/<int:pk>/ceiling", accounts.ceiling, name="account_ceiling"),
    path("settings/accounts/<int:pk>/feed", accounts.feed, name="account_feed_switch"),
    path("settings/accounts/<int:pk>/roles", account_roles.account_roles, name="account_roles"),
    path("settings/accounts/roles/<int:pk>/end", account_roles.account_role_end, name="account_role_end"),
    path("directory/verify", verify.page, name="directory_verify"),
    path("directory/badge/<int:pk>.svg", badge.badge, name="directory_badge"),
    path("directory/badge/<int:pk>", badge.badge_page, name="directory_badge_page"),
    path("settings/official", proofs.official_accounts, name="official_accounts"),
    path("settings/official/bodies", proofs.answer_for, name="official_body"),
    path("settings/official/new", proofs.declare, name="official_new"),
    path("settings/official/<int:pk>/declaration", proofs.declaration, name="official_declaration"),
    path("settings/official/<int:pk>/review", proofs.review, name="official_review"),
    path("settings/official/<int:pk>/look", proofs.look_again, name="official_look"),
    path("directory", register.directory, name="directory"),
    path("directory/changes.atom", open_page()(Changes()), name="directory_changes"),
    path("directory/export", open_data.export, name="directory_export"),
    path("directory/export/<str:name>", open_data.file, name="directory_export_file"),
    path("directory/<slug:kind>/<str:code>", register.body, name="directory_body"),
    path("settings/keys", accounts.key_holders, name="key_holders"),
    path("settings/accounts/<int:pk>/holder", accounts.key_holder, name="key_holder"),
    path("settings/accounts/<int:pk>/proof", accounts.key_proof, name="key_proof"),
    path("settings/accounts/<int:pk>/parking", accounts.parking, name="account_parking"),
    path("settings/directory/import", accounts_import.accounts_import, name="directory_import"),
    path("settings/directory/import/writing", accounts_import.accounts_writing, name="directory_import_writing"),
    path("settings/directory/import/to-mend", accounts_import.accounts_to_mend, name="directory_import_to_mend"),
]
