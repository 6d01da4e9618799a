from django.urls import path

from beffroi.guard import views

urlpatterns = [
    path("guard", views.guard, name="guard"),
    path("guard/accounts/<int:pk>/reading", views.reading, name="profile_reading"),
    path("guard/alarms/<int:pk>", views.alarm, name="alarm"),
    path("guard/alarms/<int:pk>/verdict", views.verdict, name="alarm_verdict"),
    path("guard/alarms/<int:pk>/recovery", views.recovery, name="alarm_recovery"),
    path("guard/silent", views.silent_accounts, name="silent_accounts"),
    path("guard/playbooks/<int:pk>", views.playbook, name="playbook"),
    path("guard/playbooks/<int:pk>/steps", views.step, name="playbook_step"),
    path("guard/playbooks/<int:pk>/surfaces", views.surface, name="playbook_surface"),
    path("guard/playbooks/<int:pk>/way", views.way, name="playbook_way"),
    path("guard/playbooks/<int:pk>/closing", views.closing, name="playbook_closing"),
    path("guard/playbooks/<int:pk>/complaint", views.complaint, name="complaint"),
    path("guard/playbooks/<int:pk>/complaint.pdf", views.complaint_pdf, name="complaint_pdf"),
]
