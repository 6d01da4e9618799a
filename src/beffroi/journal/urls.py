from django.urls import path

from beffroi.journal import views

urlpatterns = [
    path("journal", views.journal, name="journal"),
    path("journal/export", views.export, name="journal_export"),
]
