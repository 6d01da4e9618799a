"""The five cases that made Beffroi, as scenes: what happened then, and what happens here, act by act.

Each act is done by the product's own verbs and by the fictional network; nothing on the pages is painted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.guard.models import Alarm, ProfilePoll
from beffroi.inbox.models import Case, Reply
from beffroi.listening.models import Match
from beffroi.publishing.models import Draft
from beffroi.site.demonstration.town import Town

STRANGER = "Gabrielle P."


class NotYet(Exception):
    """The act before is still on its way through Beffroi: wait a second and press again."""


@dataclass(frozen=True)
class Act:
    """One press of the button: what it does in the town, and where to look afterwards, as whom."""

    says: Any
    does: Callable[[Town, datetime], None]
    look: Callable[[Town], str]
    as_whom: str


@dataclass(frozen=True)
class Scene:
    slug: str
    title: Any
    then: Any  # what happened to others
    now: Any  # what Beffroi does about it today
    acts: tuple[Act, ...]


# --- the vote that had not taken place

PREMATURE = "Ça y est : l'article 1er est adopté par le Sénat !"


def _writes_too_early(town: Town, now: datetime) -> None:
    bruno, account = town.person("bruno"), town.account("bellecloche")
    draft = Draft.begin(organisation=town.organisation, by=bruno, accounts=[account], text=PREMATURE, now=now)
    draft.submit(by=bruno, now=now)


def _premature(town: Town) -> Draft:
    return Draft.objects.filter(organisation=town.organisation, versions__text=PREMATURE).order_by("-pk")[0]


def _is_sent_back(town: Town, now: datetime) -> None:
    draft = _premature(town)
    reason = "Appel au banc : l'article 1er est encore en discussion, le vote n'a pas eu lieu."
    draft.request_changes(by=town.person("chloe"), reason=reason, version=draft.latest.number, now=now)


def _vote_takes_place(town: Town, now: datetime) -> None:
    draft, bruno = _premature(town), town.person("bruno")
    text = f"{PREMATURE} Vote à main levée à 15 h 45, constaté en séance."
    version = draft.revise(text=text, by=bruno, accounts=draft.accounts.all(), seen=draft.latest.number, now=now)
    draft.submit(by=bruno, now=now)
    draft.approve(by=town.person("chloe"), version=version.number, now=now)


def _draft_page(town: Town) -> str:
    return reverse("draft", args=[_premature(town).pk])


# --- the sleeping account

WAITING = "Permanence de madame la maire samedi à 10 h, salle des Échevins."


def _a_post_waits(town: Town, now: datetime) -> None:
    bruno, account = town.person("bruno"), town.account("ana.moreau")
    draft = Draft.begin(
        organisation=town.organisation, by=bruno, accounts=[account], text=WAITING, leave_at=now + timedelta(minutes=5), now=now
    )
    draft.submit(by=bruno, now=now)
    draft.approve(by=town.person("chloe"), version=1, now=now)


def _is_hijacked(town: Town, now: datetime) -> None:
    town.network.rename("ana.moreau", STRANGER)
    _read_profile_now(town, now)


def _read_profile_now(town: Town, now: datetime) -> None:
    poll, _new = ProfilePoll.objects.get_or_create(account=town.account("ana.moreau"))
    poll.due_at = now
    poll.save()


def _hijack(town: Town) -> Alarm:
    alarm = Alarm.objects.of(town.organisation).filter(kind="name").order_by("-pk").first()
    if alarm is None:
        raise NotYet
    return alarm


def _it_was_not_us(town: Town, now: datetime) -> None:
    _hijack(town).judge(ours=False, by=town.person("ana"), now=now)


def _comes_back(town: Town, now: datetime) -> None:
    town.network.rename("ana.moreau", "Ana Moreau")
    verdict = getattr(_hijack(town), "verdict", None)
    if verdict is None:
        raise NotYet
    verdict.close(by=town.person("ana"), now=now)


def _alarm_page(town: Town) -> str:
    return reverse("alarm", args=[_hijack(town).pk])


# --- questions and answers

POOL = "@bellecloche bonjour, la piscine est-elle ouverte lundi ? Impossible d'avoir quelqu'un au téléphone."
POOL_ANSWER = "Bonjour Lucie, oui : la piscine ouvre lundi de 10 h à 19 h. Bonne baignade !"
LAMP = "@bellecloche le lampadaire devant l'école Jules-Ferry clignote depuis trois jours."
LAMP_ANSWER = "Bonjour Karim, merci. La question est transmise au service Voirie, qui passe demain matin."
BLOG = "Note de 23 h : la passerelle du canal serait fermée sans que personne ne l'ait dit aux riverains."
BLOG_ANSWER = "Bonsoir, la passerelle du canal ferme deux nuits pour la pose d'une rampe ; elle rouvre jeudi à 6 h."


def _asks(handle: str, text: str) -> Callable[[Town, datetime], None]:
    return lambda town, now: void(town.network.say(handle, text, at=now))


def _case_of(text: str) -> Callable[[Town], Case]:
    def find(town: Town) -> Case:
        case = Case.objects.filter(organisation=town.organisation, latest__text=text).order_by("-pk").first()
        if case is None:
            raise NotYet
        return case

    return find


def _answers(text: str, answer: str) -> Callable[[Town, datetime], None]:
    def act(town: Town, now: datetime) -> None:
        driss = town.person("driss")
        _case_of(text)(town).reply(answer, by=driss, now=now).submit(by=driss, now=now)

    return act


def _approves(text: str) -> Callable[[Town, datetime], None]:
    def act(town: Town, now: datetime) -> None:
        reply = Reply.objects.filter(case=_case_of(text)(town)).order_by("-pk").first()
        if reply is None:
            raise NotYet
        draft = reply.draft
        draft.approve(by=town.person("chloe"), version=draft.latest.number, now=now)

    return act


def _case_page(text: str) -> Callable[[Town], str]:
    return lambda town: reverse("case", args=[_case_of(text)(town).pk])


def _hands_to_roads(town: Town, now: datetime) -> None:
    _case_of(LAMP)(town).hand_to(town.team("Voirie"), by=town.person("driss"), now=now)


def _is_worth_an_answer(town: Town, now: datetime) -> None:
    match = Match.objects.filter(search__organisation=town.organisation, post__text=BLOG).order_by("-pk").first()
    if match is None:
        raise NotYet
    Case.take_from(match.post, town.account("bellecloche"), now=now)


def void(_value: object) -> None:
    """Acts give nothing back."""


def _page(name: str) -> Callable[[Town], str]:
    return lambda _town: reverse(name)


SCENES = (
    Scene(
        "vote",
        _("The vote that had not taken place"),
        _(
            "23 October 2013, 15:15. A ministry's account announces that the Senate has adopted article 1. It becomes true "
            "thirty minutes later. The opposition attacks within minutes, the account apologises, the minister steps in."
        ),
        _(
            "Nothing leaves on one person's word: a second person sees the text on a phone and can send it back with a "
            "reason. Tying a post to the fact itself, so that it cannot leave before, is the next room to be built."
        ),
        (
            Act(_("Bruno follows the debate from afar. He writes that the article is adopted, and submits."), _writes_too_early, _draft_page, "chloe"),
            Act(_("Chloé telephones the bench: no vote yet. She sends it back with her reason."), _is_sent_back, _draft_page, "bruno"),
            Act(_("At 15:45 the vote takes place. Bruno says so in the text; Chloé approves; it leaves, once."), _vote_takes_place, _draft_page, "chloe"),
        ),
    ),
    Scene(
        "hijack",
        _("The sleeping account"),
        _(
            "From 2014 a mayor's account lies fallow. Somebody takes it, changes its name and picture. For weeks nobody "
            "notices; citizens tell him in February 2017. The account is deleted, and its thousand followers with it."
        ),
        _(
            "The public profile of every account is read every few minutes and compared with its registered identity. "
            "A broken name raises an alarm in words, freezes the account, and nothing that waits leaves from it."
        ),
        (
            Act(_("A post of the mayor's account is approved and waits for its time."), _a_post_waits, _page("departures"), "ana"),
            Act(_("A stranger holds the key: the account now shows another name."), _is_hijacked, _page("guard"), "ana"),
            Act(_("Ana reads the alarm and says: it was not us. The post that waited does not leave."), _it_was_not_us, _alarm_page, "ana"),
            Act(_("The name is put back, and Ana says that the account is hers again, followers included."), _comes_back, _alarm_page, "ana"),
        ),
    ),
    Scene(
        "answering-city",
        _("The city that answers"),
        _(
            "July 2014: Toulouse is proud to be the most active city and thanks those it talks with. Elsewhere every post "
            "passes a chain of services, so nobody is ever answered."
        ),
        _("A question becomes a case, the answer takes one approval and one tap, and the case is answered when it has left."),
        (
            Act(_("Lucie asks about the swimming pool. The question becomes a case within seconds."), _asks("lucie", POOL), _page("inbox"), "driss"),
            Act(_("Driss answers. His answer waits for one approval, not for a chain."), _answers(POOL, POOL_ANSWER), _case_page(POOL), "driss"),
            Act(_("Chloé approves from her phone. The case shows as answered because the answer left."), _approves(POOL), _case_page(POOL), "chloe"),
        ),
    ),
    Scene(
        "right-service",
        _("The question for another service"),
        _(
            "In the communes of the Loire, remarks must be passed to the service concerned, and a question about a street "
            "lamp dies with the one person who saw it."
        ),
        _("A case is handed to a service with a trace, and stays in the inbox until an answer has left."),
        (
            Act(_("Karim writes about a flickering street lamp."), _asks("karim", LAMP), _page("inbox"), "driss"),
            Act(_("Driss hands the case to Roads; who did it and when is written down."), _hands_to_roads, _case_page(LAMP), "driss"),
            Act(_("Driss tells Karim where his question is."), _answers(LAMP, LAMP_ANSWER), _case_page(LAMP), "driss"),
            Act(_("Chloé approves: Karim knows."), _approves(LAMP), _case_page(LAMP), "chloe"),
        ),
    ),
    Scene(
        "night-note",
        _("The note at eleven at night"),
        _(
            "9 March 2010, after 23:00: a campaign team finds a blog note by keyword and answers politely within the hour, "
            "without referring above."
        ),
        _("Saved searches listen to the network at every moment; what they find is an alert, and one tap makes it a case."),
        (
            Act(_("A blog writes that the footbridge is closed. The search “Le pont du Canal” finds it."), _asks("carnet", BLOG), _page("listening"), "driss"),
            Act(_("Driss finds it worth an answer: it becomes a case."), _is_worth_an_answer, _case_page(BLOG), "driss"),
            Act(_("He answers politely."), _answers(BLOG, BLOG_ANSWER), _case_page(BLOG), "driss"),
            Act(_("Chloé approves; the answer leaves within the hour."), _approves(BLOG), _case_page(BLOG), "chloe"),
        ),
    ),
)


def scene_called(slug: str) -> Scene | None:
    return next((scene for scene in SCENES if scene.slug == slug), None)
