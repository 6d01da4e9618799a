"""French words that are looked for in texts: data, folded as `fold` folds."""

import re

# --- whose mailbox?

MAILBOX_OF_A_BODY = re.compile(
    r"mairie|commune|ville|contact|info|accueil|communication|comite|club|asso|amicale|ecole|college|lycee|creche|"
    r"service|police|urbanisme|etat-?civil|culture|mediatheque|bibliotheque|musee|theatre|festival|sport|office|"
    r"tourisme|ccas|cias|jeunesse|enfance|centre|maison|elections?|secretariat|direction|presse|recrutement|rh$|"
    r"standard|webmaster|noreply|ne-?pas-?repondre|support|dpo|rgpd|cabinet|voirie|travaux|dechets|eau|foyer|union|"
    r"syndicat|paroisse|boutique|librairie|marche|foire|fetes|parents|don|inscription|reservation|billetterie|salle"
)
FIRST_NAMES = frozenset(
    "adele adrien agnes alain alexandre alexandra alice aline amandine ana anais andre andrea anne annie antoine "
    "arnaud arthur audrey aurelie aurelien baptiste benedicte benjamin benoit bernadette bernard bertrand "
    "brigitte bruno camille carole caroline catherine cecile cedric celine chantal charles charlotte chloe "
    "christelle christian christine christophe claire claude claudine clemence clement colette corinne cyril "
    "damien daniel danielle david deborah denis denise didier dominique dorothee driss edouard elisabeth elise "
    "elodie emilie emma emmanuel emmanuelle eric estelle etienne eva eve evelyne fabien fabienne fabrice fanny "
    "fatima florence florian francis francois francoise franck frederic frederique gabriel gaelle genevieve "
    "georges gerard gilbert gilles gregory guillaume guy helene henri herve hugo hugues ines isabelle jacqueline "
    "jacques jean jeanne jennifer jeremy jerome joel joelle joseph josette josiane julie julien juliette karim "
    "karine kevin laetitia laura laure laurence laurent lea leo leon lionel louis louise luc lucas lucie lydie "
    "madeleine magali malika manon marc marcel marguerite maria marie marine marion marlene martin martine "
    "mathieu mathilde matthieu maurice max maxime melanie mehdi michel michele michelle mireille mohamed mohammed "
    "monique morgane muriel myriam nadia nadine nathalie nicolas nicole noel noemie odette odile olivier oceane "
    "pascal pascale patrice patricia patrick paul paulette pauline philippe pierre quentin raphael raymond "
    "raymonde regine regis remi remy renaud rene renee robert roger roland romain sabine sabrina samia sandra "
    "sandrine sarah sebastien serge severine simon simone solange sonia sophie stephane stephanie suzanne sylvain "
    "sylvie theo therese thibault thierry thomas valentin valerie vanessa veronique victor vincent virginie "
    "viviane xavier yann yannick yasmine yves yvette yvonne zoe".split()
)

# --- where does somebody live?

HOUSE_NUMBER = r"\d{1,4}(?: ?(?:bis|ter|quater|[A-D]))?"
STREET = (
    r"(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|all[ée]es?|route|quai|cours|square|passage|mont[ée]e|"
    r"lotissement|r[ée]sidence|ruelle|sentier|voie|faubourg)"
)

# --- of which words is a hashtag made?

SMALL_WORDS = frozenset(
    "a au aux avec ce chez d de des du en et il l la le les ma mes ne nos notre on par pour sa sans se ses "
    "son sur un une vos votre".split()
)
WORDS = frozenset(
    "agenda alerte animation animations annee arret association associations atelier ateliers automne avenir "
    "bibliotheque bienvenue budget campagne canicule centre citoyen citoyenne citoyennete citoyens civique climat "
    "collecte commerce commerces commune communal communes concert concertation conseil conseils cours culture "
    "culturel cyclable dechets departement developpement durable ecole ecoles ecologique election elections "
    "emploi enfance energie ensemble enquete environnement evenement exposition famille familles fete fetes "
    "festival forum france francaise habitat hiver info infos inscription inscriptions intercommunalite jeunes "
    "jeunesse journee journees jumelage locale locaux logement loisirs mairie maire marche marches mediatheque "
    "memoire metropole meteo mobilite mobilites municipal municipale municipales municipaux musee musique nature "
    "neige noel participatif participative patrimoine petite piscine plan police precaution printemps prevention "
    "projet proximite public publics publique publiques quartier quartiers rentree republique restauration "
    "reunion risque risques rurale ruralite salon sante scolaire scolaires securite senior seniors service "
    "services sociale solidaire solidarite sport sportif sportive sports sainte saint stade territoire "
    "territoires theatre toulouse tourisme transition transport transports travaux urbain urbaine urbanisme "
    "vacances vaccination vente verte vigilance ville villes voeux voirie".split()
)

# --- does a text praise what a public body did?

ACHIEVEMENT = re.compile(
    r"\b(?:bilan (?:de (?:mandat|mi-mandat|l'action|notre action|nos actions)|du mandat|municipal)|mi-mandat|"
    r"promesses? tenues?|engagements? tenus?|(?:nous|on) l'avions promis|nous avons (?:tenu|realise|transforme|"
    r"reussi|investi|baisse|modernise|renove|construit|cree)|(?:nos|notre|ses|leurs?) (?:realisations?|reussites?|"
    r"succes|priorites tenues)|grace a (?:l'action|la politique|la volonte|l'engagement|notre|votre (?:maire|equipe))|"
    r"(?:l'action|la politique) (?:de (?:votre|la|notre) (?:maire|municipalite|majorite|equipe)|municipale|menee)|"
    r"votre (?:maire|municipalite|majorite|equipe municipale) (?:a|vous|agit|tient|s'engage)|"
    r"(?:votre|notre) (?:maire|municipalite|ville) (?:agit|tient parole)|impots? (?:qui n'ont|n'ont) pas augmente|"
    r"jamais autant|record d'investissements?|exemplaire|pionniere?|en tete (?:du|des) (?:classements?|palmares))\b"
)

# --- which words say that somebody holds a public office? French ones, and the English ones that stand beside them

OFFICE = re.compile(
    r"(?:depute|senat|maire|mairie|adjoint|minist|conseill|president|vice-?president|rapporteu|parlement|assemblee|"
    r"legislature|circonscription|prefet|mayor|councillor|senator|deputy|parliament)\w*|elue?s?|mps?|meps?"
)
