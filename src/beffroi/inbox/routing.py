"""From a message to its service: all rules that find it, with the reason; the first one wins."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction

from beffroi.access.models import Organisation, Team
from beffroi.archive.models import Post
from beffroi.engines.query import Document, SearchError, parse
from beffroi.engines.query.reasons import in_words
from beffroi.engines.routing import Rule, Rules, both, somewhere
from beffroi.engines.texts.tongue import language_of
from beffroi.inbox.history import Before, last_services
from beffroi.inbox.models import Assignment, Case, Place, Routing, RoutingRule
from beffroi.inbox.models.routing import unread
from beffroi.inbox.models.rule import ANY_QUARTER
from beffroi.journal.models import record

MANY = 8  # words named for one rule
LONGEST = 20_000  # characters of a message that are read for their reasons

_one_at_a_time = threading.Lock()  # an index is not for two threads


@dataclass(frozen=True, slots=True)
class Found:
    """One rule that found a message: where it sends it, and why."""

    rule: RoutingRule
    team: Team
    words: tuple[str, ...]
    facts: tuple[dict[str, object], ...]  # stored Sentences
    before: str = ""  # "conversation" or "person", when it goes back to an earlier service

    def as_json(self) -> dict[str, Any]:
        said = {"rule": self.rule.pk, "theme": self.rule.theme, "team": self.team.name, "team_id": self.team.pk}
        return {**said, "words": list(self.words), "facts": list(self.facts), "before": self.before}


class Rulebook:
    """The rules of one organisation in their order, made ready once for many cases. A rule that cannot be read any
    more, or whose place has no name left, finds nothing."""

    def __init__(self, organisation: Organisation, rules: Sequence[RoutingRule] | None = None) -> None:
        standing = list(RoutingRule.objects.standing(organisation)) if rules is None else rules
        places = _places(organisation) if any(rule.quarter for rule in standing) else {}
        asked = [(rule, _rule(rule.text.strip(), places.get(rule.quarter, ()), rule)) for rule in standing]
        self.rules = [rule for rule, read in asked if read is not None]
        self._read = tuple(read for _rule, read in asked if read is not None)

    def found(self, cases: Sequence[Case], *, as_it_was: bool = False) -> list[list[Found]]:
        """For each case the rules that find its latest message. `as_it_was`: with the history that it had then."""
        asks_history = any(rule.follows for rule in self.rules)
        history = last_services(cases, each_before=as_it_was) if asks_history else [None] * len(cases)
        with _one_at_a_time:
            made = _made(self._read)
            documents = [document_of(case.latest, case, detects=made.asks_language) for case in cases]
            places = made.found(documents, [before is not None for before in history])
        told = zip(places, documents, history, strict=True)
        return [[self._told(nth, document, before) for nth in nths] for nths, document, before in told]

    def _told(self, nth: int, document: Document, before: Before | None) -> Found:
        rule = self.rules[nth]
        why = self._read[nth].why(document)
        words = tuple(dict.fromkeys(document.text[span.start : span.end] for span in why.spans))[:MANY]
        facts = tuple(in_words(fact).as_json() for fact in why.facts)
        if rule.follows:
            assert before is not None  # noqa: S101  # the engine asked for it
            return Found(rule, before.team, words, facts, before.whose)
        assert rule.team is not None  # noqa: S101  # a constraint of the table
        return Found(rule, rule.team, words, facts)


def document_of(post: Post, case: Case, *, detects: bool = False) -> Document:
    """What its author says by now, as the rules see it: no images, which the archive does not know."""
    text = post.says[:LONGEST]
    account = case.account
    return Document(
        text,
        author=post.author_handle,
        author_id=post.author_id,
        lang=language_of(text, post.lang) if detects else post.lang,
        to=(account.handle, account.native_id) if account else (),
        is_reply=bool(post.reply_to),
    )


def route(case: Case, found: Sequence[Found], *, now: datetime) -> Routing | None:
    """Hands the case to the service of the first rule, unless somebody has decided that already, and writes down what
    the rules said. A further message does not move a case that has a service; a changed one does. None when another
    worker has done so."""
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organisation", "latest", "team")
            .get(pk=case.pk)
        )
        if not unread(Case.objects.filter(pk=case.pk), [case.organisation]).exists():
            return None
        because = _because(case)
        team = found[0].team if found else None
        is_kept = is_decided(case) or (because == "grew" and case.team_id is not None)
        routing = Routing.objects.create(
            case=case,
            post=case.latest,
            at=now,
            because=because,
            matched=[each.as_json() for each in found],
            team=team,
            is_kept=is_kept,
        )
        if not is_kept and (team.pk if team else None) != case.team_id:
            _hand(case, team, found[0].rule.theme if found else "", because, now)
        elif because == "changed" and is_kept:
            record("ROUTING_KEPT", case, organisation=case.organisation, now=now, team=str(case.team or "—"))
    return routing


def is_decided(case: Case) -> bool:
    """Whether a person, here or in the service, was the last to say whose it is."""
    last = Assignment.objects.filter(case=case).order_by("-at", "-pk").first()
    return last is not None and (last.by_id is not None or last.returned_by_id is not None)


def _hand(case: Case, team: Team | None, theme: str, because: str, now: datetime) -> None:
    case.team = team
    case.save(update_fields=["team"])
    Assignment.objects.create(case=case, team=team, by=None, at=now)
    verb = "CASE_ROUTED_AGAIN" if because == "changed" else "CASE_ROUTED"
    record(verb, case, organisation=case.organisation, now=now, team=str(team or "—"), theme=theme or "—")


def _because(case: Case) -> str:
    read = Routing.objects.filter(case=case)
    if not read.exists():
        return "first"
    return "changed" if read.filter(post=case.latest).exists() else "grew"


def _places(organisation: Organisation) -> dict[str, tuple[str, ...]]:
    """The names of each quarter, and under ANY_QUARTER all of them."""
    found: dict[str, dict[str, None]] = {ANY_QUARTER: {}}
    for name, quarter in Place.objects.filter(organisation=organisation).values_list("name", "quarter"):
        found.setdefault(quarter, {quarter: None})[name] = None
        found[ANY_QUARTER] |= {quarter: None, name: None}
    return {quarter: tuple(names) for quarter, names in found.items()}


def _rule(text: str, names: Iterable[str], rule: RoutingRule) -> Rule | None:
    try:
        place = somewhere(names) if rule.quarter else None
        if rule.quarter and place is None:
            return None
        return Rule(both(parse(text) if text else None, place), rule.follows)
    except SearchError:
        return None


@lru_cache(maxsize=32)
def _made(rules: tuple[Rule, ...]) -> Rules:
    return Rules(rules)
