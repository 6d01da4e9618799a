from django.urls import path

from beffroi.rankings.views import beginning, expected, graph, public, replies, thanks

urlpatterns = [
    path("rankings", public.rankings, name="rankings"),
    path("rankings/editions.atom", graph.editions, name="ranking_feed"),
    path("directory/<slug:kind>/<str:code>/card.png", graph.card, name="directory_card"),
    path("rankings/<int:number>", public.edition, name="ranking_edition"),
    path("rankings/<int:number>/archive", public.archive, name="ranking_archive"),
    path("rankings/<int:number>/replies", replies.replies, name="ranking_replies"),
    path("rankings/<int:number>/replies/<str:kind>/<str:code>", replies.reply, name="ranking_reply"),
    path("settings/rankings", beginning.rankings, name="ranking_settings"),
    path("settings/rankings/<int:number>/stop", beginning.stop, name="ranking_stop"),
    path("rankings/expected", expected.expected, name="expected"),
    path("rankings/thanks", thanks.thanks, name="thanks"),
    path("rankings/thanks/draft", thanks.draft, name="thanks_draft"),
    path("rankings/thanks/<slug:shape>.png", thanks.card, name="thanks_card"),
]
