from django.urls import path

from beffroi.publishing.views import decisions, departures, drafts

urlpatterns = [
    path("drafts", drafts.drafts, name="drafts"),
    path("drafts/new", drafts.new, name="draft_new"),
    path("drafts/<int:pk>", decisions.draft, name="draft"),
    path("drafts/<int:pk>/edit", drafts.edit, name="draft_edit"),
    path("drafts/<int:pk>/submission", decisions.submission, name="draft_submission"),
    path("drafts/<int:pk>/approval", decisions.approval, name="draft_approval"),
    path("drafts/<int:pk>/change-request", decisions.change_request, name="draft_change_request"),
    path("drafts/<int:pk>/discarding", decisions.discarding, name="draft_discarding"),
    path("departures", departures.departures, name="departures"),
    path("departures/<int:pk>/requeueing", departures.requeueing, name="publication_requeueing"),
    path("departures/<int:pk>/withdrawal", departures.withdrawal, name="publication_withdrawal"),
    path("attachments/<int:pk>", departures.attachment, name="attachment"),
]
