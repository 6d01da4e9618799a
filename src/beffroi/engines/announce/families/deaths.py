"""Deaths told in other words: "rejoint sa dernière demeure", "laisse un grand vide", "la France perd un ami"."""

from beffroi.engines.announce.french import DAYS
from beffroi.engines.announce.rule import Rule, spelled, word

_LOSS = r"(?:la (?:mort|disparition|perte)|le deces|l'assassinat|le meurtre)"
_SOMEBODY = (
    r"(?:une?|l'un|l'une) (?:d[e']s?|de (?:ses|nos)|tres|grande?|immense|figure|homme|femme|ami|artiste|"
    r"monument|enorme|"
    r"geant|pilier|serviteur|voix|heros|heroine|elu|collegue)"
)
_WHEN = (
    rf"(?:{DAYS}|hier|dans (?:la nuit|l'exercice|un accident)|brutalement|tragiquement|accidentellement|subitement|"
    r"des suites|a l'age|il y a quelques (?:jours|heures)|cette (?:nuit|semaine)|la (?:nuit|semaine) derniere)"
)

EXPRESSIONS: tuple[Rule, ...] = (
    Rule(
        "death",
        "bare",
        spelled(
            rf"\b(?:decede|disparu|tue|assassine|"
            rf"abattu)(?:e?s?),? (?={_WHEN}\b)"
        ),
        "before",
    ),
    Rule(
        "death",
        "bare",
        word(
            r"(?:lachement|sauvagement|cruellement|froidement|mortellement|atrocement) "
            r"(?P<p>(?:assassine|tue|poignarde|abattue?)(?:e?s?))"
        ),
        "before",
    ),
    Rule(
        "death",
        "bare",
        spelled(
            r"(?:\bune? \w+|\b\d+ ?ans,?) (?P<p>(?:assassin|tu)e(?:e?)|abattue?) (?=(?:par|en|a|dans|"
            r"lors)\b)"
        ),
        "before",
    ),
    Rule(
        "death",
        "phrase",
        word(
            r"rejoint (?:\S+ ){0,3}?(?:(?:sa|leur) derniere demeure|les etoiles|le paradis|les anges)|"
            r"s'est donnee? la mort|a tire sa reverence|nous laiss(?:es|e|ent|ez) (?:\w+ )?orphelin\w*|"
            r"laisse(?:nt|ra)? (?:\S+ ){0,3}?un (?:\w+ )?(?:grand|immense|enorme|profond) vide|"
            r"\b(?:une?|deux|trois|quatre|cinq|six|\d+) (?:\S+ ){0,4}?tombee?s? (?:\w+ )?(?:au combat|"
            r"en (?:service|mission|operation))|"
            r"perd(?:u|ent|ons)? (?:\w+ )?" + _SOMEBODY + r"\b"
        ),
        "before",
    ),
    Rule(
        "death",
        "noun",
        word(
            rf"(?:appren(?:ds|d|ons)|apprendre|appris|apprenant|nouvelle|annonce|tristesse|emotion|effroi|"
            rf"bouleverse\w*|triste)"
            rf" (?:(?!anniversaire|commemor)[^\s.!?:]+ ){{0,7}}?(?:avec |de |d'|par |devant |que )?{_LOSS}\b"
        ),
        "after",
    ),
    Rule("death", "noun", spelled(r"\badieu,? (?!\d|les\b|la\b|a\b|au\b)"), "after", head=True),
    Rule("death", "phrase", spelled(r"\br\. ?i\. ?p\b"), "after"),
)
