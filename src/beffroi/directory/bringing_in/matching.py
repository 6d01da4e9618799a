"""Which body a row means. Nothing is guessed: of two bodies that it could mean, both are named and none is taken."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in import codes
from beffroi.directory.bringing_in.known import Asked, Former, Known, Match
from beffroi.directory.models import Body, FormerName
from beffroi.vocabulary import Sentence

NOTHING_SAID = gettext_noop("This line names no body: neither a code nor a name.")
ROUNDED = gettext_noop("The spreadsheet rounded this code to {code}: give its column the format “text”.")
NO_CODE = gettext_noop("No body has the INSEE code {code}.")
NO_SIREN = gettext_noop("No body has the SIREN {code}.")
NO_NAME = gettext_noop("No body is called {name}.")
NO_NAME_THERE = gettext_noop("No body is called {name} in the département {departement}; elsewhere: {candidates}.")
NO_DEPARTEMENT = gettext_noop("There is no département {departement}.")
SEVERAL = gettext_noop("{count} bodies are called {name}: {candidates}. Give the INSEE code, or the département.")
SEVERAL_CODES = gettext_noop("{count} bodies have the code {code}: {candidates}. Say of which kind it is.")
NOT_THAT = gettext_noop("{code} is the code of {body}, and not of {name}.")
ZERO = gettext_noop("The code {was} was read as {code}: a spreadsheet had taken its zero away.")
WENT_INTO = gettext_noop("{former} went into {body} in {year}.")
WENT_INTO_ONCE = gettext_noop("{former} went into {body}.")
RENAMED = gettext_noop("{former} is called {body} since {year}.")
RENAMED_ONCE = gettext_noop("{former} is called {body} now.")
ENDED = gettext_noop("{body} does not exist any more.")
MOST_NAMED = 12


@dataclass(slots=True)
class Bodies:
    """Every body of the directory by code, SIREN, name, and by what it was called before."""

    by_pk: dict[int, Known] = field(default_factory=dict)
    by_code: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_siren: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_loose_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    former_by_code: dict[str, list[Former]] = field(default_factory=lambda: defaultdict(list))
    former_by_name: dict[str, list[Former]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of_the_directory(cls) -> Self:
        columns = ("pk", "kind", "code", "siren", "name", "departement", "ended_on", "successor_id")
        bodies = (
            Known(pk, kind, code, siren, name, departement, ended_on is not None, successor)
            for pk, kind, code, siren, name, departement, ended_on, successor in Body.objects.values_list(*columns)
        )
        former = (
            Former(body, name, code, str(until.year) if until else "")
            for body, name, code, until in FormerName.objects.values_list("body_id", "name", "code", "until")
        )
        return cls.of(bodies, former)

    @classmethod
    def of(cls, bodies: Iterable[Known], former: Iterable[Former] = ()) -> Self:
        index = cls()
        for body in bodies:
            index.by_pk[body.pk] = body
            index.by_code[body.code.upper()].append(body)
            if body.siren:
                index.by_siren[body.siren].append(body)
            index.by_name[codes.strict_key(body.name)].append(body)
            index.by_loose_name[codes.loose_key(body.name)].append(body)
        for each in former:
            if each.code:
                index.former_by_code[each.code.upper()].append(each)
            index.former_by_name[codes.loose_key(each.name)].append(each)
        return index

    def find(self, asked: Asked) -> Match:
        """By INSEE code, else by SIREN, else by name with what narrows it down."""
        if asked.insee.strip():
            return self._by_insee(asked)
        if asked.siren.strip():
            return self._by_siren(asked)
        if asked.name.strip():
            return self._by_name(asked)
        return Match(wrong=Sentence(NOTHING_SAID))

    def _by_insee(self, asked: Asked) -> Match:
        code = codes.insee(asked.insee)
        if code.is_rounded:
            return Match(wrong=Sentence(ROUNDED, {"code": code.text}))
        notes = [Sentence(ZERO, {"was": code.was, "code": code.text})] if code.was else []
        kind = codes.kind_called(asked.kind)
        found = [body for body in self.by_code.get(code.text, []) if not kind or body.kind == kind]
        if len(standing := [body for body in found if not body.ended]) > 1:
            return Match(wrong=_several(SEVERAL_CODES, standing, code=code.text))
        if standing:
            return self._if_so_called(standing[0], code.text, asked.name, notes)
        if former := self.former_by_code.get(code.text, []):
            return self._former(former[-1], notes)
        if found:
            return self._followed(found[0], notes)
        return Match(wrong=Sentence(NO_CODE, {"code": code.text}))

    def _by_siren(self, asked: Asked) -> Match:
        code = codes.siren(asked.siren)
        if code.is_rounded:
            return Match(wrong=Sentence(ROUNDED, {"code": code.text}))
        kind = codes.kind_called(asked.kind)
        known = self.by_siren.get(code.text) or [
            body for body in self.by_code.get(code.text, []) if body.kind == "epci"
        ]
        found = [body for body in known if not kind or body.kind == kind]
        standing = [body for body in found if not body.ended]
        if len(standing) > 1:
            return Match(wrong=_several(SEVERAL_CODES, standing, code=code.text))
        if standing:
            return self._if_so_called(standing[0], code.text, asked.name, [])
        return self._followed(found[0], []) if found else Match(wrong=Sentence(NO_SIREN, {"code": code.text}))

    def _if_so_called(self, body: Known, code: str, name: str, notes: list[Sentence]) -> Match:
        """A column that was sorted alone puts every code beside another's name: such a row is refused."""
        if name.strip() and not self._may_be_called(body, name):
            return Match(wrong=Sentence(NOT_THAT, {"code": code, "body": body.told, "name": name.strip()}))
        return Match(body, notes)

    def _may_be_called(self, body: Known, name: str) -> bool:
        said = codes.loose_key(codes.split_departement(name)[0])
        own = codes.loose_key(body.name)
        if set(own.split()) <= set(said.split()) or set(said.split()) <= set(own.split()):
            return True
        return any(former.body == body.pk for former in self.former_by_name.get(said, []))

    def _by_name(self, asked: Asked) -> Match:
        name, inside = codes.split_departement(asked.name)
        kind = codes.kind_called(asked.kind) or codes.kind_before(name)
        where = inside
        if asked.departement.strip():
            where = codes.departement(asked.departement) or self._departement_called(asked.departement)
            if not where:
                return Match(wrong=Sentence(NO_DEPARTEMENT, {"departement": asked.departement.strip()}))
        found = self._called(name, kind)
        here = [body for body in found if not where or body.departement == where]
        if len(here) > 1 and (near := codes.departements_of_postcode(asked.postcode)):
            here = [body for body in here if body.departement in near] or here
        if len(here) == 1:
            return self._followed(here[0], [])
        if not here:
            return self._once_called(name, where, found)
        return Match(wrong=_several(SEVERAL, here, name=name))

    def _called(self, name: str, kind: str) -> list[Known]:
        """Bodies of that very name, those that stand before those that ended; else of nearly that name. Where no kind
        is said, a commune comes before its namesakes of other kinds."""
        for found in (self.by_name.get(codes.strict_key(name)), self.by_loose_name.get(codes.loose_key(name))):
            of_kind = [body for body in found or [] if not kind or body.kind == kind]
            standing = [body for body in of_kind if not body.ended] or of_kind
            spelled = [body for body in standing if body.name.casefold() == name.casefold()]
            standing = spelled or standing  # “Loiré” is no “Loire”
            if standing:
                communes = [body for body in standing if body.kind == "commune"]
                return communes if communes and not kind else standing
        return []

    def _once_called(self, name: str, where: str, elsewhere: Sequence[Known]) -> Match:
        former = {each.body: each for each in self.former_by_name.get(codes.loose_key(name), [])}
        here = [each for pk, each in former.items() if not where or self.by_pk[pk].departement == where]
        if len(here) == 1:
            return self._former(here[0], [])
        if here:
            return Match(wrong=_several(SEVERAL, [self.by_pk[each.body] for each in here], name=name))
        if elsewhere:
            said = {"name": name, "departement": where, "candidates": _told(elsewhere)}
            return Match(wrong=Sentence(NO_NAME_THERE, said))
        return Match(wrong=Sentence(NO_NAME, {"name": name}))

    def _former(self, former: Former, notes: list[Sentence]) -> Match:
        body = self.by_pk[former.body]
        said = {"former": former.name, "body": body.name}
        if former.code and former.code != body.code:
            words = (
                Sentence(WENT_INTO, {**said, "year": former.year}) if former.year else Sentence(WENT_INTO_ONCE, said)
            )
        else:
            words = Sentence(RENAMED, {**said, "year": former.year}) if former.year else Sentence(RENAMED_ONCE, said)
        return self._followed(body, [*notes, words])

    def _followed(self, body: Known, notes: list[Sentence]) -> Match:
        """From a body that ended to the one that came after it."""
        seen = {body.pk}
        while body.ended:
            successor = self.by_pk.get(body.successor or 0)
            if successor is None or successor.pk in seen:
                return Match(wrong=Sentence(ENDED, {"body": body.told}))
            notes = [*notes, Sentence(WENT_INTO_ONCE, {"former": body.name, "body": successor.name})]
            seen.add(successor.pk)
            body = successor
        return Match(body, notes)

    def _departement_called(self, name: str) -> str:
        said = codes.loose_key(name)
        return next((body.code for body in self.by_loose_name.get(said, []) if body.kind == "departement"), "")


def _several(words: str, bodies: Sequence[Known], **said: str) -> Sentence:
    return Sentence(words, {"count": len(bodies), "candidates": _told(bodies), **said})


def _told(bodies: Sequence[Known]) -> str:
    named = [f"{body.told} {body.code}" for body in sorted(bodies, key=lambda body: (body.departement, body.code))]
    return ", ".join(named[:MOST_NAMED]) + (" …" if len(named) > MOST_NAMED else "")
