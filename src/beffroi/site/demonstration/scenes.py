"""The five cases that made Beffroi, as scenes: what happened then, and what happens here, act by act.

Each act is done by the product's own verbs and by the fictional network; nothing on the pages is painted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.site.demonstration import acts, talk, vote
from beffroi.site.demonstration.town import Town


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


SCENES = (
    Scene(
        "vote",
        _("The vote that had not taken place"),
        _(
            "23 October 2013, 15:15. A ministry's account announces that the Senate has adopted article 1. It becomes "
            "true thirty minutes later. The opposition attacks within minutes, the account apologises, the minister "
            "steps in."
        ),
        _(
            "The announcement is tied to its fact and waits, whoever presses what; a witness in the room says how it "
            "came out, and the right text leaves. A post written elsewhere opens an incident within seconds, and its "
            "chronicle tells what happened."
        ),
        (
            Act(
                _("Bruno states the fact, names a witness in the room and prepares two texts; Chloé approves both."),
                vote.is_prepared,
                vote.fact_page,
                "bruno",
            ),
            Act(
                _("15:15. Somebody who has the password writes on the network itself that the article is adopted."),
                vote.is_posted_too_early,
                vote.incident_page,
                "ana",
            ),
            Act(
                _("Within minutes it is contradicted. The chronicle counts, and keeps the evidence."),
                vote.is_attacked,
                vote.incident_page,
                "ana",
            ),
            Act(
                _("Bruno's correction answers the faulty post; Chloé approves it from her phone."),
                vote.is_corrected,
                vote.incident_page,
                "chloe",
            ),
            Act(
                _("15:43. All amendments are decided, and no list says whether the vote has taken place: be Jeanne."),
                vote.is_voted,
                vote.witness_page,
                "bruno",
            ),
            Act(
                _("15:45. Jeanne has seen the vote and says so: the right text leaves, the other one is discarded."),
                vote.is_witnessed,
                vote.fact_page,
                "bruno",
            ),
            Act(
                _("Ana closes the incident. Its chronicle can be handed to the minister, as a PDF."),
                vote.is_closed,
                vote.incident_page,
                "ana",
            ),
        ),
    ),
    Scene(
        "hijack",
        _("The sleeping account"),
        _(
            "From 2014 a mayor's account lies fallow. Somebody takes it, changes its name and picture. For weeks "
            "nobody notices; citizens tell him in February 2017. The account is deleted, "
            "and its thousand followers with it."
        ),
        _(
            "The public profile of every account is read every few minutes and compared with its registered identity. "
            "A broken name raises an alarm in words, freezes the account, and nothing that waits leaves from it."
        ),
        (
            Act(
                _("A post of the mayor's account is approved and waits for its time."),
                acts.a_post_waits,
                acts.page("departures"),
                "ana",
            ),
            Act(
                _("A stranger holds the key: the account now shows another name."),
                acts.is_hijacked,
                acts.page("guard"),
                "ana",
            ),
            Act(
                _("Ana reads the alarm and says: it was not us. The post that waited does not leave."),
                acts.it_was_not_us,
                acts.alarm_page,
                "ana",
            ),
            Act(
                _("The name is put back, and Ana says that the account is hers again, followers included."),
                acts.comes_back,
                acts.alarm_page,
                "ana",
            ),
        ),
    ),
    Scene(
        "answering-city",
        _("The city that answers"),
        _(
            "July 2014: Toulouse is proud to be the most active city and thanks those it talks with. Elsewhere every "
            "post passes a chain of services, so nobody is ever answered."
        ),
        _(
            "A question becomes a case, the answer takes one approval and one tap, and the case is answered when "
            "it has left."
        ),
        (
            Act(
                _("Lucie asks about the swimming pool. The question becomes a case within seconds."),
                acts.asks("lucie", acts.POOL),
                acts.page("inbox"),
                "driss",
            ),
            Act(
                _("Driss answers. His answer waits for one approval, not for a chain."),
                acts.answers(acts.POOL, acts.POOL_ANSWER),
                acts.case_page(acts.POOL),
                "driss",
            ),
            Act(
                _("Chloé approves from her phone. The case shows as answered because the answer left."),
                acts.approves(acts.POOL),
                acts.case_page(acts.POOL),
                "chloe",
            ),
            Act(
                _(
                    "The town looks back on a month, made up like everybody in it: with whom did it really talk? A "
                    "card thanks them, and two taps publish it."
                ),
                talk.is_remembered,
                talk.thanks_page,
                "driss",
            ),
        ),
    ),
    Scene(
        "right-service",
        _("The question for another service"),
        _(
            "In the communes of the Loire, remarks must be passed to the service concerned, and a question about a "
            "street lamp dies with the one person who saw it."
        ),
        _("A case is handed to a service with a trace, and stays in the inbox until an answer has left."),
        (
            Act(
                _("Karim writes about a flickering street lamp."),
                acts.asks("karim", acts.LAMP),
                acts.page("inbox"),
                "driss",
            ),
            Act(
                _("Driss hands the case to Roads; who did it and when is written down."),
                acts.hands_to_roads,
                acts.case_page(acts.LAMP),
                "driss",
            ),
            Act(
                _("Driss tells Karim where his question is."),
                acts.answers(acts.LAMP, acts.LAMP_ANSWER),
                acts.case_page(acts.LAMP),
                "driss",
            ),
            Act(_("Chloé approves: Karim knows."), acts.approves(acts.LAMP), acts.case_page(acts.LAMP), "chloe"),
        ),
    ),
    Scene(
        "night-note",
        _("The note at eleven at night"),
        _(
            "9 March 2010, after 23:00: a campaign team finds a blog note by keyword and answers politely within the "
            "hour, without referring above."
        ),
        _(
            "Saved searches listen to the network at every moment; what they find is an alert, and one tap makes it a "
            "case."
        ),
        (
            Act(
                _("A blog writes that the footbridge is closed. The search “Le pont du Canal” finds it."),
                acts.asks("carnet", acts.BLOG),
                acts.page("listening"),
                "driss",
            ),
            Act(
                _("Driss finds it worth an answer: it becomes a case."),
                acts.is_worth_an_answer,
                acts.case_page(acts.BLOG),
                "driss",
            ),
            Act(
                _("He answers politely."),
                acts.answers(acts.BLOG, acts.BLOG_ANSWER),
                acts.case_page(acts.BLOG),
                "driss",
            ),
            Act(
                _("Chloé approves; the answer leaves within the hour."),
                acts.approves(acts.BLOG),
                acts.case_page(acts.BLOG),
                "chloe",
            ),
        ),
    ),
)


def scene_called(slug: str) -> Scene | None:
    return next((scene for scene in SCENES if scene.slug == slug), None)
