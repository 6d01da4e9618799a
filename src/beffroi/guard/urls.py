from django.urls import path

from beffroi.guard import views

urlpatterns = [
    path("guard", views.guard, name="guard"),
    path("guard/accounts/<int:pk>/reading", views.reading, name="profile_reading"),
    path("guard/alarms/<int:pk>", views.alarm, name="alarm"),
    path("guard/alarms/<int:pk>/verdict", views.verdict, name="alarm_verdict"),
    path("guard/alarms/<int:pk>/recovery", views.recovery, name="alarm_recovery"),
]
