"""Texts of law, deliberations, contracts: "feu vert du Sénat", "amendement accepté", "unanimité à l'Assemblée"."""

from beffroi.engines.announce import french
from beffroi.engines.announce.rule import Rule, spelled, word

_HANDLE = r"@\u00a4+"
_CHAMBER = (
    rf"(?:(?:l')?assemblee(?: nationale)?|(?:le )?#?senat|parlement(?: europeen)?|deputee?s?|senateurs?|"
    rf"senatrices?|"
    rf"conseil (?:municipal|departemental|regional|communautaire|metropolitain)|commission|elus|{_HANDLE})"
)
_TEXT = (
    r"(?:projets?|propositions?|ppl\w*|pjl\w*|textes?|amendements?|articles?|budgets?|resolutions?|motions?|lois?|"
    r"accords?|traites?|reformes?|conventions?|protocoles?|plans?|deliberations?|mesures?|demandes?|dispositions?)"
)
_A_TEXT = rf"(?:(?:le|la|les|l'|une?|ce|cet|cette|mon|notre|nos|des) ?)?#?{_TEXT}\b"
_DECIDES = r"valide(?:nt)?|retablit|supprime(?:nt)?|abroge(?:nt)?|instaure(?:nt)?|inscrit|sanctuarise(?:nt)?"
_DECIDED = r"supprim|cre|inscrit|prolong|valid|retabli|instaur|autoris|abrog|reconnu|confirm|acte?"
_AMENDED = word(r"amendements?|amdts?")
_A_BILL = word(r"lois?|textes?|projet|proposition|ppl\w*|pjl\w*|budget|plf\w*|deliberations?|compromis")
_CONTRACT = r"(?:accord|contrat|partenariat|traite|pacte|convention)"

EXPRESSIONS: tuple[Rule, ...] = (
    # approval
    Rule(
        "adoption",
        "phrase",
        word(
            rf"feu vert (?:\w+ )?(?:de |du |des |d'une? )(?:la |l'|"
            rf"nos )?{_CHAMBER}"
        ),
        "after",
    ),
    Rule(
        "adoption",
        "phrase",
        word(
            rf"unanimite (?:a |au |de |du )(?:la )?{_CHAMBER}(?= ?(?:pour|sur|"
            rf"[!:.]))"
        ),
        "after",
    ),
    Rule("vote", "phrase", word(rf"{_CHAMBER} unanimes? (?=pour)"), "after"),
    Rule("vote", "phrase", word(r"unanimes? pour (?:rejeter|adopter|voter|approuver)"), "after"),
    Rule(
        "adoption",
        "finite",
        word(
            rf"{french.BEEN} (?:(?!pas|plus|"
            rf"jamais)\w+ )?accept{french.E}"
        ),
        "before",
        _AMENDED,
    ),
    Rule("adoption", "bare", word(rf"(?P<p>accept{french.E})"), "before", _AMENDED),
    Rule("adoption", "bare", word(rf"seule?s? \d+ (?P<p>adopt{french.E})"), "after"),
    Rule(
        "adoption",
        "finite",
        word(rf"{french.BEEN} (?:(?!pas|plus|jamais)\w+ )?valid{french.E}(?! par (?:le|la|@|#|l'))"),
        "before",
        _A_BILL,
    ),
    Rule("adoption", "finite", word(rf"(?:{_DECIDED})(?:e?e?s?) a l'unanimite"), "before"),
    Rule(
        "adoption",
        "noun",
        word(
            r"adoption (?:a |au |en |par )(?:l'|la |le )?\S+ (?=d'|de\b|du\b|"
            r"des\b)"
        ),
        "after",
    ),
    Rule("adoption", "noun", word(rf"adoption (?={_TEXT})"), "after", head=True),
    Rule(
        "adoption",
        "noun",
        word(rf"vote (?:definitif |unanime |large )(?=d(?:e|u|es) ?(?:la|l'|notre)? ?#?{_TEXT})"),
        "after",
        head=True,
    ),
    Rule("adoption", "present", word(rf"(?:adoptons|(?<!j')(?:approuve|ratifie)(?:nt)?) {_A_TEXT}"), "after"),
    Rule("adoption", "present", word(rf"{_CHAMBER} (?:\w+ment )?(?:{_DECIDES})"), "after"),
    Rule("adoption", "phrase", word(r"commission mixte(?: paritaire)? (?!non )(?:\w+ )?conclusive"), "after"),
    Rule("adoption", "phrase", word(rf"accord (?:\w+ ){{0,3}}trouve (?:\S+ ){{0,3}}sur {_A_TEXT}"), "after"),
    Rule(
        "adoption",
        "phrase",
        word(r"prononcee?s? (?=pour l'adoption|en faveur (?:du|de la) (?:texte|proposition))"),
        "after",
    ),
    Rule("rejection", "phrase", word(r"commission mixte(?: paritaire)? (?:\w+ )?non conclusive"), "after"),
    Rule("adoption", "present", word(r"(?P<v>adopte(?:nt)?) (?:a l'unanimite|unanimement|definitivement)"), "after"),
    Rule("vote", "phrase", spelled(r"\bvote de (?:confiance|defiance|censure)[^.!?\n]{0,80}: \d+ voix"), "after"),
    # one's own ballot
    Rule("vote", "phrase", word(r"(?:viens|vient|venons|viennent) de (?:m'|s'|nous )abstenir"), "after"),
    Rule(
        "vote",
        "noun",
        word(
            rf"vote en (?:premiere|deuxieme|seconde|nouvelle|derniere|1ere|2e) lecture (?=d(?:e|u|es) ?(?:la|"
            rf"l')? ?#?{_TEXT})"
        ),
        "after",
        head=True,
    ),
    Rule("vote", "present", word(rf"nous votons (?:pour|contre) (?={_A_TEXT}|(?:l'|la |le )?#)"), "after"),
    Rule("vote", "present", word(r"#\w+ vote (?:pour|contre|en faveur)"), "after"),
    # contracts
    Rule(
        "signature",
        "finite",
        word(rf"{french.HAVE} (?:(?!pas|plus|jamais)\w+ )?conclu(?= (?:\S+ ){{0,3}}{_CONTRACT})"),
        "after",
    ),
    Rule("signature", "phrase", word(r"fais(?:ons)? partie des (?:\S+ ){0,3}signataires"), "after"),
    Rule(
        "signature",
        "noun",
        word(
            r"signature,? (?:(?:hier|aujourd'hui|officielle|solennelle|ce \w+|cette \w+|\w+ dernier|a \S+|"
            r"au \S+|en \S+),? ){1,3}"
            r"(?=(?:d'une?|de la|du|de l'|des)\b)"
        ),
        "after",
    ),
    # in force
    Rule(
        "decree",
        "present",
        word(r"entre(?:nt)? (?:\w+ )?en vigueur (?:des |a partir d'|a compter d')?aujourd'hui"),
        "before",
    ),
    Rule(
        "decree",
        "phrase",
        word(
            r"(?:est|sont) (?:desormais|officiellement|enfin|"
            r"maintenant) en vigueur"
        ),
        "before",
    ),
    Rule("decree", "finite", spelled(r"\b(?:vient|viennent) d'etre promulgu\w*"), "before"),
)
