from django.urls import path

from beffroi.chronicle import views

urlpatterns = [
    path("chronicle", views.chronicle, name="chronicle"),
    path("chronicle/new", views.opening, name="incident_new"),
    path("chronicle/<int:pk>", views.incident, name="incident"),
    path("chronicle/<int:pk>/notes", views.notes, name="incident_notes"),
    path("chronicle/<int:pk>/summary", views.summary, name="incident_summary"),
    path("chronicle/<int:pk>/closure", views.closure, name="incident_closure"),
    path("chronicle/<int:pk>/reopening", views.reopening, name="incident_reopening"),
    path("chronicle/<int:pk>/publication", views.publication, name="incident_publication"),
    path("chronicle/<int:pk>/withdrawal", views.withdrawal, name="incident_withdrawal"),
    path("chronicle/<int:pk>/report.md", views.report, {"form": "md"}, name="incident_markdown"),
    path("chronicle/<int:pk>/report.html", views.report, {"form": "html"}, name="incident_html"),
    path("chronicle/<int:pk>/report.pdf", views.report, {"form": "pdf"}, name="incident_pdf"),
    path("chronicle/entries/<int:pk>", views.entry, name="entry"),
    path("chronicle/entries/<int:pk>/episode", views.episode, name="entry_episode"),
    path("chronicle/entries/<int:pk>/removal", views.removal, name="entry_removal"),
    path("chronicle/entries/<int:pk>/evidence.json", views.evidence, name="entry_evidence"),
    path("incident/<str:slug>", views.public, name="public_incident"),
]
