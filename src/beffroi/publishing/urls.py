from django.urls import path

from beffroi.publishing import views

urlpatterns = [
    path("drafts", views.drafts, name="drafts"),
    path("drafts/new", views.new, name="draft_new"),
    path("drafts/<int:pk>", views.draft, name="draft"),
    path("drafts/<int:pk>/edit", views.edit, name="draft_edit"),
    path("drafts/<int:pk>/submission", views.submission, name="draft_submission"),
    path("drafts/<int:pk>/approval", views.approval, name="draft_approval"),
    path("drafts/<int:pk>/change-request", views.change_request, name="draft_change_request"),
    path("drafts/<int:pk>/discarding", views.discarding, name="draft_discarding"),
    path("departures", views.departures, name="departures"),
    path("departures/<int:pk>/requeueing", views.requeueing, name="publication_requeueing"),
    path("departures/<int:pk>/withdrawal", views.withdrawal, name="publication_withdrawal"),
    path("attachments/<int:pk>", views.attachment, name="attachment"),
]
