from django.urls import path

from beffroi.keeping.views import holds, notice, periods, person, requests

urlpatterns = [
    path("settings/kept", periods.kept, name="kept"),
    path("settings/kept/<str:key>", periods.period, name="kept_period"),
    path("settings/holds", holds.holds, name="holds"),
    path("settings/holds/<int:pk>/lifting", holds.lifting, name="hold_lifting"),
    path("settings/person", person.person, name="person_data"),
    path("settings/person/file", person.file, name="person_file"),
    path("settings/person/erasure", person.erasure, name="person_erasure"),
    path("settings/person/requests", requests.requests, name="person_requests"),
    path("settings/person/requests/<int:pk>/answer", requests.answer, name="person_answer"),
    path("settings/privacy", notice.privacy, name="privacy"),
    path("settings/privacy/text/<str:what>", notice.text, name="privacy_text"),
    path("privacy/<str:slug>", notice.public, name="public_notice"),
]
