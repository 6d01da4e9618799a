"""French expressions of accomplished facts: data, folded as `fold` folds. Regular expressions without captures.

A participle stands with its endings. `active` is said of whoever acts ("a adopté", "vient d'adopter"), `passive` of
what it is done to ("est adopté", "vient d'être adopté"), `present` of somebody known to act ("le Sénat adopte").
"""

E = r"e(?:e?s?)"  # -é, -ée, -és, -ées, folded

ACTIVE = {
    "adoption": rf"(?:re)?adopt{E}|approuv{E}|ratifi{E}|enterin{E}",
    "rejection": rf"rejet{E}|repouss{E}|retoqu{E}",
    "vote": rf"vot{E}",
    "signature": rf"(?:co-? ?|contre)?sign{E}|paraph{E}",
    "nomination": rf"nomm{E}|design{E}",
    "election": r"(?:re)?elue?s?",
    "inauguration": rf"(?:re)?inaugur{E}",
    "opening": r"(?:re-?|r)?ouverte?s?(?! (?:la (?:voie|porte)|les yeux|le bal|une breche|le feu)\b)",
    "closure": rf"(?:re)?ferme(?:e?s?)(?! (?:les yeux|la porte a)\b)|clotur{E}",
    "result": rf"remport{E}|gagn{E}|decroch{E}",
    "death": r"(?:perdu la vie|succombe)",
    "decree": rf"promulgu{E}|publi{E} (?:ce \w+ )?(?:le|l'|un|une|la) ?(?:decret|arrete|ordonnance|circulaire|loi)",
    "alert_lifted": rf"lev{E} (?:l'|la |le |les |toutes les |son )(?:{{ALERT}})",
}
PASSIVE = {
    "adoption": rf"(?:re)?adopt{E}|approuv{E}|ratifi{E}|enterin{E}",
    "rejection": rf"rejet{E}|repouss{E}|retoqu{E}|declar{E} irrecevables?",
    "vote": rf"vot{E}",
    "signature": rf"(?:co-? ?|contre)?sign{E}|paraph{E}",
    "nomination": rf"nomm{E}|design{E}|promue?s?(?! par)",
    "election": r"(?:re)?elue?s?(?! (?:locale?s?|sur|de (?:la )?(?:republique|terrain|la nation|proximite))\b)",
    "inauguration": rf"(?:re)?inaugur{E}",
    "opening": r"(?:re-?|r)?ouverte?s?(?! (?:d'esprit|sur|a (?:la discussion|tout(?:e?s)?|la critique|la concurrence)))",
    "closure": rf"(?:re)?ferme(?:e?s?)|clotur{E}|clos(?:es?)?|coupee?s?(?= a la circulation)",
    "result": rf"proclam{E}|sacr{E}|couronn{E}|qualifi{E}(?= (?:pour|en|au)\b)|laureate?s?|vainqueurs?",
    "death": rf"deced{E}|mort(?:e?s?)(?! de (?:rire|faim|soif|fatigue))|tu{E}(?! par leur)|assassin{E}|abattue?s?",
    "decree": (
        rf"promulgu{E}|entre(?:e?s?) en vigueur|(?:publi{E}|parue?s?)(?= (?:ce (?:jour|matin|soir) )?au (?:jo\b|journal off))"
    ),
    "alert_lifted": rf"lev{E}",
}
INFINITIVE = {
    "adoption": r"adopter|approuver|ratifier|enteriner",
    "rejection": r"rejeter|repousser|retoquer",
    "vote": r"voter",
    "signature": r"(?:co-? ?)?signer|parapher",
    "nomination": r"nommer|designer",
    "election": r"(?:re)?elire",
    "inauguration": r"(?:re)?inaugurer",
    "opening": r"(?:re-?|r)?ouvrir(?! (?:la (?:voie|porte)|les yeux))",
    "closure": r"(?:re)?fermer|cloturer|clore",
    "result": r"remporter|gagner|decrocher",
    "death": r"perdre la vie|perdre l'un des (?:leurs|siens|notres)|succomber|mourir|deceder|s'eteindre|nous quitter",
    "decree": r"promulguer|publier (?:le|l'|un|une|la) ?(?:decret|arrete|ordonnance|circulaire|loi)|entrer en vigueur",
    "alert_lifted": r"lever (?:l'|la |le |les )(?:{ALERT})",
}
PRESENT = {
    "adoption": r"adopte(?:nt)?|adoptons|approuve(?:nt)?|approuvons|ratifie(?:nt)?|donne(?:nt)? (?:son|leur) feu vert",
    "rejection": r"rejette(?:nt)?|rejetons|repousse(?:nt)?|retoque(?:nt)?",
    "vote": r"vote(?:nt)?|votons",
    "signature": r"(?:co-? ?)?signe(?:nt)?|(?:co-? ?)?signons",
    "nomination": r"nomme(?:nt)?|designe(?:nt)?",
    "election": r"elit|elisent|elisons",
    "inauguration": r"(?:re)?inaugure(?:nt)?|(?:re)?inaugurons",
    "opening": r"(?:re-?|r)?ouvre(?:nt)?(?= (?:ses portes|au public|a \w+-\w+|enfin|ce matin|aujourd'hui))|s'ouvre(?:nt)?",
    "closure": r"ferme(?:nt)?(?= (?:ses portes|definitivement))|se termine(?:nt)?|s'acheve(?:nt)?",
    "result": r"remporte(?:nt)?|l'emporte(?:nt)?|decroche(?:nt)?|gagne(?:nt)? (?:ce|le|la|son|sa|l')|s'impose(?:nt)?",
    "death": r"s'eteint|s'est eteinte?|se sont eteint(?:e?s?)|nous (?:a|ont) (?:\w+ )?quitt(?:es?|ees)|nous quitte(?:nt)?",
    "decree": r"entre(?:nt)? en vigueur (?:ce|aujourd'hui)|publie(?:nt)? (?:le decret|l'arrete|la suppression|l'ordonnance)",
    "alert_lifted": r"leve(?:nt)? (?:l'|la |le |les )(?:{ALERT})",
}

ALERT = (
    r"alertes?|vigilances?|confinement|couvre-feu|restrictions?|interdictions?|etat d'urgence|evacuation|bouclage|"
    r"suspension|arrete|perimetre|quarantaine|mesures? de"
)
SAID_OF_ALERTS = rf"\b(?:{ALERT})\b"

# --- who acts, when the verb stands in the present

ACTORS = (
    r"senat|assemblee(?: nationale)?|assnat|an|deputee?s?|senateurs?|senatrices?|parlement(?: europeen)?|parlementaires|"
    r"conseil (?:\w+ )?(?:municipal|communautaire|departemental|regional|constitutionnel|europeen|d'administration|"
    r"d'etat|des ministres|metropolitain)|conseil|commission(?: des? [\w ]{3,30})?|commission|majorite|groupe|elus|"
    r"gouvernement|etat|region|departement|ville|commune|metropole|agglo(?:meration)?|mairie|maire|president|"
    r"ministre|prefet|prefete|france|europe|ue|elus|journal officiel|jo|cmp"
)

# --- nouns that name the event

NOUNS = {
    "adoption": (
        r"adoption (?=(?:definitive |unanime |officielle |hier |aujourd'hui |ce \w+ |cette nuit |finale )*"
        r"(?:a (?:l'unanimite|une large|la quasi)|unanime|definitive|en (?:premiere|seconde|deuxieme|nouvelle|derniere|1|2"
        r"|commission|seance)|de (?:la|l'|mon|mes|notre|nos|ma|ce|cet|cette|ces|deux|trois|\d+|plusieurs)|du|des|d'une?|par|"
        r"au senat|a l'assemblee|hier|ce (?:soir|matin|jour|midi)|cette nuit|aujourd'hui))|"
        r"adoptions?(?= ?[!:])|approbation (?=(?:definitive |unanime )?(?:a l'unanimite|du|de|des|par))|"
        r"ratification (?=de|du|des|par)"
    ),
    "rejection": (
        r"rejet (?=(?:hier |ce \w+ |cette nuit |par \S+ \S+ )?(?:d'un|de|du|des|de l') ?(?:mon|mes|notre|nos|cet|ces|ce|la)? ?"
        r"(?:amendements?|textes?|budget|motion|proposition|projet|articles?|ppl|pjl|loi|resolution|recours|appel)\b)"
    ),
    "vote": (
        r"vote (?=(?:unanime|a l'unanimite|historique|tres net|tres large|solennel de)\b)|"
        r"(?:ce|leur|votre|un|le) vote (?=unanime|a l'unanimite)"
    ),
    "signature": (
        r"signatures? (?=(?:\w+ ){0,2}?(?:de (?:la|l'|notre|nos|ce|cette|deux|trois|\d+)|du|des|d'une?|"
        r"(?:de )?(?:convention|contrat|accord|charte|protocole|pacte|bail|acte)))"
    ),
    "nomination": (
        r"nomination (?=(?:de|d'|du|des|comme|au|a|en|aux)\b)|prise de fonctions?|entree (?=au gouvernement)|"
        r"(?:ma|sa|ta|votre|leur) nomination|(?:en|de) (?:me|te|le|la|vous|nous|m') ?(?:nommant|avoir nomme|designant)"
    ),
    "election": r"(?:re-?)?election (?=(?:de|d'|du|comme|a la (?:tete|presidence))\b)|(?:son|ton|votre|sa|leur|ma|mon) (?:re-?)?election",
    "inauguration": (
        r"(?:re-?)?inauguration(?! (?:prevue|prochaine|future))|pleniere inaugurale|en (?:re)?inaugurant|"
        r"(?:ravie?|heureuse?|fiere?|plaisir|honneur|honoree?|venue?s?|invitee?s?|joie|emue?)s? (?:d'|de |a )?(?:re)?inaugurer"
    ),
    "opening": r"(?:re-?|r)?ouverture (?=(?:officielle |solennelle |ce \w+ |hier |aujourd'hui )*(?:de|du|des|d'|a|au|par)\b)|(?:re-?|r)?ouverture(?= ?!)",
    "closure": r"cloture (?=(?:officielle |ce \w+ |hier )*(?:de|du|des|d'|assises)\b)|fermeture (?=(?:definitive|immediate|exceptionnelle)\b)",
    "death": r"(?:deces|mort|disparition|assassinat) (?=(?:(?:soudaine?|brutale?|tragique|subite?|hier|ce \w+|a \d+ ans) )*(?:de|d'|du|des)\b)",
    "decree": (
        r"publication (?=(?:ce \w+ |hier |aujourd'hui )?(?:au jo\b|au journal officiel|(?:du|de l'|des) ?(?:decret|arrete|ordonnance)))|"
        r"entree en vigueur (?=(?:ce|aujourd'hui|hier)\b)|promulgation (?=(?:de|du|des)\b)"
    ),
    "alert_lifted": rf"(?:levee|fin) (?=(?:de l'|de la |du |des |de |d')(?:{ALERT})\b)|retour a la normale",
}

# --- phrases that say the fact by themselves

PHRASES = {
    "adoption": (
        r"cmp (?:\w+ )?conclusive|(?:accord|compromis) (?:\w+ ){0,2}(?:en|lors de la) (?:cmp|commission mixte)|"
        r"(?:trouvent|ont trouve|avons trouve) un (?:accord|compromis) (?:en cmp|sur (?:la|le) (?:proposition|projet|ppl|pjl))|"
        r"se sont (?:entendus|accordes|mis d'accord) sur"
    ),
    "rejection": r"cmp (?:\w+ )?non conclusive|echec de la cmp|(?:la )?cmp (?:a )?echoue",
    "vote": (
        r"(?:me suis|s'est|se sont|nous sommes) abstenue?s?|par \d+ voix (?:contre|pour)|\d+ voix (?:pour|contre)|"
        r"\d+ (?:voix )?pour,? (?:et )?\d+ (?:voix )?contre"
    ),
    "signature": r"suis (?:\w+ )?(?:co-?)?signataire|(?:avoir ete|etre) (?:co-? ?)?signataire",
    "nomination": r"prend (?:ses|officiellement ses) fonctions|nouvellement nommee?s?",
    "election": (
        r"(?:est|suis|devient|deviens) (?:desormais |officiellement |ce jour )?(?:la |le |notre |votre )?"
        r"(?:nouveau |nouvelle )?(?:maire|president(?:e)?|deputee?|senat(?:eur|rice)|candidate? a tou\w+) (?=de|du|des|d'|a|ce)|"
        r"felicitations (?:aux|a) (?:\w+ ){0,3}nouve(?:aux|lles) elue?s"
    ),
    "result": (
        r"(?:belle|magnifique|fantastique|superbe|grande|quelle|ecrasante|immense|historique|cette|premiere|\d(?:e|eme|ere)|large|"
        r"troisieme|deuxieme|nouvelle|la|sa|leur|une|et la) victoire(?= (?:de|du|des|d'|contre|face|dans|par|a|au|en|bien|historique)\b| ?[!,.:]|$)|"
        r"\bvictoire (?=(?:de l'equipe|contre|face a|pour la|du xv|des bleu|a domicile|historique|\d))|victoire ?!|"
        r"titre de champion(?:ne)?s?|medailles? (?=(?:d'or|d'argent|de bronze|dont|🥇|🥈|🥉))|\d+ medailles|[🥇🥈🥉]|"
        r"score final|(?:prix|trophee) (?:\w+ )?(?:est |a ete )?(?:decerne|attribue)e?|est decernee? a|"
        r"laureate?s? (?=(?:de|du|des|d'|\d{4}|!))|gagnante?s? (?=(?:de|du|des))|vainqueurs? (?=(?:de|du|des))|"
        r"\d+(?:,\d+)? ?% (?=(?:des (?:voix|suffrages|votants|electeurs|exprimes)))|resultats? du (?:premier|second|1er|2\w*) tour ou|"
        r"felicitations aux (?:champion|laureat|vainqueur|gagnant)\w*|bravo aux (?:champion|laureat|vainqueur|gagnant)\w*"
    ),
    "death": (
        r"condoleances|\brip\b|repose(?:z)? en paix|perd(?:ent|ons)? l'un des (?:siens|leurs|notres)|a cesse de vivre|"
        r"est partie? rejoindre les etoiles|paix a son ame"
    ),
    "decree": r"au (?:jo|journal officiel) (?:de ce|d'aujourd'hui|du jour|ce matin)",
    "alert_lifted": r"(?:alerte|vigilance|episode|incident) (?:\w+ )?(?:est )?terminee?|de nouveau potable|plus de risque",
}

CHAMPIONS = (
    r"(?:vice-?)?champion(?:ne)?s?(?: \w+)? (?=(?:de france|du monde|d'europe|olympiques?|paralympiques?|regionaux|"
    r"departement\w+|de \w+ ?!))"
)

# Verbs of the present that announce whoever their subject is; the others need one of the ACTORS.
ANYONE = ("inauguration", "opening", "closure", "result", "death", "decree", "alert_lifted")
OWN_SIGNATURE = (
    r"(?:je |nous )(?:co-? ?)?sign(?:e|ons)|(?:co-? ?)?signe(?:nt)? (?:avec|(?:un|une|la|le|l'|ce|cette|des|deux) ?(?:accord|"
    r"contrat|convention|charte|tribune|protocole|petition|pacte|appel|partenariat))"
)

# --- what a lone participle may be said of

LAW = (
    r"articles?|art\.?|amendements?|amdts?|textes?|budget|lois?|projets?|propositions?|ppl\w*|pjl\w*|plf\w*|pacte|motion|"
    r"resolution|mesures?|rapport|deliberations?|voeux?|plan|conclusions|accord|traite|convention|sous-amendements?|"
    r"prorogation|prolongation|suppression|ordonnance|compte administratif|reglement|recours|appel|conventions?|contrat|charte|tribune|"
    r"petition|appel|lettre|courrier"
)
OFFICES = (
    r"ambassad\w+|ministre|premiere?|secretaire|president\w*|vice|direct\w+|prefet\w*|rapporteu\w+|porte|membre|chef\w*|"
    r"conseill\w+|recteur|rectrice|commissaire|delegue\w*|general\w*|maire|deputee?s?|senat\w+|patron\w*|officier|chevalier|"
    r"commandeur|juge|procureur\w*|referente?|parrain|marraine|groupe|entraineur|coordinat\w+|a l'unanimite|a la (?:tete|presidence)"
)
ELECTED_TO = (
    r"(?=(?: (?:ce (?:jour|matin|soir)|hier|aujourd'hui|a l'unanimite|avec \S+ des voix|au \w+ tour),?)* (?:"
    + OFFICES
    + r"|la plus|le plus|meilleure?s?|a la|au (?:premier|second|1er|2)|avec|pour)\b| aujourd'hui\b| ce \w+\b| ?!| <|$)"
)
