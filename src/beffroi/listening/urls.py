from django.urls import path

from beffroi.listening import feed_views, hub_views, optout_views, policy_views, search_views, views

urlpatterns = [
    path("listening", views.listening, name="listening"),
    path("listening/searches/new", views.search_new, name="listening_search_new"),
    path("listening/searches/trial", search_views.trial, name="listening_trial"),
    path("listening/searches/<int:pk>/edit", search_views.edit, name="listening_search_edit"),
    path("listening/searches/<int:pk>/keeping", search_views.keeping, name="listening_keeping"),
    path("settings/opt-outs", optout_views.opt_outs, name="opt_outs"),
    path("settings/opt-outs/<int:pk>/removal", optout_views.removal, name="opt_out_removal"),
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
    path("listening/alerts/<int:pk>/reopening", policy_views.alert_reopening, name="alert_reopening"),
    path("listening/searches/<int:pk>/policy", policy_views.policy, name="listening_policy"),
    path("listening/searches/<int:pk>/mute", policy_views.search_mute, name="listening_mute"),
    path("listening/matches/<int:pk>/author-mute", policy_views.author_mute, name="author_mute"),
    path("listening/stories/<int:pk>/mute", policy_views.story_mute, name="story_mute"),
    path("listening/mutes/<int:pk>/lifting", policy_views.mute_lifting, name="mute_lifting"),
]
