"""Visiting the demonstration town, stepping through its scenes, looking at its network."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest
from beffroi.access.models import User
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Blocked
from beffroi.site.demonstration.acts import NotYet
from beffroi.site.demonstration.scenes import SCENES, Scene, scene_called
from beffroi.site.demonstration.town import PEOPLE, Town, build, standing
from beffroi.site.founding import is_founded


@require_POST
@login_not_required
def visit(request: HttpRequest) -> HttpResponse:
    """Opens the town, built on the first visit. Once an organisation works here, only its people may."""
    if not request.user.is_authenticated and is_founded():
        raise PermissionDenied(_("An organisation works here: sign in to see the demonstration."))
    again = request.POST.get("again") == "yes"
    town = None if again else standing()
    _become(request, town or build(timezone.now()), "ana")
    if again:
        request.session["scenes"] = {}
    return redirect("demonstration")


@require_POST
def person(request: DeskRequest) -> HttpResponse:
    """Sees the town as somebody else of the town; nobody else's organisation is ever entered this way."""
    town, who = _town(request), request.POST.get("who", "")
    if who not in PEOPLE:
        raise Http404
    _become(request, town, who)
    return redirect("demonstration")


def _become(request: HttpRequest, town: Town, who: str) -> User:
    played = request.session.get("scenes", {})
    user = town.person(who)
    login(request, user)
    request.session["organisation"] = town.organisation.pk
    request.session["scenes"] = played
    return user


def demonstration(request: DeskRequest) -> HttpResponse:
    _town(request)
    played = request.session.get("scenes", {})
    scenes = [(scene, played.get(scene.slug, 0)) for scene in SCENES]
    context = {"scenes": scenes, "people": PEOPLE, "is_founded": is_founded()}
    return render(request, "demonstration/demonstration.html", context)


def scene(request: DeskRequest, slug: str) -> HttpResponse:
    town, chosen = _town(request), _scene(slug)
    played = request.session.get("scenes", {}).get(slug, 0)
    context = {"scene": chosen, "played": played, "look": _look(chosen, played, town), "people": PEOPLE}
    context["is_founded"] = is_founded()
    return render(request, "demonstration/scene.html", context)


@require_POST
def act(request: DeskRequest, slug: str) -> HttpResponse:
    """Plays the next act of a scene."""
    town, chosen = _town(request), _scene(slug)
    played = request.session.get("scenes", {})
    done = played.get(slug, 0)
    if request.POST.get("again") == "yes":
        request.session["scenes"] = {**played, slug: 0}
        return redirect("scene", slug=slug)
    if done < len(chosen.acts):
        try:
            chosen.acts[done].does(town, timezone.now())
        except NotYet:
            messages.info(request, _("Beffroi is still reading the network. Wait a second, then press again."))
        except (NotAllowed, Blocked):
            messages.warning(request, _("The town has moved on: look around, or begin again with a new town."))
        else:
            request.session["scenes"] = {**played, slug: done + 1}
    return redirect("scene", slug=slug)


@require_POST
def look(request: DeskRequest, slug: str) -> HttpResponse:
    """Goes to the page where the last act shows, as the person who would look at it."""
    town, chosen = _town(request), _scene(slug)
    played = request.session.get("scenes", {}).get(slug, 0)
    try:
        address = chosen.acts[played - 1].look(town) if played else "/"
    except NotYet:
        messages.info(request, _("Beffroi is still reading the network. Wait a second, then press again."))
        return redirect("scene", slug=slug)
    _become(request, town, chosen.acts[played - 1].as_whom)
    return redirect(address)


def _look(chosen: Scene, played: int, town: Town) -> str:
    """The name of the person as whom the last act is looked at; empty before the first."""
    return PEOPLE[chosen.acts[played - 1].as_whom][0] if played else ""


def network(request: DeskRequest, native_id: str) -> HttpResponse:
    """A conversation as the fictional network shows it: where the receipts of the demonstration lead."""
    town = _town(request)
    state = town.network.read()
    if native_id not in state.posts:
        raise Http404
    root = state.posts[native_id].get("root") or native_id
    thread = [post for key, post in state.posts.items() if key == root or post.get("root") == root]
    shown = [{**post, "author": state.accounts.get(post["account"], {}), "post": post} for post in thread]
    return render(request, "demonstration/network.html", {"thread": shown, "native_id": native_id})


def _scene(slug: str) -> Scene:
    if (chosen := scene_called(slug)) is None:
        raise Http404
    return chosen


def _town(request: DeskRequest) -> Town:
    if request.organisation is None or not request.organisation.is_demo:
        raise Http404
    return Town(request.organisation)
