from django.urls import path

from beffroi.facts import views

urlpatterns = [
    path("facts/<int:pk>/sources/new/<str:kind>", views.source_new, name="fact_source_new"),
    path("facts/sources/<int:pk>/removal", views.source_removal, name="fact_source_removal"),
    path("facts/sources/<int:pk>/reading", views.source_reading, name="fact_source_reading"),
    path("facts/<int:pk>/readings", views.readings, name="fact_readings"),
    path("facts/readings/<int:pk>/evidence", views.evidence, name="fact_evidence"),
    path("facts/<int:pk>/witnesses", views.witnesses, name="fact_witnesses"),
    path("facts/witnesses/<int:pk>/asking", views.asking, name="fact_witness_asking"),
    path("facts/<int:pk>/waiting", views.waiting, name="fact_waiting"),
    path("facts/<int:pk>/giving-up", views.giving_up, name="fact_giving_up"),
]
