"""Offices taken: "nouveau président du département !", "prise de commandement", "bravo pour cette nomination"."""

from beffroi.engines.announce import french
from beffroi.engines.announce.rule import Rule, spelled, word

_OFFICE = (
    r"(?:vice-?|co-?)?(?:president\w*|ministre|maire|rapporteu\w+|direct(?:eur|rice)|prefete?|porte-?parole|"
    r"secretaire|ambassad\w+|chef\w*|commandant\w*|deputee?|senat(?:eur|rice)|capitaine|entraineu\w+|coordinat\w+|"
    r"responsable|referente?|delegue\w*|commissaire|procureu\w*|recteur|rectrice|membre)"
)
_CHEER = spelled(r"felicit\w+|bravo|bienvenue|succed\w+|bon courage|tous mes voeux|[👏🎉🥳📣👍🎊🍾]")
_CONGRATULATED = word(
    r"felicit\w+|bravo|bonne chance|bon courage|tous mes voeux|compliments|plein succes|"
    r"congrat\w+"
)
_THEIR = r"(?:cette|ce|cet|sa|ta|votre|son|ton|ses|vos|tes|leurs?|ma|mon)"
_TASK = (
    r"(?:nomination|ministere|responsabilites?|investiture|designation|promotion|prise de fonctions?|"
    r"portefeuille)"
)
_NEW_TASK = r"nouve(?:aux?|lles?|l) (?:fonctions?|postes?|missions?|mandats?|responsabilites?|role|defi)"

EXPRESSIONS: tuple[Rule, ...] = (
    Rule(
        "nomination",
        "phrase",
        word(
            rf"nouve(?:au|lle|l) {_OFFICE}(?= (?:de|du|des|a|au)\b| d'|"
            rf" ?!)"
        ),
        "before",
        _CHEER,
    ),
    Rule(
        "nomination",
        "phrase",
        word(
            rf"pour {_THEIR} (?:\S+ ){{0,3}}?(?:{_TASK}|"
            rf"{_NEW_TASK})"
        ),
        "after",
        _CONGRATULATED,
    ),
    Rule(
        "nomination",
        "bare",
        word(
            rf"(?P<p>(?:nomm|design|promu|install|intronis){french.E}|promue?s?|choisie?s?|investie?s?) "
            rf"(?=(?:(?:ce|hier|cet|cette) (?:\w+-?\w* )?)?(?:a nouveau |officiellement )?"
            rf"(?:co-?{_OFFICE}|{_OFFICE}|au sein|candidate?|tete de liste|comme|en tant que)\b)"
        ),
        "before",
    ),
    Rule("nomination", "phrase", word(rf"(?:fraichement|tout juste) (?:nomm|design|install){french.E}"), "before"),
    Rule(
        "nomination",
        "noun",
        word(
            r"(?:ceremonie (?:\w+ )?de (?:la )?)?prise de commandement|"
            r"passation de (?:pouvoirs?|commandement|fonctions?)|"
            rf"installation (?:officielle )?(?:du|de la|de notre|de nos) nouve\w+ {_OFFICE}"
        ),
        "after",
    ),
    Rule(
        "nomination",
        "phrase",
        word(
            r"(?:succed(?:e|ent|ant|er) (?:a|au) (?:\S+ ){1,6}?|(?:vous|te|lui) succed(?:e|er|ez) )"
            r"(?:a la (?:tete|presidence|mairie|direction)|au (?:poste|ministere|secretariat)|comme|en tant que)"
        ),
        "before",
    ),
    Rule(
        "nomination",
        "present",
        word(
            r"rejoi(?:nt|ns|gnent|gnons) (?:(?:officiellement|aujourd'hui) )?(?:le gouvernement|"
            r"(?:notre|le|l') ?(?:conseil d'administration|equipe gouvernementale))"
        ),
        "before",
    ),
    Rule(
        "nomination",
        "phrase",
        word(
            rf"devien(?:t|s|nent) (?:\w+ment |aujourd'hui |ainsi |donc |ce \w+ )?(?:la |le |notre |votre |l')?"
            rf"(?:\d+e(?:me)? |nouve(?:au|lle) |premiere? )?(?!membre){_OFFICE}(?! de la (?:culture|vie)\b)"
        ),
        "before",
    ),
    Rule(
        "nomination",
        "present",
        word(
            r"pren(?:d|ds|ons|nent) (?:\w+ment |aujourd'hui |ce \w+ )?(?:la |les |le )?"
            r"(?:(?:tete|direction|presidence|renes|commandes|succession|commandement) (?:(?!des ventes|"
            r"du classement)(?:de|du|des)\b|d')|"
            r"fonctions?\b(?= (?:ce|aujourd'hui|comme|en tant|a la)))"
        ),
        "before",
    ),
    Rule("nomination", "phrase", word(r"entree (?=(?:de |d')(?:\S+ ){1,5}au #?(?:gouv|@))"), "after"),
    Rule(
        "nomination",
        "phrase",
        word(r"(?:decision|choix|confiance) (?:\S+ ){0,3}de (?:me|m'avoir) (?:nomm|design)\w+"),
        "after",
    ),
    Rule(
        "nomination",
        "phrase",
        word(
            r"(?:m'a|m'ont|nous a|t'a|lui a|vous a) (?:\w+ )?(?:nomm|design|confie (?:la (?:presidence|"
            r"direction|responsabilite|"
            r"mission)|le (?:poste|ministere)|une mission))\w*"
        ),
        "after",
    ),
)
