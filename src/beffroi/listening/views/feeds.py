"""Following blogs and newspapers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.connectors.contract import NetworkTrouble
from beffroi.directory.feeds import Found, find_feeds
from beffroi.journal.sentences import translated
from beffroi.listening.forms.searches import FollowForm, LookForm
from beffroi.listening.models import Feed
from beffroi.work.paging import page

PREVIEW = 3  # entries of each feed that was found


@allowed("see")
def feeds(request: DeskRequest) -> HttpResponse:
    followed = Feed.objects.of(request.organisation).select_related("subscription").defer("seen")  # no page shows them
    shown = page(followed, request.GET.get("after", ""), by=["title", "pk"])
    context = {"page": shown, "may_search": request.membership.may("search")}
    return render(request, "listening/feeds.html", context)


@allowed("search")
def feed_new(request: DeskRequest) -> HttpResponse:
    """Looks an address up and shows the feeds there with their last entries; nothing is kept of it."""
    form, found = LookForm(request.POST or None), list[Found]()
    if request.method == "POST" and form.is_valid():
        try:
            found = find_feeds(form.cleaned_data["address"], now=timezone.now())
        except NetworkTrouble as trouble:
            form.add_error("address", translated(trouble.reason.as_json()))
    followed = Feed.objects.of(request.organisation).values_list("origin", "address")
    known = {address for both in followed for address in both}
    offers = [(each, each.read.entries[:PREVIEW], each.address in known) for each in found]
    context = {"form": form, "offers": offers}
    return render(request, "listening/feed_new.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("search")
def follow(request: DeskRequest) -> HttpResponse:
    form = FollowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was followed: look the address up first, then follow what was found."))
        return redirect("listening_feed_new")
    feed = Feed.follow(request.organisation, **form.cleaned_data, by=request.user, now=timezone.now())
    said = _("“%(title)s” is followed: your searches are asked of the last week, then of all that comes.")
    messages.success(request, said % {"title": feed.title}, extra_tags="feed-new")
    return redirect("listening_feeds")


@require_POST
@allowed("search")
def pause(request: DeskRequest, pk: int) -> HttpResponse:
    feed = _feed(request, pk)
    switch = feed.pause if feed.due_at is not None else feed.resume
    switch(by=request.user, now=timezone.now())
    return redirect("listening_feeds")


@require_POST
@allowed("search")
def reading(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks for a reading now, not at its next turn."""
    _feed(request, pk).read_now(now=timezone.now())
    messages.info(request, _("The feed is being read."))
    return redirect("listening_feeds")


@require_POST
@allowed("search")
def unfollow(request: DeskRequest, pk: int) -> HttpResponse:
    feed = _feed(request, pk)
    feed.unfollow(by=request.user, now=timezone.now())
    messages.success(request, _("“%(title)s” is followed no more. What was found in it stays.") % {"title": feed.title})
    return redirect("listening_feeds")


def _feed(request: DeskRequest, pk: int) -> Feed:
    return get_object_or_404(Feed.objects.of(request.organisation).select_related("organisation"), pk=pk)
