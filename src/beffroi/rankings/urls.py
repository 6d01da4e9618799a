from django.urls import URLPattern, path

from beffroi.rankings.views import thanks

urlpatterns: list[URLPattern] = [
    path("rankings/thanks", thanks.thanks, name="thanks"),
    path("rankings/thanks/draft", thanks.draft, name="thanks_draft"),
    path("rankings/thanks/<slug:shape>.png", thanks.card, name="thanks_card"),
]
