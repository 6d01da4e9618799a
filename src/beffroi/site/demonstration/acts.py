"""What happens in the scenes: the product's own verbs, and the fictional network's people."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.urls import reverse

from beffroi.guard.models import Alarm, ProfilePoll
from beffroi.guard.repair import look
from beffroi.inbox.models import Case, Reply
from beffroi.journal.moves import NotAllowed
from beffroi.listening.models import Match
from beffroi.publishing.models import Draft
from beffroi.site.demonstration.town import Town

STRANGER = "Gabrielle P."


class NotYet(Exception):
    """The act before is still on its way through Beffroi: wait a second and press again."""


# --- the sleeping account

WAITING = "Permanence de madame la maire samedi à 10 h, salle des Échevins."


def a_post_waits(town: Town, now: datetime) -> None:
    bruno, account = town.person("bruno"), town.account("ana.moreau")
    draft = Draft.begin(
        organisation=town.organisation,
        by=bruno,
        accounts=[account],
        text=WAITING,
        leave_at=now + timedelta(minutes=5),
        now=now,
    )
    draft.submit(by=bruno, now=now)
    draft.approve(by=town.person("chloe"), version=1, now=now)


def is_hijacked(town: Town, now: datetime) -> None:
    town.network.rename("ana.moreau", STRANGER)
    read_profile_now(town, now)


def read_profile_now(town: Town, now: datetime) -> None:
    poll, _new = ProfilePoll.objects.get_or_create(account=town.account("ana.moreau"))
    poll.due_at = now
    poll.save()


def hijack(town: Town) -> Alarm:
    alarm = Alarm.objects.of(town.organisation).filter(detector="name").order_by("-pk").first()
    if alarm is None:
        raise NotYet
    return alarm


def it_was_not_us(town: Town, now: datetime) -> None:
    hijack(town).judge(ours=False, by=town.person("ana"), now=now)


def comes_back(town: Town, now: datetime) -> None:
    town.network.rename("ana.moreau", "Ana Moreau")
    run = hijack(town).runs.open().first()
    if run is None:
        raise NotYet
    for surface in run.surfaces.all():
        look(surface, now)
    try:
        run.finish(by=town.person("ana"), now=now)
    except NotAllowed as error:
        raise NotYet from error


def alarm_page(town: Town) -> str:
    return reverse("alarm", args=[hijack(town).pk])


# --- questions and answers

POOL = "@bellecloche bonjour, la piscine est-elle ouverte lundi ? Impossible d’avoir quelqu’un au téléphone."
POOL_ANSWER = "Bonjour Lucie, oui : la piscine ouvre lundi de 10 h à 19 h. Bonne baignade !"
LAMP = "@bellecloche le lampadaire devant l’école Jules-Ferry clignote depuis trois jours."
LAMP_ANSWER = "Bonjour Karim, merci. La question est transmise au service Voirie, qui passe demain matin."
BLOG = "Note de 23 h : la passerelle du canal serait fermée sans que personne ne l’ait dit aux riverains."
BLOG_ANSWER = "Bonsoir, la passerelle du canal ferme deux nuits pour la pose d’une rampe ; elle rouvre jeudi à 6 h."


def asks(handle: str, text: str) -> Callable[[Town, datetime], None]:
    return lambda town, now: void(town.network.say(handle, text, at=now))


def case_of(text: str) -> Callable[[Town], Case]:
    def find(town: Town) -> Case:
        case = Case.objects.filter(organisation=town.organisation, latest__text=text).order_by("-pk").first()
        if case is None:
            raise NotYet
        return case

    return find


def answers(text: str, answer: str) -> Callable[[Town, datetime], None]:
    def act(town: Town, now: datetime) -> None:
        driss = town.person("driss")
        case_of(text)(town).reply(answer, by=driss, now=now).submit(by=driss, now=now)

    return act


def approves(text: str) -> Callable[[Town, datetime], None]:
    def act(town: Town, now: datetime) -> None:
        reply = Reply.objects.filter(case=case_of(text)(town)).order_by("-pk").first()
        if reply is None:
            raise NotYet
        draft = reply.draft
        draft.approve(by=town.person("chloe"), version=draft.latest.number, now=now)

    return act


def case_page(text: str) -> Callable[[Town], str]:
    return lambda town: reverse("case", args=[case_of(text)(town).pk])


def hands_to_roads(town: Town, now: datetime) -> None:
    case_of(LAMP)(town).hand_to(town.team("Voirie"), by=town.person("driss"), now=now)


def is_worth_an_answer(town: Town, now: datetime) -> None:
    match = Match.objects.filter(search__organisation=town.organisation, post__text=BLOG).order_by("-pk").first()
    if match is None:
        raise NotYet
    Case.take_from(match.post, town.account("bellecloche"), by=town.person("driss"), now=now)


def void(_value: object) -> None:
    """Acts give nothing back."""


def page(name: str) -> Callable[[Town], str]:
    return lambda _town: reverse(name)
