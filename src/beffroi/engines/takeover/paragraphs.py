"""What the history of an account tells, each in one paragraph that anybody understands."""

from datetime import timedelta

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.listed import Category
from beffroi.engines.takeover.past import Deletion
from beffroi.engines.takeover.rates import years_apart
from beffroi.vocabulary import Profile, Sentence

Values = dict[str, str | int]

HANDLE_TAKEN = (
    "The former handle {former} of {handle} belongs to another account now: it shows the name “{shown}”, and its "
    "number is {number}. Whoever follows an old link lands there. Of accounts in good hands, one loses a handle so in "
    "about {years} years. If that account is yours too, answer “It was us”. If not, tell the network if it passes "
    "itself off as you, and take the old handle out of your sites and papers."
)
RETURNED = (
    "The account {handle} had shown no new post for {days} days, and now has {count} within one day. People who come "
    "back for an election do this, and so does whoever found a forgotten account: in good hands it happens about once "
    "in {years} years. If it was one of you, answer “It was us”. If nobody was, change the password now and withdraw "
    "the access of all other applications."
)
SPOKE_AFTER_DELETION = (
    "The account {handle} had shown no new post for {days} days, and now speaks again. Earlier, on {day}, {count} of "
    "its posts had disappeared at once. Whoever keeps a stolen account in reserve does this; in good hands it happens "
    "about once in {years} years. If it was one of you, answer “It was us”. If nobody was, change the password now and "
    "withdraw the access of all other applications."
)
MASS_DELETED = (
    "Of the {before} posts of {handle}, {count} have disappeared at once, and a second reading confirms it. Thieves "
    "empty an account before they use it; people in office do it when they tidy up, about once in {years} years. If it "
    "was one of you, answer “It was us”. If nobody was, change the password now and withdraw the access of all other "
    "applications."
)
LISTED: dict[Category, str] = {
    "dating": (
        "The account {handle} now leads to {link}, which stands in a list of dating sites. In good hands this happens "
        "about once in {years} years. If one of you put the link there, answer “It was us”. If nobody did, change the "
        "password now, withdraw the access of all other applications, and take the link away."
    ),
    "gambling": (
        "The account {handle} now leads to {link}, which stands in a list of gambling sites. In good hands this "
        "happens about once in {years} years. If one of you put the link there, answer “It was us”. If nobody did, "
        "change the password now, withdraw the access of all other applications, and take the link away."
    ),
    "scam": (
        "The account {handle} now leads to {link}, which stands in a list of frauds. In good hands this happens about "
        "once in {years} years. If one of you put the link there, take it away and answer “It was us”. If nobody did, "
        "change the password now and withdraw the access of all other applications."
    ),
    "phishing": (
        "The account {handle} now leads to {link}, which stands in a list of pages that steal passwords. In good hands "
        "this happens about once in {years} years. Do not open the page. If one of you put the link there, take it "
        "away and answer “It was us”. If nobody did, change the password now and withdraw the access of all other "
        "applications."
    ),
}
GONE = (
    "The network no longer shows the account {handle}: it was deleted or suspended. If one of you deleted it, answer "
    "“It was us”. If nobody did, ask the network now to restore it: some weeks after a deletion the followers are lost "
    "for good."
)
ACCESS_LOST = (
    "The network no longer takes the key that you gave for {handle}. Somebody has changed the password or withdrawn "
    "our access. If it was one of you, connect the account again. If nobody was, somebody else is at work in it: "
    "recover the account now by the network’s own form, and see who else has access."
)
OFFICE_LOST = (
    "In one reading the description of {handle} has lost its words of office ({words}) and was written anew, and the "
    "picture has changed. In good hands this happens about once in {years} years, most often when a mandate ends. "
    "Beside another sign it is what a takeover looks like. If it was one of you, there is nothing to do."
)
UNLIKE_THE_REGISTER = (
    "At the first reading the account {handle} shows the name “{shown}”, which does not resemble the registered one, "
    "“{registered}” ({score} out of 100; the limit is {threshold}). This is no alarm: the register is wrong, or the "
    "account was always called so. Correct the register, or accept this name; until then it is taken as accepted."
)
OPENED_ANEW = (
    "Behind {handle} there now stands another account with the same name: its number is {number}, the registered one "
    "was {registered}. Owners who lost their password open an account anew, about once in {years} years; somebody who "
    "copies them looks the same. In a history there is nobody to ask: it is taken as accepted, and watched from now on."
)

PARAGRAPHS = (
    HANDLE_TAKEN,
    RETURNED,
    SPOKE_AFTER_DELETION,
    MASS_DELETED,
    *LISTED.values(),
    GONE,
    ACCESS_LOST,
    OFFICE_LOST,
    UNLIKE_THE_REGISTER,
    OPENED_ANEW,
)


def handle_taken(handle: str, former: str, profile: Profile) -> Finding:
    """A former handle of ours leads to another account."""
    values: Values = {
        "handle": legible(handle),
        "former": legible(former),
        "shown": legible(profile.name),
        "number": legible(profile.native_id),
        "years": years_apart("handle-lost"),
    }
    return Finding("handle-lost", profile.native_id, 0, 1, severe=False, sentence=Sentence(HANDLE_TAKEN, values))


def returned(
    handle: str, quiet: timedelta, count: int, deletion: Deletion | None, *, score: float, threshold: float
) -> Finding:
    """An account speaks again, with `count` posts within a day; after a mass delete, if there was one before."""
    values: Values = {"handle": legible(handle), "days": quiet.days, "years": years_apart("return")}
    if deletion:
        sentence = Sentence(SPOKE_AFTER_DELETION, values | {"count": deletion.count, "day": deletion.on.isoformat()})
    else:
        sentence = Sentence(RETURNED, values | {"count": count})
    return Finding("return", "", score, threshold, severe=True, sentence=sentence)


def mass_deleted(handle: str, *, gone: int, before: int, threshold: float) -> Finding:
    values: Values = {"handle": legible(handle), "count": gone, "before": before, "years": years_apart("mass-delete")}
    return Finding("mass-delete", "", gone, threshold, severe=False, sentence=Sentence(MASS_DELETED, values))


def leads_to_listed(handle: str, link: str, category: Category) -> Finding:
    values: Values = {"handle": legible(handle), "link": legible(link), "years": years_apart("listed-link")}
    return Finding("listed-link", link, 1, 1, severe=True, sentence=Sentence(LISTED[category], values))


def office_lost(handle: str, words: tuple[str, ...], *, score: float, threshold: float) -> Finding:
    """A warning, never an alarm."""
    values: Values = {
        "handle": legible(handle),
        "words": legible(", ".join(words)),
        "years": years_apart("office-lost"),
    }
    return Finding("office-lost", "", score, threshold, severe=False, sentence=Sentence(OFFICE_LOST, values))


def gone(handle: str) -> Finding:
    """The network shows no such account. Certain."""
    return Finding("gone", "", 1, 1, severe=True, sentence=Sentence(GONE, {"handle": legible(handle)}))


def access_lost(handle: str) -> Finding:
    """The network refuses our credentials. Certain."""
    return Finding("access-lost", "", 1, 1, severe=True, sentence=Sentence(ACCESS_LOST, {"handle": legible(handle)}))
