from django.urls import path

from beffroi.site.demonstration import views

urlpatterns = [
    path("demonstration", views.demonstration, name="demonstration"),
    path("demonstration/visit", views.visit, name="demonstration_visit"),
    path("demonstration/person", views.person, name="demonstration_person"),
    path("demonstration/scenes/<slug:slug>", views.scene, name="scene"),
    path("demonstration/scenes/<slug:slug>/act", views.act, name="scene_act"),
    path("demonstration/scenes/<slug:slug>/look", views.look, name="scene_look"),
    path("demonstration/network/<str:native_id>", views.network, name="demonstration_network"),
]
