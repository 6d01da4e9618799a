from django.urls import path

from beffroi.guard.views import alarms, identity, outside, peers, playbook, silence, wall

urlpatterns = [
    path("guard", wall.guard, name="guard"),
    path("guard/rates", wall.rates, name="guard_rates"),
    path("guard/peers", peers.peers, name="peers"),
    path("guard/peers/new", peers.peer_new, name="peer_new"),
    path("guard/peers/<int:pk>/acceptance", peers.peer_acceptance, name="peer_acceptance"),
    path("guard/peers/<int:pk>/removal", peers.peer_removal, name="peer_removal"),
    path("guard/silent", silence.silent_accounts, name="silent_accounts"),
    path("guard/accounts/<int:pk>/reading", wall.reading, name="profile_reading"),
    path("guard/accounts/<int:pk>/identity", identity.identity, name="identity"),
    path("guard/accounts/<int:pk>/identity/signing", identity.signing, name="identity_signing"),
    path("guard/alarms/<int:pk>", alarms.alarm, name="alarm"),
    path("guard/alarms/<int:pk>/verdict", alarms.verdict, name="alarm_verdict"),
    path("guard/alarms/<int:pk>/later", alarms.later, name="alarm_later"),
    path("guard/alarms/<int:pk>/recovery", alarms.recovery, name="alarm_recovery"),
    path("guard/signs", outside.signs, name="signs"),
    path("guard/signs/line", outside.line_switch, name="citizens_line_switch"),
    path("looks-taken/<str:address>", outside.citizens_line, name="citizens_line"),
    path("guard/playbooks/<int:pk>", playbook.playbook, name="playbook"),
    path("guard/playbooks/<int:pk>/steps", playbook.step, name="playbook_step"),
    path("guard/playbooks/<int:pk>/surfaces", playbook.surface, name="playbook_surface"),
    path("guard/playbooks/<int:pk>/way", playbook.way, name="playbook_way"),
    path("guard/playbooks/<int:pk>/closing", playbook.closing, name="playbook_closing"),
    path("guard/playbooks/<int:pk>/complaint", playbook.complaint, name="complaint"),
    path("guard/playbooks/<int:pk>/complaint.pdf", playbook.complaint_pdf, name="complaint_pdf"),
]
