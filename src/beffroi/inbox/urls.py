from django.urls import path

from beffroi.inbox import views

urlpatterns = [
    path("inbox", views.inbox, name="inbox"),
    path("inbox/<int:pk>", views.case, name="case"),
    path("inbox/<int:pk>/replies", views.replies, name="case_replies"),
    path("inbox/<int:pk>/team", views.team, name="case_team"),
    path("inbox/<int:pk>/closure", views.closure, name="case_closure"),
    path("inbox/from-match/<int:pk>", views.from_match, name="case_from_match"),
]
