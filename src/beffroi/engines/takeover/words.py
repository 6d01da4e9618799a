"""A break told in one paragraph that anybody understands: what, against what, what it may mean, what clears it."""

from beffroi.engines.takeover.identity import THRESHOLD, UNVERIFIED_HANDLE, Break
from beffroi.engines.takeover.legible import legible
from beffroi.engines.takeover.rates import years_apart
from beffroi.vocabulary import Sentence

NAME_CHANGED = (
    "The account {handle} now shows the name “{shown}”. Its registered name is “{registered}”. The two agree at "
    "{score} out of 100; below {threshold}, somebody else may be holding the account. An account in good hands shows "
    "this about once in {years} years. If one of you changed the name, answer “It was us” and the new name will be "
    "registered. If nobody did, change the password now and withdraw the access of all other applications."
)
NAME_EMPTIED = (
    "The account {handle} no longer shows any name. Its registered name is “{registered}”. This may be a slip while "
    "the profile was being edited. If one of you emptied it, answer “It was us”. If nobody did, change the password "
    "and put the name back."
)
HANDLE_LEFT_THE_NAME = (
    "The account registered as {registered} is now called {shown}, which no longer resembles its registered name "
    "({score} out of 100; the limit is {threshold}). Somebody else may be holding the account: in good hands this "
    "happens about once in {years} years. If one of you renamed it, answer “It was us” and the new handle will be "
    "registered. If nobody did, change the password now: the former handle is free, and anybody can take it."
)
HANDLE_CHANGED = (
    "The account registered as {registered} is now called {shown}. If one of you renamed it, answer “It was us” and "
    "the new handle will be registered. If nobody did, change the password. The former handle is free, and anybody "
    "can take it: keep an eye on it."
)
HANDLE_UNVERIFIED = (
    "The network cannot verify the handle {registered} at present and shows {shown} instead. Most often the web "
    "address behind the handle does not answer or has expired: ask whoever keeps your domain name. This clears by "
    "itself as soon as the handle is shown again."
)
ACCOUNT_REPLACED = (
    "Behind {handle} there now stands another account: its number is {shown}, the registered one is {registered}. "
    "Either the account was deleted and somebody took its handle, or somebody copied it. Do not answer "
    "messages from it. Of accounts in good hands, one does this in about {years} years. If you opened a new account "
    "yourselves, answer “It was us” and register it again. If not, report it to the network as an impersonation."
)

TEMPLATES = (
    NAME_CHANGED,
    NAME_EMPTIED,
    HANDLE_LEFT_THE_NAME,
    HANDLE_CHANGED,
    HANDLE_UNVERIFIED,
    ACCOUNT_REPLACED,
)


def explain(found: Break, *, handle: str) -> Sentence:
    """The paragraph for one break of the account that now shows `handle`; what it says is one of TEMPLATES.

    Values come from strangers: they are made legible here, and must still be escaped where they are shown as HTML.
    """
    values: dict[str, str | int] = {
        "handle": legible(handle),
        "registered": legible(found.registered),
        "shown": legible(found.shown),
        "score": found.score,
        "threshold": THRESHOLD,
        "years": years_apart(found.kind),
    }
    return Sentence(_template(found), values)


def _template(found: Break) -> str:
    match found.kind:
        case "id":
            return ACCOUNT_REPLACED
        case "name":
            return NAME_CHANGED if found.shown.strip() else NAME_EMPTIED
        case "handle":
            return _handle_template(found)


def _handle_template(found: Break) -> str:
    if found.shown.casefold() == UNVERIFIED_HANDLE:
        return HANDLE_UNVERIFIED
    return HANDLE_LEFT_THE_NAME if found.severe else HANDLE_CHANGED
