from django.urls import path

from beffroi.listening import optout_views, search_views, views

urlpatterns = [
    path("listening", views.listening, name="listening"),
    path("listening/searches/new", views.search_new, name="listening_search_new"),
    path("listening/searches/trial", search_views.trial, name="listening_trial"),
    path("listening/searches/<int:pk>/edit", search_views.edit, name="listening_search_edit"),
    path("listening/searches/<int:pk>/keeping", search_views.keeping, name="listening_keeping"),
    path("settings/opt-outs", optout_views.opt_outs, name="opt_outs"),
    path("settings/opt-outs/<int:pk>/removal", optout_views.removal, name="opt_out_removal"),
    path("listening/searches/<int:pk>", views.search, name="listening_search"),
    path("listening/searches/<int:pk>/pause", views.pause, name="listening_pause"),
    path("listening/alerts/<int:pk>/reading", views.alert_reading, name="alert_reading"),
]
