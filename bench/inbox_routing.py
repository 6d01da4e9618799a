"""How many cases a second do the rules give to their services, on one core?

`python -m bench.inbox_routing [--rules 500] [--cases 20000] [--rounds 5] [--output FILE]`

Questions and rules are drawn from stated words with a fixed seed. The same cases are put before the rules and before a
tenth of them, in turn: the ratio says what ten times as many rules cost, whatever else the machine does. Routing is to
read a message, ask all rules, and choose the first; to tell its reason in words is measured beside it. The rows that a
routing writes are not measured: they are bounded by the database. The exit code is 1 when a rule finds something other
than the reference, or when ten times as many rules make a case more than three times as dear.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median

from beffroi.engines.query import Document, Presearch, parse
from beffroi.engines.routing import Rule, Rules, both, somewhere
from bench import machine
from bench.headline import Figure, hand_in

THINGS = (
    "lampadaire éclairage trou chaussée trottoir fuite compteur égout poubelle encombrants tri déchetterie école "
    "cantine crèche passeport mariage naissance permis urbanisme bruit chien arbre parc piscine stade bus travaux "
    "parking vélo marché fête bibliothèque musée impôt taxe facture logement aide retraite handicap médecin vaccin "
    "police vitesse"
).split()
ENDS = "en panne, cassé, fermé, sale, dangereux, trop cher, introuvable, en retard, éteint, bouché".split(", ")
STREETS = "Lilas Roses Écoles Moulins Tilleuls Jardins Fontaines Vergers Remparts Halles Forges Tanneurs".split()
FILLERS = (
    "bonjour merci depuis toujours encore personne vraiment quand votre mairie quartier semaine voisins signalé".split()
)
AIM, RATIO = 10_000, 3.0  # cases a second and core; how much dearer ten times as many rules may make a case


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.inbox_routing", description=__doc__)
    parser.add_argument("--rules", type=int, default=500)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, metavar="FILE", help="also write the report there")
    asked = parser.parse_args(arguments)
    rules, texts = list(drawn_rules(asked.rules)), list(drawn_texts(asked.cases))
    many, few = Rules(rules), Rules(rules[: max(1, asked.rules // 10)])
    for each in (many, few):
        each.found([Document("")], [False])  # compiled before the first question
    agrees = _as_the_reference(rules, many, texts[:2000])
    seconds: dict[str, list[float]] = {"many": [], "few": [], "reasons": []}
    for _round in range(asked.rounds):
        taken, share, reasons = routed(many, rules, texts)
        seconds["many"].append(taken)
        seconds["reasons"].append(taken + reasons)
        seconds["few"].append(routed(few, rules, texts)[0])
    report = "\n".join(told(asked.rules, len(texts), seconds, share, agrees)) + "\n"
    hand_in(report, [_figure(asked.rules, len(texts) / median(seconds["many"]))], asked.output)
    return int(not agrees or median(seconds["many"]) / median(seconds["few"]) > RATIO)


def _figure(rules: int, rate: float) -> Figure:
    what, aim = f"cases a second that {rules} rules give to their services, one core", f"{AIM:,}/s"
    return Figure("inbox.routing", what, f"{rate:,.0f}/s", rate, aim, rate >= AIM, is_more_better=True)


def routed(made: Rules, rules: Sequence[Rule], texts: Sequence[str]) -> tuple[float, float, float]:
    """Seconds of processor time for routing all of `texts`, the share that a rule finds, seconds for the reasons."""
    taken, explained, won = 0.0, 0.0, 0
    for at in range(0, len(texts), 500):
        began = time.process_time()
        documents = [Document(text, author="somebody", lang="fr", to=("mairie",)) for text in texts[at : at + 500]]
        found = made.found(documents, [False] * len(documents))
        firsts = [(document, rules[nths[0]]) for document, nths in zip(documents, found, strict=True) if nths]
        routed_at = time.process_time()
        for document, rule in firsts:
            rule.why(document)
        taken, explained = taken + routed_at - began, explained + time.process_time() - routed_at
        won += len(firsts)
    return taken, won / len(texts), explained


def drawn_rules(number: int) -> Iterator[Rule]:
    """Four kinds in turn: one word or another, a phrase, a word without another, a word in a quarter of ten streets."""
    draw = Random(6)
    for nth in range(number):
        thing, other, end = draw.choice(THINGS), draw.choice(THINGS), draw.choice(ENDS)
        words = [f"{thing} {end.split()[-1]} OU {other}*", f'"{thing} {end}"', f"{thing} {other} -merci", thing][
            nth % 4
        ]
        streets = [f"rue des {draw.choice(STREETS)} {nth}" for _ in range(10)]
        yield Rule(both(parse(words), somewhere(streets) if nth % 4 == 3 else None))


def drawn_texts(number: int) -> Iterator[str]:
    """Questions of 12 to 40 words: some of them about a thing, in a street."""
    draw = Random(7)
    for _nth in range(number):
        words = [draw.choice(FILLERS) for _ in range(draw.randint(6, 30))]
        words.insert(draw.randrange(len(words)), f"{draw.choice(THINGS)} {draw.choice(ENDS)}")
        words.append(f"rue des {draw.choice(STREETS)} {draw.randrange(500)}")
        yield " ".join(words)


def _as_the_reference(rules: Sequence[Rule], made: Rules, texts: Sequence[str]) -> bool:
    documents = [Document(text, author="somebody", lang="fr", to=("mairie",)) for text in texts]
    reference = Presearch([rule.search for rule in rules if rule.search is not None])
    return made.found(documents, [False] * len(documents)) == [reference.found(each) for each in documents]


def told(rules: int, cases: int, seconds: dict[str, list[float]], share: float, agrees: bool) -> Iterator[str]:
    rates = {name: cases / median(taken) for name, taken in seconds.items()}
    ratio = median(seconds["many"]) / median(seconds["few"])
    spread = [cases / max(seconds["many"]), cases / min(seconds["many"])]
    yield from ("# Routing: questions against rules", "", *machine.described(), "")
    yield from ("| rules | cases a second of one core (median) |", "|---|---|")
    yield f"| {rules} | {rates['many']:,.0f} ({spread[0]:,.0f}–{spread[1]:,.0f}), aim {AIM:,} |"
    yield f"| {rules}, with the reason of the first in words | {rates['reasons']:,.0f} |"
    yield f"| {max(1, rules // 10)} | {rates['few']:,.0f} |"
    yield ""
    yield f"A case costs {ratio:.2f} times as much with ten times as many rules. {share:.0%} of the cases found a rule."
    yield f"Exactly as the reference: {'yes' if agrees else 'NO'}. Load averages {machine.load()}."


if __name__ == "__main__":
    sys.exit(main())
