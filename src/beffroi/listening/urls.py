from django.urls import path

from beffroi.listening import feed_views, hub_views, views

urlpatterns = [
    path("listening", views.listening, name="listening"),
    path("listening/searches/new", views.search_new, name="listening_search_new"),
    path("listening/searches/<int:pk>", views.search, name="listening_search"),
    path("listening/searches/<int:pk>/pause", views.pause, name="listening_pause"),
    path("listening/feeds", feed_views.feeds, name="listening_feeds"),
    path("listening/feeds/new", feed_views.feed_new, name="listening_feed_new"),
    path("listening/feeds/followed", feed_views.follow, name="feed_following"),
    path("listening/feeds/<int:pk>/pause", feed_views.pause, name="feed_pause"),
    path("listening/feeds/<int:pk>/reading", feed_views.reading, name="feed_reading"),
    path("listening/feeds/<int:pk>/unfollowing", feed_views.unfollow, name="feed_unfollowing"),
    path("hub/<str:name>", hub_views.hub, name="feed_hub"),
    path("listening/alerts/<int:pk>/reading", views.alert_reading, name="alert_reading"),
]
