from django.urls import path

from beffroi.journal import views

urlpatterns = [path("journal", views.journal, name="journal")]
