"""Matches, races, prizes: "font tomber les Gallois", "l'or pour Inès", "montée en Ligue 2", "un podium"."""

from beffroi.engines.announce import french
from beffroi.engines.announce.rule import Rule, spelled, word

_GAMES = spelled(
    r"\b(?:match|equipes?|bleue?s?\b|bleuets|finales?|ligue ?[12]|coupe|championnats?|champions?|tournoi|club|"
    r"top ?14|"
    r"pro ?d2|joueu\w+|stade|rugby|foot\w*|hand\w*|basket\w*|volley\w*|tennis|judo|cyclis\w*|natation|athle\w+|"
    r"ski\w*|"
    r"voile|escrime|boxe|petanque|jeux (?:olymp|paralymp)\w+|#?jo\b|olympi\w*|paralympi\w*|supporters|derby|"
    r"euroleague|"
    r"eurocup|mondial\w*|xv|roland ?garros|vendee ?globe|medailles?|podium|sporti\w+|sports?|course|fffoot|"
    r"qualifi\w+|victoires?|playoffs?)|[⚽🏉🏀🤾🏐🎾🥋🚴🏊🏃⛷🎿🥊🏓🏸🛶🚣🤺🏆🥇🥈🥉⛵🏇🎳🥌🏒]"
)
_CHEERED = spelled(
    r"bravo|felicit|\bfiers?\b|fierte|quel(?:le)?s? |historique|immense|magnifique|[👏🎉🥳💪🏆🥇🥈🥉🔝⚽🏉🏀]"
)
_CONGRATULATED = word(r"felicit\w+|bravo|fiere?s?|chapeau|congrat\w+|merci")
_WHOM = r"(?=@|l'|(?:la|le|les|leurs?|son|sa) \S|#)"
_PLACE = (
    r"(?:1er|1ere|premiere?s?|2e|2eme|2nde?|deuxiemes?|secondes?|3e|3eme|troisiemes?|4e|4eme|quatriemes?|"
    r"\d\d?(?:e|eme))"
)
_DIVISION = (
    r"#?(?:ligue ?[12]|l[12]|top ?14|pro ?d2|pro ?[ab]|nationale? ?\d?|elite|premiere division|"
    r"ligue feminine|proligue|d1|n[123])\b"
)
_THEIR = r"(?:cette|ce|cet|sa|ta|votre|son|ton|ses|vos|tes|leurs?)"
_PRIZE = r"(?:grand )?(?:prix|trophees?|oscars?|cesars?|molieres?|palme d'or|nobel|lauriers?|awards?|titre)\b"

EXPRESSIONS: tuple[Rule, ...] = (
    # beaten, and beating
    Rule(
        "result",
        "present",
        word(
            rf"(?:bat|battent|ecrase(?:nt)?|domine(?:nt)?|terrasse(?:nt)?|renverse(?:nt)?|elimine(?:nt)?|"
            rf"surclasse(?:nt)?|"
            rf"fait tomber|font tomber|vien(?:t|nent) a bout d[eu']s?) {_WHOM}"
        ),
        "after",
        _GAMES,
    ),
    Rule("result", "finite", spelled(rf"\b(?<!')(?:a|ont|avons|avez) (?:\w+ )?battu {_WHOM}"), "after", _GAMES),
    Rule(
        "result",
        "phrase",
        word(rf"(?:en|apres avoir) (?:battant|battu|eliminant|dominant|ecrasant) {_WHOM}"),
        "after",
        _GAMES,
    ),
    Rule(
        "result",
        "phrase",
        word(r"s'incline(?:nt)?|s'est inclinee?|se sont inclinee?s|eliminee?s? (?:en|par|aux?)"),
        "after",
        _GAMES,
    ),
    Rule(
        "result",
        "phrase",
        spelled(
            r"(?<![\d/:.,-])\b\d{1,3} ?[-–] ?\d{1,2}\b(?![\d/:.,%h-])(?! (?:ans|janv|fev|mars|avril|mai|juin|"
            r"juil|aout|sept|oct|nov|dec))"
        ),
        "after",
        spelled(r"\b(?:match|victoire|s'impose\w*|bravo les|quel(?:le)? (?:match|finale|victoire))\b"),
    ),
    # ranks
    Rule(
        "result",
        "phrase",
        word(
            r"(?:quel|cet|bel|superbe|magnifique|immense|incroyable|enorme|un) exploit(?= (?:de|du|des|d')\b|"
            r" ?[!@]|,)"
        ),
        "after",
        _GAMES,
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"records? (?!de (?:chaleur|temperature|froid))(?:\S+ ){0,7}?battus?|pulveris\w+ (?:le|son|un) record|"
            r"(?:bat|battent|battu|battre|nouveau|etablit|decroche\w*) (?:le |un |son |"
            r"leur )?records? (?:du monde|d'europe|de france|olympique|mondial)"
        ),
        "after",
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:mont\w+|termin\w+|fini\w*|plac\w+|sont|est) (?:\S+ ){0,3}sur (?:le|la (?:\S+ ){1,4}du|"
            r"un) podium|podium (?:pour|historique)"
        ),
        "before",
        _GAMES,
    ),
    Rule(
        "result",
        "phrase",
        word(
            rf"(?:termin\w+|fini\w*|se class\w+|arriv\w+|decroch\w+) (?:\w+ )?(?:a la |"
            rf"la )?{_PLACE}(?: place)?(?! (?:saison|session|journee|edition|partie|annee|semaine|reunion|jour|"
            rf"etape))"
        ),
        "before",
        _GAMES,
    ),
    Rule("result", "phrase", word(rf"officiellement {_PLACE}"), "before", _GAMES),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:brill|decroch|remport|ramen|offr|rafl|gagn)\w* (?:\S+ ){0,3}?(?:l'or|l'argent|le bronze|"
            r"en argent|en or|en bronze)"
        ),
        "before",
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:l'or|l'argent|le bronze) (?=pour (?!l'etat)|olympique|paralympique|en \w+ )|en (?:or|argent|"
            r"bronze) (?=aux|au|sur|[!🥇])|"
            r"pluie de medailles|(?:ramene|rafle|offre)(?:nt)? (?:\S+ ){0,4}medailles?|"
            r"donn\w+ la victoire (?=a\b|aux?\b)"
        ),
        "after",
        _GAMES,
    ),
    Rule(
        "result",
        "phrase",
        word(r"(?:\d+|deux|trois|quatre|nouve\w+|premier|encore un|un \d+e) (?:nouveaux )?titres?(?! (?:de\b|d'))"),
        "after",
        spelled(r"\b(?:champions?|jeux|medailles?|coupe|finale|records?|championnats?|paralymp\w+|olymp\w+)\b"),
    ),
    Rule(
        "result",
        "phrase",
        word(r"champion(?:ne)?s(?= ?[❤💙💛🔴⚪🏆👏!]| du monde| d'europe| de france)"),
        "before",
        _CHEERED,
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:on est|nous sommes|ils sont|elles sont|vous etes|"
            r"sont) (?:\w+ )?(?:les )?(?:vice-?)?champion(?:ne)?s(?! (?:du monde|d'europe|de france) d)"
        ),
        "after",
    ),
    Rule(
        "result",
        "phrase",
        spelled(r"#champion(?:ne)?s?(?:dumonde|deurope|defrance|olympiques?)\b"),
        "before",
        _CHEERED,
    ),
    Rule(
        "result",
        "phrase",
        word(r"la coupe (?:\S+ ){0,3}est (?:\S+ ){0,2}?(?:a la maison|a nous|\w+aise|\w+oise|\w+ienne)"),
        "before",
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"victorieu(?:x|ses?) (?:\S+ ){0,2}?(?=face|contre|du|des|de\b)|(?:match|derby|finale) (?:gagnee?|"
            r"remportee?|perdue?)|"
            r"(?:a|ont) (?:(?!pas)\w+ )?triomphe|triomphe(?:nt)? (?=a |en |face|devant)|se qualifie(?:nt)?"
        ),
        "before",
        _GAMES,
    ),
    # qualified, promoted
    Rule(
        "result",
        "phrase",
        spelled(
            r"(?:\b(?:est|sont|sommes|voila|seront|on va)|@\u00a4+|\bles \w+) (?:\w+ )?en (?:1/\d (?:de )?|"
            r"(?:demi|quarts?|huitiemes?)(?: |-)?(?:de )?)?finales?\b"
            r"(?! (?:du|de la) (?:concours|debat))"
        ),
        "before",
        spelled(r"bravo|felicit|\bfiers?\b|quel(?:le)? |apres une?|magnifique|!|[👏🎉🥳💪🏆🔝⚽🏉🏀🔥😃🤾]"),
    ),
    Rule(
        "result",
        "phrase",
        word(
            r"(?:(?:officialis|assur|valid)\w* (?:le|son|leur|sa|notre|la) (?:maintien|montee|titre|"
            r"qualification)|en se qualifiant|decroch\w+ (?:leur|sa|son|la|le|notre) (?:qualification|billet|"
            r"ticket|place|maintien|montee))"
        ),
        "after",
    ),
    Rule(
        "result",
        "phrase",
        word(
            rf"(?:mont(?:e|ent|ee)|acced(?:e|ent)|promue?s?|remont(?:e|ent|ee)|accession|relegue\w*|"
            rf"descend\w*) (?:\S+ ){{0,2}}?(?:en|a la) {_DIVISION}|"
            rf"(?:est|sont|sommes|on reste|reste|restent|maintenue?s?) (?:\w+ )?(?:en|de retour en) {_DIVISION}"
        ),
        "before",
        _CHEERED,
    ),
    Rule(
        "result",
        "phrase",
        word(
            rf"pour {_THEIR} (?:\S+ ){{0,3}}?(?:exploit|qualification|titres?|medailles?|podium|prix|trophee|"
            rf"record|sacre)"
        ),
        "after",
        _CONGRATULATED,
    ),
    # prizes
    Rule(
        "result",
        "present",
        word(rf"recoi(?:t|vent) (?:\S+ ){{0,5}}?(?:le|un|ce|les|son|du|leur|#)(?: \S+)? ?{_PRIZE}"),
        "before",
    ),
    Rule(
        "result",
        "finite",
        word(rf"(?:a|ont|avons|ai) (?:\w+ )?(?:recu|obtenu|decroche|remporte) (?:\S+ ){{0,3}}?{_PRIZE}"),
        "before",
    ),
    Rule(
        "result",
        "phrase",
        word(rf"recoive(?:nt)? (?:\S+ ){{0,3}}?{_PRIZE}|merci pour ce (?:prix|trophee|titre)"),
        "before",
    ),
    Rule(
        "result",
        "phrase",
        word(rf"pour (?:le|un|son|sa|ce|leur) (?:\S+ )?{_PRIZE}"),
        "after",
        word(r"felicitations|bravo"),
    ),
    Rule(
        "result",
        "finite",
        word(rf"{french.BEEN} (?:(?!pas|plus|jamais)\w+ )?(?:prime|recompense|laureat|couronne)(?:e?s?)"),
        "before",
    ),
    Rule("result", "bare", word(r"(?P<p>prime(?:e?s?)) (?=au|aux|lors|par|pour|a)"), "before", _GAMES),
    Rule("result", "bare", word(r"(?P<p>consacre(?:e?s?)) (?=par|meilleure?|champion)"), "before", _CHEERED),
    Rule("result", "phrase", spelled(r"\betoiles? [^\w#]*#?(?:au )?(?:guide ?)?michelin"), "after", _CONGRATULATED),
    Rule(
        "result",
        "phrase",
        word(r"c'est (?:gagne|dans la poche)|on l'a fait|ils l'ont fait|elles l'ont fait"),
        "after",
        _CHEERED,
    ),
)
