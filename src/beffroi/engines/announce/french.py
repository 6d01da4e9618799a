"""French expressions of accomplished facts: data, folded as `fold` folds. Regular expressions without captures.

A participle stands with its endings. `active` is said of whoever acts ("a adopté", "vient d'adopter"), `passive` of
what it is done to ("est adopté", "vient d'être adopté"), `present` of somebody known to act ("le Sénat adopte").
"""

E = r"e(?:e?s?)"  # -é, -ée, -és, -ées, folded

DAYS = r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"

# --- what makes a participle finite, and what may stand before it

ADVERBS = (
    r"bien|bien sur|moi aussi|donc|enfin|definitivement|officiellement|largement|tres largement|finalement|ainsi|"
    r"egalement|aussi|desormais|"
    r"maintenant|deja|ce (?:matin|soir|midi|jour)|cet apres-midi|hier(?: soir| matin| apres-midi)?|cette nuit|"
    r"aujourd'hui|solennellement|massivement|unanimement|a l'unanimite|a la quasi-unanimite|en (?:premiere|1ere|"
    r"deuxieme|2e|seconde|nouvelle|derniere|1re) lecture|en (?:commission|seance)|tous|toutes|a nouveau|de nouveau|"
    r"juste|tout juste|"
    r"par \d+ voix(?: contre \d+)?|d'une courte tete|a une large majorite|ensemble|notamment|tragiquement|"
    r"malheureusement|brutalement|subitement|"
    r"\w{3,}ment|dans la nuit|de justesse|heureusement|conjointement|successivement|simplement"
)
BEEN = (
    r"(?:est|sont|fut|furent|suis|sommes|etes|es|(?:a|ont|ai|avons|avez|as) ete|"
    r"(?:vien(?:s|t|nent)|ven(?:ons|ez)) (?:tout juste |juste |a peine |enfin )?d'etre|(?:d'|apres )avoir ete)"
)
HAVE = (
    r"(?:(?<!\w)j'?ai|(?<!')a|ont|ai|avons|avez|as|(?:d'|apres |pour |de (?:m'|t'|l'|nous |vous |les ))avoir|"
    r"apres (?:l'|les? |la )avoir)"
)
JUST = (
    r"(?:vien(?:s|t|nent)|ven(?:ons|ez)) (?:tout juste |juste |a peine |enfin )?d(?:e |')(?:me |m'|te |nous |vous |"
    r"le |la |les |l')?"
)

ALERT = (
    r"alertes?|vigilances?|confinement|couvre-feu|restrictions?|interdictions?|etat d'urgence|evacuation|bouclage|"
    r"suspension|arrete|perimetre|quarantaine|mesures? de"
)

ACTIVE = {
    "adoption": (
        rf"fait (?:\S+ )?adopter|(?:re)?adopt{E}(?! (?:\w+ ){{1,2}}(?:position|posture|attitude|ton|gestes?)\b)|"
        rf"approuv{E}|ratifi{E}|enterin{E}|donn{E} (?:son|leur) feu vert|inscrit (?:dans|a) (?:la|l'|le) ?(?:loi|"
        rf"constitution|article|code)"
    ),
    "rejection": rf"rejet{E}|repouss{E}|retoqu{E}",
    "vote": rf"fait (?:\S+ )?voter|vot{E}",
    "signature": rf"(?:co-? ?|contre)?sign{E}|paraph{E}",
    "nomination": rf"nomm{E}|design{E}|prise?s? (?:le commandement|ses fonctions|la (?:tete|direction|presidence))",
    "election": r"(?:re)?elue?s?",
    "inauguration": rf"(?:re)?inaugur{E}",
    "opening": r"(?:re-?|r)?ouverte?s?(?! (?:la (?:voie|porte)|les yeux|le bal|une breche|le feu)\b)",
    "closure": rf"(?:re)?ferme(?:e?s?)(?! (?:les yeux|la porte a)\b)|clotur{E}",
    "result": rf"remport{E}|gagn{E}|decroch{E}(?! (?:le (?:portrait|telephone)|la lune))",
    "death": rf"perdu la vie|succombe|cout{E} la vie|fait (?:\S+ ){{1,3}}(?:victimes?|morts?)",
    "decree": (
        rf"promulgu{E}|pris (?:\S+ ){{0,3}}?un (?:arrete|decret)|publi{E} (?:ce \w+ )?(?:le|l'|un|une|"
        rf"la) ?(?:decret|arrete|ordonnance|circulaire|loi)"
    ),
    "alert_lifted": rf"lev{E} (?:l'|la |le |les |toutes les |son )(?:{ALERT})",
}
PASSIVE = {
    "adoption": rf"(?:re)?adopt{E}|approuv{E}|ratifi{E}|enterin{E}",
    "rejection": rf"rejet{E}|repouss{E}|retoqu{E}|declar{E} irrecevables?",
    "vote": rf"vot{E}",
    "signature": rf"(?:co-? ?|contre)?sign{E}|paraph{E}",
    "nomination": rf"nomm{E}|design{E}|promue?s?(?! par)|elev{E}(?= au (?:rang|grade))",
    "election": (
        r"reconduit(?:e?s?)(?= (?:a|comme|dans|president|maire))|(?:re)?elue?s?(?! (?:locale?s?|sur|"
        r"de (?:la )?(?:republique|terrain|la nation|proximite))\b)"
    ),
    "inauguration": rf"(?:re)?inaugur{E}",
    "opening": (
        r"(?:re-?|r)?ouverte?s?(?! (?:d'esprit|sur|a (?:la discussion|tout(?:e?s)?|la critique|la concurrence)))"
    ),
    "closure": rf"(?:re)?ferme(?:e?s?)|clotur{E}|clos(?:es?)?|coupee?s?(?= a la circulation)",
    "result": rf"proclam{E}|sacr{E}|couronn{E}|qualifi{E}(?= (?:pour|en|au)\b)|recompens{E}|laureate?s?|vainqueurs?",
    "death": rf"deced{E}|mort(?:e?s?)(?! de (?:rire|faim|soif|fatigue))|tu{E}(?! par leur)|assassin{E}|abattue?s?",
    "decree": (
        rf"promulgu{E}|entre(?:e?s?) en vigueur|(?:publi{E}|parue?s?)(?= (?:ce (?:jour|matin|soir) )?au (?:jo\b|"
        rf"journal off))"
    ),
    "alert_lifted": rf"lev{E}",
}
INFINITIVE = {
    "adoption": (
        r"adopter|approuver|ratifier|enteriner|inscrire (?:dans|a) (?:la|l'|le) ?(?:loi|constitution|article|code)"
    ),
    "rejection": r"rejeter|repousser|retoquer",
    "vote": r"voter",
    "signature": r"(?:co-? ?)?signer|parapher",
    "nomination": r"nommer|designer",
    "election": r"(?:re)?elire",
    "inauguration": r"(?:re)?inaugurer",
    "opening": r"(?:re-?|r)?ouvrir(?! (?:la (?:voie|porte)|les yeux))",
    "closure": r"(?:re)?fermer|cloturer|clore",
    "result": r"remporter|gagner|decrocher",
    "death": (
        r"perdre la vie|perdre l'un des (?:leurs|siens|notres)|succomber|mourir|deceder|s'eteindre|disparaitre|"
        r"perdre (?:\d+|deux|trois|plusieurs)|nous quitter"
    ),
    "decree": (
        r"promulguer|publier (?:le|l'|un|une|la) ?(?:decret|arrete|ordonnance|circulaire|loi)|entrer en vigueur|"
        r"paraitre (?=au jo)"
    ),
    "alert_lifted": rf"lever (?:l'|la |le |les )(?:{ALERT})",
}
PRESENT = {
    "adoption": r"adopte(?:nt)?|adoptons|approuve(?:nt)?|approuvons|ratifie(?:nt)?|donne(?:nt)? (?:son|leur) feu vert",
    "rejection": r"rejette(?:nt)?|rejetons|repousse(?:nt)?|retoque(?:nt)?",
    "vote": r"vote(?:nt)?|votons",
    "signature": r"(?:co-? ?)?signe(?:nt)?|(?:co-? ?)?signons",
    "nomination": r"nomme(?:nt)?|designe(?:nt)?",
    "election": r"elit|elisent|elisons",
    "inauguration": r"(?:re)?inaugure(?:nt)?|(?:re)?inaugurons|inaugur(?:ais|ait|aient|ions)(?= (?:hier|ce)\b)",
    "opening": (
        r"(?:re-?|r)?ouvre(?:nt)?(?= (?:ses portes|au public|a \w+-\w+|enfin|ce matin|aujourd'hui))|s'ouvre(?:nt)?"
    ),
    "closure": r"ferme(?:nt)?(?= (?:ses portes|definitivement))",
    "result": (
        r"remporte(?:nt)?|l'emporte(?:nt)?|decroche(?:nt)?(?! (?:le (?:portrait|telephone)|la lune))|"
        r"gagne(?:nt)? (?:au|contre|face|en finale|par \d|\d+|ce|le (?:match|derby|tournoi|titre|championnat)|"
        r"la (?:coupe|finale|medaille)|son|sa)|"
        r"s'impose(?:nt)? (?=sur|a l'exterieur|a la maison|a domicile|face|contre|devant|\d)"
    ),
    "death": (
        r"s'eteint|s'est eteinte?|se sont eteint(?:e?s?)|nous (?:a|ont) (?:\w+ )?quitt(?:es?|ees)|"
        r"nous quitte(?:nt)?"
    ),
    "decree": (
        r"entre(?:nt)? en vigueur (?:ce|aujourd'hui)|publie(?:nt)? (?:le decret|l'arrete|la suppression|"
        r"l'ordonnance)"
    ),
    "alert_lifted": rf"leve(?:nt)? (?:l'|la |le |les )(?:{ALERT})",
}


# --- who acts, when the verb stands in the present

ACTORS = (
    r"senat|bureau(?: \w+)?|comite(?: \w+)?|congres|syndicat|assemblee(?: nationale)?|assnat|an|deputee?s?|"
    r"senateurs?|senatrices?|parlement(?: europeen)?|parlementaires|"
    r"conseil (?:\w+ )?(?:municipal|communautaire|departemental|regional|constitutionnel|europeen|d'administration|"
    r"d'etat|des ministres|metropolitain)|conseil|commission(?: des? [\w ]{3,30})?|commission|majorite|groupe|elus|"
    r"gouvernement|etat|region|departement|ville|commune|metropole|agglo(?:meration)?|mairie|maire|president|"
    r"ministre|prefet|prefete|france|europe|ue|elus|journal officiel|jo|cmp"
)

# --- nouns that name the event

SUDDEN = r"soudaine?|brutale?|tragique|subite?|accidentel(?:le)?|prematuree?|inattendue?|hier|ce \w+|a \d+ ans"
NOUNS = {
    "adoption": (
        r"adoption(?=,? (?:definitive |unanime |officielle |hier |aujourd'hui |ce \w+ |cette nuit |finale |rapide |"
        r"large |la nuit derniere |(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )*"
        r"(?:a (?:l'unanimite|une large|la quasi)|unanime|definitive|en (?:premiere|seconde|deuxieme|nouvelle|"
        r"derniere|1|2"
        r"|commission|seance)|de (?:la|l'|mon|mes|notre|nos|ma|ce|cet|cette|ces|leurs?|son|sa|votre|vos|deux|trois|"
        r"\d+|plusieurs)|du|des|d'une?|par (?:l'|le |la |@|\d)|"
        r"#|(?:au|en|a l') ?#?\w+ (?:de|du|d')|hier|ce (?:soir|matin|jour|midi)|cette nuit|aujourd'hui))|"
        r"adoptions?(?= ?[!:])|approbation (?=(?:definitive |unanime )?(?:a l'unanimite|du|de|des|par))|"
        r"ratification (?=de|du|des|par)|en adoptant"
    ),
    "rejection": (
        r"rejet (?:massif |net |large )?(?=(?:hier |ce \w+ |cette nuit |par (?:\S+ ){1,7}?)?(?:d'un|de|du|des|"
        r"de l') ?(?:mon|mes|notre|nos|cet|ces|ce|la)? ?"
        r"(?:amendements?|textes?|budget|motion|proposition|projet|articles?|ppl|pjl|loi|resolution|recours|appel)\b)"
    ),
    "vote": (
        r"vote (?:solennel |final |definitif )?(?=(?:unanime|a l'unanimite|historique|tres net|tres large|"
        r"solennel de)\b)|large vote (?=pour|en faveur|contre)|"
        r"(?:ce|leur|votre|un|le) vote (?=unanime|a l'unanimite)"
    ),
    "signature": (
        r"(?:heureu[xs]e?s?|fiere?s?|plaisir|honneur) de (?:co-?)?signer|signatures? (?=(?:\S+ ){0,3}?(?:de (?:la|"
        r"l'|notre|nos|ce|cette|deux|trois|\d+)|du|des|d'une?|"
        r"(?:de )?(?:convention|contrat|accord|charte|protocole|pacte|bail|acte)))"
    ),
    "nomination": (
        r"nomination (?=(?:de\b|d'|du\b|des\b|comme\b|au\b|a\b|en\b|aux\b|@))|designation (?=comme)|"
        r"procede a (?:la|l') ?(?:designation|election|nomination)|prise de fonctions?|entree (?=au #?(?:gouv|@))|"
        r"(?:ma|sa|ta|votre|leur) nomination|(?:en|de) (?:me|te|le|la|vous|nous|m') ?(?:nommant|avoir nomme|designant)"
    ),
    "election": (
        r"(?:re-?)?election (?=(?:de (?!la |l')|d'|comme\b|a la (?:tete|presidence)\b|@))|(?:son|ton|votre|sa|leur|"
        r"ma|mon) (?:re-?)?election"
    ),
    "inauguration": (
        r"(?:re-?)?inauguration(?! (?:prevue|prochaine|future))|pleniere inaugurale|en (?:re)?inaugurant|"
        r"(?:ravie?|heureu[xs]e?|fiere?|plaisir|bonheur|privilege|emotion|chance|honneur|honoree?|occasion|"
        r"venue?s?|invitee?s?|joie|emue?)s? (?:d'|de |a )?(?:re)?inaugurer"
    ),
    "opening": (
        r"(?:re-?|r)?ouverture (?=(?:officielle |solennelle |ce \w+ |hier |aujourd'hui )*(?:de\b|du\b|des\b|d'|a\b|"
        r"au\b|par\b))|(?:re-?|r)?ouverture(?= ?!)"
    ),
    "closure": (
        r"cloture (?=(?:officielle |ce \w+ |hier )*(?:de\b|du\b|des\b|d'|assises\b))|fermeture (?=(?:definitive|"
        r"immediate|exceptionnelle)\b)"
    ),
    "death": (
        r"en perdant la vie|(?:mort|deces) (?=(?:au combat|en (?:service|mission|operation)))|"
        r"deces(?=,? (?:\S+ ){0,5}?(?:de\b|d'|du\b|des\b))|"
        r"(?:mort|disparition|assassinat|meurtre|perte) (?=(?:(?:" + SUDDEN + r") )*(?:de\b|d'|du\b|des\b))"
    ),
    "decree": (
        r"publication (?=(?:ce \w+ |hier |aujourd'hui )?(?:au #?(?:jo|jorf)\b|au #?journal\sofficiel|(?:du|de l'|"
        r"des) ?(?:decret|arrete|ordonnance)))|"
        r"entree en vigueur (?=(?:ce|aujourd'hui|hier)\b)|promulgation (?=(?:de|du|des)\b)"
    ),
    "alert_lifted": rf"(?:levee|fin) (?=(?:de l'|de la |du |des |de |d')(?:{ALERT})\b)|retour a la normale",
}

# --- phrases that say the fact by themselves

PHRASES = {
    "adoption": (
        r"(?<!pas[ ])\b(?:permis|pu|su) (?:\S+ ){0,4}(?:d'|de )?(?:adopter|voter)\b|validation (?=du\b|de (?:la|"
        r"notre|mon|l')|a l'unanimite)|"
        r"accord (?:\S+ ){0,4}?(?:entre|avec) (?:\S+ ){1,7}?sur (?:le|la|les|une?) #?(?:plf|pjl|ppl|projet|"
        r"proposition|texte|loi)|"
        r"cmp (?!non )(?:\w+ )?conclusive|(?:accord|compromis) (?:\w+ ){0,2}(?:en|lors de la) (?:cmp|commission mixte)|"
        r"(?:trouvent|ont trouve|avons trouve) un (?:accord|compromis) (?:en cmp|sur (?:la|le) (?:proposition|"
        r"projet|ppl|pjl))|"
        r"se sont (?:entendus|accordes|mis d'accord) (?:\S+ ){0,7}?sur"
    ),
    "rejection": r"cmp (?:\w+ )?non conclusive|echec de la cmp|(?:la )?cmp (?:a )?echoue",
    "vote": (
        r"(?:me suis|s'est|se sont|nous sommes) abstenue?s?|par \d+ voix (?:contre|pour)|\d+ voix (?:pour|contre|"
        r"sur|«)|"
        r"\d+ (?:voix )?pour,? (?:et )?\d+ (?:voix )?contre"
    ),
    "signature": r"signature validee|suis (?:\w+ )?(?:co-?)?signataire|(?:avoir ete|etre) (?:co-? ?)?signataire",
    "nomination": r"devien(?:t|s|nent) (?:la |le )?(?:\w+ )?(?:ministre|prefete?|direct(?:eur|rice)|secretaire d'etat)|"
    r"prend (?:ses|officiellement ses) fonctions|nouvellement nommee?s?",
    "election": (
        r"(?:est|suis|devient|deviens) (?:desormais |officiellement |ce jour )?(?:la |le |notre |votre )?"
        r"(?:nouveau |nouvelle )?(?:maire|president(?:e)?|deputee?|senat(?:eur|rice)) (?=de\b|du\b|des\b|d'|a\b|ce\b)|"
        r"(?:est|devient) (?:desormais |officiellement )?notre candidate?|"
        r"(?:devien(?:t|s|nent)|devenir) (?:ce jour )?(?:la |le |notre |"
        r"votre )?(?:\w+ ){0,2}?(?:vice-?)?(?:president\w*|maire|deputee?|senat(?:eur|rice))|"
        r"felicitations (?:aux|a) (?:\w+ ){0,3}nouve(?:aux|lles) elue?s"
    ),
    "result": (
        r"(?:belle|magnifique|fantastique|superbe|grande|quelle|ecrasante|immense|historique|premiere|large|nette|"
        r"troisieme|"
        r"deuxieme|seconde|nouvelle|\d(?:e|eme|ere|re)) victoire|(?:cette|sa|leur|votre|ta) (?:\w+ ){0,2}?victoire|"
        r"une victoire(?! (?:possible|serait))|la victoire(?= (?:d'|(?:de|du|des|contre|face|dans|au bout|sur|avec|"
        r"a l'|"
        r"historique)\b))|\bvictoire (?:\w+ )?(?=(?:du\b|des\b|d'|de\b|de l'equipe|contre|face a|pour l|du xv|"
        r"des bleu|a domicile|historique|@|\d))|victoire ?!|"
        r"titre de champion(?:ne)?s?|(?:recoi(?:t|vent)|a recu|ont recu|obtien(?:t|nent)) le (?:\S+ )?(?:prix|"
        r"trophee|titre)|"
        r"qualification (?=en (?:finale|demi|quart))|medailles? (?=(?:d'or|d'argent|de bronze|dont|🥇|🥈|🥉))|"
        r"\d+ medailles|(?<![🥇🥈🥉])(?:🥇+|🥈+|🥉+)(?![🥇🥈🥉])|en remportant|en s'imposant|"
        r"score final|score de \d+|\bsucces (?=(?:sur|face|contre)\b)|s'est vu decerner|(?:prix|"
        r"trophee) (?:\w+ )?(?:est |a ete )?(?:decerne|attribue)e?|est decernee? a|"
        r"\blaureate?s? (?=(?:sont|est|:|de|du|des|d'|\d{4}|!))|\bgagnante?s? (?=(?:de|du|des))|"
        r"\bvainqueurs? (?=(?:de|du|des|a|au)\b)|\bchampion(?:ne)?s?(?: ce soir| ?!)|nos champion(?:ne)?s|"
        r"world champions?|"
        r"\d+(?:,\d+)? ?% (?=des (?:voix|suffrages|votants|electeurs|exprimes|[\w ]{3,30} (?:vote|votation|vot)))|"
        r"(?:ramene|obtien|remport|decroch)\w* (?:\S+ ){0,4}medailles?|resultats? du (?:premier|second|1er|"
        r"2\w*) tour ou|"
        r"felicitations aux (?:champion|laureat|vainqueur|gagnant)\w*|bravo aux (?:champion|laureat|vainqueur|"
        r"gagnant)\w*"
    ),
    "death": (
        r"condoleances|"
        r"(?<!le[ ])(?<!du[ ])(?<!un[ ])(?<!ce[ ])(?<!au[ ])"  # un RIP is a referendum
        r"(?<!le[ ]#)(?<!du[ ]#)(?<!un[ ]#)(?<!ce[ ]#)(?<!au[ ]#)\brip\b|"
        r""
        r"(?:sa (?:mort|disparition)|son deces) (?=(?:me|nous|est|laisse|endeuille|attriste)\b)|"
        r"repose(?:z)? en paix|perd(?:ent|ons)? l'un des (?:siens|leurs|notres)|a cesse de vivre|s'en est allee?|"
        r"\bpartie? (?:brusquement|trop tot|brutalement)|perdons (?:une?|l'une?) |(?:retrouve|"
        r"decouvert)(?:e?s?) morte?s?|"
        r"\b(?:une?|deux|trois|quatre|cinq|six|\d\d?) (?:\w+ ){0,2}?(?:morte?s?|tuee?s?) (?=(?:dans|a|et|au|apres|"
        r"lors)\b)|"
        r"est partie? rejoindre les etoiles|paix a son ame"
    ),
    "decree": (
        r"(?:decret|arrete|ordonnance) (?:autorise|fixe|interdit|modifie|proroge)(?:nt)?\b|au (?:jo|"
        r"journal officiel) (?:de ce|d'aujourd'hui|du jour|ce matin)"
    ),
    "alert_lifted": (
        r"(?:alerte|vigilance|episode|incident) (?:\w+ )?(?:est )?terminee?|de nouveau potable|plus de risque"
    ),
}

CHAMPIONS = (
    r"(?:vice-?)?champion(?:ne)?s?(?: \w+)? (?=(?:de france|du monde|d'europe|olympiques?|paralympiques?|regionaux|"
    r"departement\w+|de \w+ ?!))"
)

# Verbs of the present that announce whoever their subject is; the others need one of the ACTORS.
ANYONE = ("inauguration", "opening", "closure", "result", "death", "decree", "alert_lifted")
OWN_SIGNATURE = (
    r"(?:je |nous )(?:co-? ?)?sign(?:e|ons)|(?:co-? ?)?signe(?:nt)? (?:avec|(?:un|une|la|le|l'|ce|cette|des|"
    r"deux) ?(?:accord|"
    r"contrat|convention|charte|tribune|protocole|petition|pacte|appel|partenariat))"
)

# --- what a lone participle may be said of

LAW = (
    r"articles?|art\.?|amendements?|amdts?|textes?|budget|lois?|projets?|amendt|amdmt|propositions?|rapports|"
    r"dossiers|ppl\w*|pjl\w*|plf\w*|pacte|motion|"
    r"resolution|mesures?|rapport|deliberations?|voeux?|plan|conclusions|accord|traite|convention|sous-amendements?|"
    r"prorogation|prolongation|suppression|ordonnance|compte administratif|reglement|recours|appel|conventions?|"
    r"contrat|charte|tribune|"
    r"petition|lettre|courrier|initiative|partenariat|bail|acte|compromis|protocole"
)
OFFICES = (
    r"ambassad\w+|haute?|ministre|premiere?|secretaire|president\w*|vice|direct\w+|prefet\w*|rapporteu\w+|porte|"
    r"membre|chef\w*|"
    r"conseill\w+|recteur|rectrice|commissaire|delegue\w*|general\w*|maire|deputee?s?|senat\w+|patron\w*|officier|"
    r"chevalier|"
    r"commandeur|juge|procureur\w*|referente?|parrain|marraine|groupe|entraineur|coordinat\w+|au grade|"
    r"au #?conseil\w*|au gouvernement|au poste|a la direction|adjointe?|a l'unanimite|a la (?:tete|presidence|"
    r"mairie)|pour (?:sieger|representer|conduire|mener|presider)"
)
ELECTED_TO = (
    r"(?=(?: (?:ce (?:jour|matin|soir)|hier|aujourd'hui|a l'unanimite|avec \S+ des voix|au \w+ tour),?)* (?:"
    + OFFICES
    + r"|la plus|le plus|\w+ de l'annee|meilleure?s?|avec)\b| aujourd'hui\b| ce \w+\b| ?[!:]| ?¤|$)"
)
PLACES = (
    r"routes?|rues?|pont|tunnel|ecoles?|college|lycee|piscine|mairie|bibliotheque|mediatheque|musee|urgences|"
    r"parcs?|gymnase|"
    r"creche|cols?|autoroute|ligne|gare|marche|cimetiere|dechett?erie|plages?|stade|salle|maternite|bureau|"
    r"classes?|acces|site|"
    r"rd|rn|a\d+|d\d+|n\d+|chemin|quai|place|jardin|accueil|guichet|crematorium|patinoire|station"
)

# Words that announce only beside a cheer or a welcome.
NEWCOMERS = (
    r"nouve(?:au|lle|l) (?:maire|president\w*|ministre|premiere? ministre|prefete?|direct(?:eur|rice)|rapporteu\w+|"
    r"secretaire|deputee?|senat(?:eur|rice))"
)
SIGNERS = r"(?:premiers? )?(?:co-? ?)?signataires? (?=(?:de|du|des)\b|d')"
VOTES = r"(?:ce|le|du|un|large) vote(?! (?:utile|blanc|par procuration|electronique|obligatoire))"
SHUT = (
    r"(?=(?: (?:exceptionnellement|temporairement|definitivement))?(?: (?:jusqu|a la circulation|en raison|a cause|"
    r"pour cause|au public)))"
)

NOT_BETWEEN = (
    r"ne\b|n'|a\b|ont\b|aient\b|ait\b|ayant\b|ayons\b|avait\b|avaient\b|aura|va\b|vont\b|peu[tvx]|doi|devr|veu|"
    r"demand|sera|"
    r"pourr|je\b|nous\b|qui\b|que\b|et\b|pour\b|on\b|vous\b"
)

ADOPTING = (
    r"(?:adopt(?:e|ent|ons)|approuve(?:nt)?) (?:(?:definitivement|a l'unanimite|unanimement) )?(?:le|la|l'|les|"
    r"une?|notre|mon|"
    r"ce|cet|cette) ?(?:projet|proposition|ppl|pjl|texte|amendement|article|budget|resolution|motion|loi|voeu|"
    r"deliberation)"
)
VOTE_OF = (
    r"vote (?=(?:du|de la|de l'|des|d'une?) ?(?:budget|projet|proposition|ppl|pjl|#|loi|texte|article|amendement|"
    r"resolution|motion|"
    r"compte))"
)
MEDALS = (
    r"medailles?(?! (?:d'honneur|du|communale|de la|de l'|militaire|de chevalier|de vermeil|de bronze pour|nationale|"
    r"departementale|des|famille))|qualifications?"
)
