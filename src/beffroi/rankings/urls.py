from django.urls import path

from beffroi.rankings.views import public, replies

urlpatterns = [
    path("rankings", public.rankings, name="rankings"),
    path("rankings/<int:number>", public.edition, name="ranking_edition"),
    path("rankings/<int:number>/archive", public.archive, name="ranking_archive"),
    path("rankings/<int:number>/replies", replies.replies, name="ranking_replies"),
    path("rankings/<int:number>/replies/<str:kind>/<str:code>", replies.reply, name="ranking_reply"),
]
