from django.urls import path

from beffroi.listening.views import feeds, hub, opt_outs, policies, searches, trying

urlpatterns = [
    path("listening", searches.listening, name="listening"),
    path("listening/searches/new", searches.search_new, name="listening_search_new"),
    path("listening/searches/trial", trying.trial, name="listening_trial"),
    path("listening/searches/<int:pk>/edit", trying.edit, name="listening_search_edit"),
    path("listening/searches/<int:pk>/keeping", trying.keeping, name="listening_keeping"),
    path("settings/opt-outs", opt_outs.opt_outs, name="opt_outs"),
    path("settings/opt-outs/<int:pk>/removal", opt_outs.removal, name="opt_out_removal"),
    path("listening/searches/<int:pk>", searches.search, name="listening_search"),
    path("listening/searches/<int:pk>/pause", searches.pause, name="listening_pause"),
    path("listening/feeds", feeds.feeds, name="listening_feeds"),
    path("listening/feeds/new", feeds.feed_new, name="listening_feed_new"),
    path("listening/feeds/followed", feeds.follow, name="feed_following"),
    path("listening/feeds/<int:pk>/pause", feeds.pause, name="feed_pause"),
    path("listening/feeds/<int:pk>/reading", feeds.reading, name="feed_reading"),
    path("listening/feeds/<int:pk>/unfollowing", feeds.unfollow, name="feed_unfollowing"),
    path("hub/<str:name>", hub.hub, name="feed_hub"),
    path("listening/alerts/<int:pk>/reading", searches.alert_reading, name="alert_reading"),
    path("listening/alerts/<int:pk>/reopening", policies.alert_reopening, name="alert_reopening"),
    path("listening/searches/<int:pk>/policy", policies.policy, name="listening_policy"),
    path("listening/searches/<int:pk>/mute", policies.search_mute, name="listening_mute"),
    path("listening/matches/<int:pk>/author-mute", policies.author_mute, name="author_mute"),
    path("listening/stories/<int:pk>/mute", policies.story_mute, name="story_mute"),
    path("listening/mutes/<int:pk>/lifting", policies.mute_lifting, name="mute_lifting"),
]
