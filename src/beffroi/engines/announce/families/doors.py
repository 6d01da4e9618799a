"""What opens, closes and is unveiled: "coupe du ruban", "mise en service", "très belle réouverture"."""

from beffroi.engines.announce import french
from beffroi.engines.announce.rule import Rule, word

_GLAD = r"(?:ravie?|heureu[xs]e?|fiere?|plaisir|bonheur|privilege|honneur|honoree?|joie|emue?)s? (?:d'|de )"
_NOW = r"(?:aujourd'hui|ce (?:matin|soir|jour|midi)|cet apres-midi|cette semaine|enfin|officiellement)"

EXPRESSIONS: tuple[Rule, ...] = (
    Rule(
        "inauguration",
        "phrase",
        word(r"coup(?:e|er|ure|ons|ent|ee?) (?:de |du |le )ruban|decoup(?:e|age) du ruban|ruban (?:\w+ )?coupe"),
        "after",
    ),
    Rule("inauguration", "phrase", word(r"devoil\w+ (?:\S+ ){0,4}?(?:plaque|stele|fresque|statue)"), "after"),
    Rule(
        "inauguration",
        "finite",
        word(r"(?:ai|avons|a|ont) (?:(?!pas|plus|jamais)\S+ )?(?:pu|eu (?:\S+ ){1,4}d') ?inaugurer"),
        "after",
    ),
    Rule(
        "inauguration",
        "phrase",
        word(
            r"(?:ravie?|heureu[xs]e?|fiere?|emue?|honoree?)s? (?:aujourd'hui |ce matin |ce soir |hier |"
            r"cet apres-midi )d'inaugurer|"
            r"(?:visite|soiree|ceremonie) inaugurale"
        ),
        "after",
    ),
    Rule("inauguration", "bare", word(rf"d'(?P<p>inaugur{french.E})"), "before"),
    Rule("inauguration", "present", word(r"(?:j'|nous |on )(?:re)?inaugur(?:e|ons|ais|ait|ions)"), "after"),
    Rule("opening", "finite", word(rf"{french.BEEN} (?:(?!pas|plus|jamais)\w+ )?mis(?:e?s?) en service"), "before"),
    Rule(
        "opening",
        "noun",
        word(r"(?:re)?mise en service (?=(?:officielle |ce \w+ |aujourd'hui )?(?:de\b|du\b|des\b|d'))"),
        "after",
        head=True,
    ),
    Rule(
        "opening",
        "present",
        word(
            rf"(?:re-?|r)?ouvre(?:nt)? (?:\S+ )?(?:(?:ses|leurs) portes|"
            rf"{_NOW})"
        ),
        "before",
    ),
    Rule("opening", "present", word(r"ouvre(?:nt)? (?:sa|leur|la) saison"), "before"),
    Rule(
        "opening",
        "present",
        word(
            rf"ouvre(?:nt)? (?:maintenant |{_NOW} )?(?:la|l'|le|les|cette|ce|"
            rf"nos) ?(?:#?\w+ ){{0,2}}?(?:pleniere|seance|congres|"
            r"universite|rencontres?|evenement|festival|salon|journees?|soiree|assises|etats generaux|"
            r"conference|colloque|"
            r"forum|edition|session|foire|semaine)"
        ),
        "after",
    ),
    Rule("opening", "phrase", word(r"aujourd'hui,? (?:[^\s.!?:]+ ){1,8}?(?:re-?|r)ouvrent"), "after"),
    Rule(
        "opening",
        "phrase",
        word(
            r"cette (?:re)?ouverture(?! (?:d'esprit|a la concurrence))|reouverture reussie|"
            r"avec l'ouverture (?=d'une?|de (?:notre|la)|du)"
        ),
        "after",
        word(
            r"rejoui\w*|heureu\w+|fiere?|reussie|concretis\w+|felicit\w+|bravo|merci|enfin|ce matin|"
            r"aujourd'hui|hier"
        ),
    ),
    Rule(
        "opening",
        "phrase",
        word(rf"en (?:re|r)?ouvrant {_NOW}|{_GLAD}(?:re|r)?ouvrir(?! (?:la voie|un debat))"),
        "after",
    ),
    Rule(
        "opening",
        "phrase",
        word(
            r"(?:belle|grande|superbe|magnifique|soiree d') ?(?:re)?ouverture(?= (?:hier|ce|du|de (?:la|l'|"
            r"notre)|des|officielle)\b| ?!)"
        ),
        "after",
    ),
    Rule("opening", "noun", word(rf"(?:re-?|r)ouverture (?={french.PLACES})"), "after", head=True),
    Rule("closure", "present", word(r"ferment (?:leurs portes|definitivement)"), "before"),
    Rule("closure", "phrase", word(rf"{_GLAD}(?:cloturer|clore)"), "after"),
)
