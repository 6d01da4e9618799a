"""One of each thing that the inbox keeps, for the doors that lead to them."""

from beffroi.access.models import Team
from beffroi.inbox.asking import ask
from beffroi.inbox.models import (
    Case,
    Label,
    Merging,
    ModerationAct,
    ModerationCharter,
    PastReading,
    RoutingRule,
    SavedReply,
    TypedMessage,
    Wave,
)
from tests.cast import NOW, Feurs, minutes
from tests.inbox.promised import promise, town_hall


def routed(feurs: Feurs, case: Case) -> dict[str, int]:
    """A service, a rule that leads to it, what it is asked, and an act of moderation."""
    team = Team.objects.create(organisation=feurs.organisation, name="Voirie")
    rule = RoutingRule(organisation=feurs.organisation, theme="Éclairage", text="lampadaire", team=team)
    rule.stand(0, by=feurs.ana, now=NOW)
    asked = ask(case, team, note="", by=feurs.driss, now=NOW, here="http://testserver/").consultation
    charter = ModerationCharter.publish(feurs.organisation, text="x", motives=["Menaces"], by=feurs.ana, now=NOW)
    act = ModerationAct.decide(
        case,
        case.latest,
        act="block",
        motive=charter.motives.get(),
        reason="x",
        review_at=NOW + minutes(60),
        by=feurs.driss,
        now=NOW,
    )
    return {"team": team.pk, "rule": rule.pk, "consultation": asked.pk, "moderation_act": act.pk}


def desk_of(feurs: Feurs, case: Case) -> dict[str, int]:
    """What the desk keeps ready, and two cases told as one."""
    label, saved = Label(organisation=feurs.organisation), SavedReply(organisation=feurs.organisation)
    label.call("Voirie", by=feurs.driss, now=NOW)
    saved.write(name="Oui", text="Oui.", by=feurs.driss, now=NOW)
    typed = TypedMessage.take(feurs.organisation, channel="letter", text="Bonjour", by=feurs.driss, now=NOW)
    merging = Merging.merge(typed, case, by=feurs.driss, is_same_person=True, now=NOW)
    past = PastReading.ask(feurs.account, since=NOW - minutes(60), by=feurs.ana, now=NOW)
    said = {"telling": {"words": "", "addresses": []}, "began_at": NOW, "last_at": NOW, "rose_at": NOW}
    wave = Wave.objects.create(organisation=feurs.organisation, first=case.latest, **said)
    made = {"label": label, "saved_reply": saved, "merging": merging, "past_reading": past, "wave": wave}
    return {name: thing.pk for name, thing in made.items()}


def promised(feurs: Feurs) -> dict[str, int]:
    """Opening hours, and a response target that counts by them."""
    calendar = town_hall(feurs)
    return {"opening_hours": calendar.pk, "response_target": promise(feurs, 60, calendar).pk}
