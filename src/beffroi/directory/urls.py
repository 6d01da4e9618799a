from django.urls import path

from beffroi.access.open_page import open_page
from beffroi.directory.views import accounts, badge, proofs, register, verify
from beffroi.directory.views.changes import Changes

urlpatterns = [
    path("settings/accounts", accounts.accounts, name="accounts"),
    path("settings/accounts/new/<str:network>", accounts.connect, name="account_connect"),
    path("settings/accounts/<int:pk>/ceiling", accounts.ceiling, name="account_ceiling"),
    path("settings/accounts/<int:pk>/feed", accounts.feed, name="account_feed_switch"),
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
    path("directory/<slug:kind>/<str:code>", register.body, name="directory_body"),
    path("settings/keys", accounts.key_holders, name="key_holders"),
    path("settings/accounts/<int:pk>/holder", accounts.key_holder, name="key_holder"),
    path("settings/accounts/<int:pk>/proof", accounts.key_proof, name="key_proof"),
    path("settings/accounts/<int:pk>/parking", accounts.parking, name="account_parking"),
]
