from django.urls import path

from beffroi.listening import views

urlpatterns = [
    path("listening", views.listening, name="listening"),
    path("listening/searches/new", views.search_new, name="listening_search_new"),
    path("listening/searches/<int:pk>", views.search, name="listening_search"),
    path("listening/searches/<int:pk>/pause", views.pause, name="listening_pause"),
    path("listening/alerts/<int:pk>/reading", views.alert_reading, name="alert_reading"),
]
