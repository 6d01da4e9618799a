from django.urls import path

from beffroi.guard.views import alarms, identity, wall

urlpatterns = [
    path("guard", wall.guard, name="guard"),
    path("guard/rates", wall.rates, name="guard_rates"),
    path("guard/accounts/<int:pk>/reading", wall.reading, name="profile_reading"),
    path("guard/accounts/<int:pk>/identity", identity.identity, name="identity"),
    path("guard/accounts/<int:pk>/identity/signing", identity.signing, name="identity_signing"),
    path("guard/alarms/<int:pk>", alarms.alarm, name="alarm"),
    path("guard/alarms/<int:pk>/verdict", alarms.verdict, name="alarm_verdict"),
    path("guard/alarms/<int:pk>/later", alarms.later, name="alarm_later"),
    path("guard/alarms/<int:pk>/recovery", alarms.recovery, name="alarm_recovery"),
]
