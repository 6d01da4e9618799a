"""Elections and their results: "(ré)élus hier", "arrive en tête", "carton plein", "merci de votre confiance"."""

from beffroi.engines.announce.rule import Rule, spelled, word

_CONGRATULATED = word(r"felicit\w+|bravo|saluons?|merci|remerci\w+|heureu\w+|fiere?s?|rejoui\w*|congrat\w+")
_BALLOT = word(
    r"elections?|(?:1er|premier|second|2nd|2e|2eme|deuxieme) tour|municipales\w*|legislatives\w*|senatoriales\w*|"
    r"regionales\w*|departementales\w*|presidentielle\w*|europeennes\w*|scrutin|suffrages?|urnes|electeurs|"
    r"electrices|"
    r"primaire|maire|circonscriptions?|circo\d*|candidat\w*|listes?"
)
_ROUND = r"(?:1er|premier|second|2nd|2e|2eme|deuxieme) tour"
_VOTE = (
    rf"(?:{_ROUND}|scrutin|elections?|municipales|legislatives|senatoriales|regionales|departementales|"
    r"primaires?)"
)
_WHEN = r"hier|aujourd'hui|ce (?:jour|matin|soir|dimanche)|dimanche|des le|dans|au|a nouveau|par"
_TO = (
    r"nouve\w+|co-\w+|tete|meilleure?|plus|miss|(?:ville|village|produit) (?:prefere|la|le|de l)\w*|"
    r"personnalite|sporti(?:f|ve)|"
    r"a l'unanimite|en tant|comme|largement|brillamment|avec \d|sur (?:la|notre) \d*\w*"
)

EXPRESSIONS: tuple[Rule, ...] = (
    Rule(
        "election",
        "bare",
        spelled(rf"\b(?:re-?)?elu(?:e?s?|[.·-]e(?:[.·-]?s)?|\(e\)s?)(?= (?:{_TO}|dg|pdg)\b)"),
        "before",
    ),
    Rule(
        "election",
        "bare",
        spelled(r"\b(?:re-?)?elue? (?=(?:hier|dimanche|des le|dans|au (?:\w+ )?tour)\b)"),
        "before",
    ),
    Rule("election", "phrase", spelled(r"\(re-?\)elue?s?\b"), "before", _CONGRATULATED),
    Rule(
        "election",
        "phrase",
        spelled(
            rf"(?:felicitations|bravo) (?:\S+ ){{0,3}}(?:a|"
            rf"aux?) (?:\S+ ){{1,8}}?(?<!aux[ ])(?<!les[ ])(?<!des[ ])(?<!nos[ ])(?<!ses[ ])"
            rf"(?:re)?elue?s?(?= (?:{_WHEN})\b| ?[!.,]|$)"
        ),
        "after",
    ),
    Rule(
        "election",
        "phrase",
        word(r"pour (?:son|ton|votre|sa|ta|leur|cette|ma|mon) (?:(?:\S+ ){1,3})(?:re)?election"),
        "after",
        _CONGRATULATED,
    ),
    Rule(
        "election",
        "phrase",
        word(
            r"(?:retrouve|conserve|garde|perd)(?:nt)? (?:\S+ ){0,4}?(?:fauteuil|siege|mairie|majorite(?: absolue)?|"
            r"presidence|circonscription)(?! par)"
        ),
        "before",
        _BALLOT,
    ),
    Rule(
        "election",
        "phrase",
        word(
            r"(?:a|ont|su|avons) (?:\w+ )?(?:retrouv|conserv|gard|perd|obten)\w+ (?:\S+ ){0,3}?(?:fauteuil|"
            r"siege|mairie|"
            r"majorite|presidence|circonscription)"
        ),
        "before",
        _BALLOT,
    ),
    Rule("election", "noun", word(r"election de la france (?=a|au)"), "after"),
    Rule("result", "phrase", word(r"carton plein"), "after", _BALLOT),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:arriv\w+|(?:me|m'|nous|l') ?(?:place\w*|met\w*|mis\w*)|plac\w+|vir\w+|est|sont|suis|"
            r"sommes) (?:\w+ ){0,2}?en tete"
        ),
        "before",
        _BALLOT,
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:ont|avez) mis (?:\S+ ){1,4}en tete|battue?s? (?=au|des le)|"
            r"(?:m'|nous )avoir (?:\w+ )?(?:fait confiance|accorde|elue?s?|reelue?s?|renouvele|choisie?s?)"
        ),
        "after",
        _BALLOT,
    ),
    Rule("result", "phrase", word(r"(?:double|triple|recente|serree) victoires?"), "after"),
    Rule("result", "noun", word(rf"resultats? (?:du|de ce) {_ROUND} (?=a\b|dans\b|:)"), "after", head=True),
    Rule("result", "phrase", word(r"en tete (?:\S+ ){0,4}(?:avec|a) \d+"), "before"),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:m'avez|nous avez|m'ont|nous ont|lui ont|t'ont|l'avez|l'ont) (?:\w+ ){0,2}(?:accord|renouvel|"
            r"donn|plac|temoign|"
            r"appor|reel|el|choisi|fait|port)\w* (?:\S+ ){0,4}(?:confiance|en tete|suffrages?|voix)"
        ),
        "after",
        _BALLOT,
    ),
    Rule(
        "result",
        "phrase",
        word(
            rf"\d+(?:[.,]\d+)? ?% (?!d'abstention|de participation)(?:(?!se\b|&)\S+ ){{0,4}}(?:au|"
            rf"des le) {_ROUND}"
        ),
        "after",
    ),
    Rule(
        "result",
        "phrase",
        word(
            rf"resultats? (?:officiels? |definitifs? |complets? |provisoires? )?(?:du|de la|des|de l'|de ce|"
            rf"au) ?#?{_VOTE}"
        ),
        "after",
        word(r"heureu\w+|fiere?s?|satisf\w+|ravie?s?|decue?s?|inqui\w+|felicit\w+|merci|remerci\w+|bravo"),
    ),
    Rule("result", "phrase", word(r"premiers resultats"), "after", _BALLOT),
    Rule("result", "present", word(r"bascule(?:nt)? (?:a|vers) (?:la )?(?:droite|gauche|l'extreme)"), "before"),
    Rule("result", "present", word(r"se qualifie(?:nt)? (?:\w+ment )?(?:pour|au|en)"), "after"),
    Rule(
        "result",
        "noun",
        word(
            r"(?:qualifications?|qualifie\w*) (?:\S+ ){0,3}(?:pour le|"
            r"au) second tour"
        ),
        "after",
    ),
)
