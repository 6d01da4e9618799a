"""Words of which the corpus of `bench.listening_corpus` is composed. Their order is part of the corpus."""

_DEPARTMENTS = """\
Ain|Aisne|Allier|Alpes-de-Haute-Provence|Hautes-Alpes|Alpes-Maritimes|Ardèche|Ardennes|Ariège|Aube|Aude
Aveyron|Bouches-du-Rhône|Calvados|Cantal|Charente|Charente-Maritime|Cher|Corrèze|Côte-d'Or|Côtes-d'Armor
Creuse|Dordogne|Doubs|Drôme|Eure|Eure-et-Loir|Finistère|Corse-du-Sud|Haute-Corse|Gard|Haute-Garonne|Gers
Gironde|Hérault|Ille-et-Vilaine|Indre|Indre-et-Loire|Isère|Jura|Landes|Loir-et-Cher|Loire|Haute-Loire
Loire-Atlantique|Loiret|Lot|Lot-et-Garonne|Lozère|Maine-et-Loire|Manche|Marne|Haute-Marne|Mayenne
Meurthe-et-Moselle|Meuse|Morbihan|Moselle|Nièvre|Nord|Oise|Orne|Pas-de-Calais|Puy-de-Dôme|Pyrénées-Atlantiques
Hautes-Pyrénées|Pyrénées-Orientales|Bas-Rhin|Haut-Rhin|Rhône|Haute-Saône|Saône-et-Loire|Sarthe|Savoie
Haute-Savoie|Paris|Seine-Maritime|Seine-et-Marne|Yvelines|Deux-Sèvres|Somme|Tarn|Tarn-et-Garonne|Var|Vaucluse
Vendée|Vienne|Haute-Vienne|Vosges|Yonne|Territoire de Belfort|Essonne|Hauts-de-Seine|Seine-Saint-Denis
Val-de-Marne|Val-d'Oise|Guadeloupe|Martinique|Guyane|La Réunion|Mayotte"""
_TOPICS = """\
eau|déchets|voirie|piscine|école|cantine|crèche|tram|bus|vélo|stationnement|parking|logement|urbanisme
permis de construire|budget|impôts|taxe foncière|mairie|maire|conseil municipal|élections|police municipale
vidéosurveillance|insécurité|cambriolages|incendie|inondation|sécheresse|canicule|pollution|tri|compost
ordures|éclairage public|travaux|chantier|fibre|antenne 5G|éoliennes|panneaux solaires|bibliothèque
médiathèque|musée|festival|marché de Noël|fête|stade|gymnase|association|subvention|handicap|accessibilité
santé|hôpital|médecin|maison de santé|EHPAD|personnes âgées|jeunesse|apprentissage|emploi|commerce
centre-ville|tourisme|patrimoine|église|gare|SNCF|autoroute|déviation|aéroport|port|plage|forêt|arbres|parc
biodiversité|chiens|moustiques|rats|nuisances|bruit|démocratie participative|concertation|enquête publique
référendum|corruption|prise illégale d'intérêts|grève|manifestation|cyberattaque|panne|coupure
transport scolaire|zone à faibles émissions|ZFE|circulation|limitation de vitesse|ralentisseur|piste cyclable
rentrée|périscolaire|état civil|passeport|carte d'identité|jumelage|vœux|14 juillet|feu d'artifice"""
_FIRST_NAMES = """\
Jean|Marie|Pierre|Anne|Michel|Sophie|Philippe|Nathalie|Alain|Isabelle|Patrick|Catherine|Nicolas|Sylvie
Christophe|Valérie|Laurent|Sandrine|Éric|Hélène|Frédéric|Céline|Stéphane|Émilie|Olivier|Aurélie|François
Françoise|Benoît|Agnès|Gérard|Chantal|Hervé|Élodie|Jérôme|Zoé|Loïc|Maëlle|Yann|Gaëlle|Karim|Fatima|Mehdi|Nadia
Hugo|Léa|Lucas|Chloé|Thomas|Camille|Antoine|Julie|Guillaume|Claire|Mathieu|Laure|Vincent|Rachida|Cédric|Noémie"""
_LAST_NAMES = """\
Martin|Bernard|Dubois|Thomas|Robert|Richard|Petit|Durand|Leroy|Moreau|Simon|Laurent|Lefebvre|Michel|Garcia
David|Bertrand|Roux|Vincent|Fournier|Morel|Girard|André|Lefèvre|Mercier|Dupont|Lambert|Bonnet|François
Martinez|Legrand|Garnier|Faure|Rousseau|Blanc|Guérin|Muller|Henry|Roussel|Nicolas|Perrin|Morin|Mathieu|Clément
Gauthier|Dumont|Lopez|Fontaine|Chevalier|Robin|Masson|Sanchez|Gérard|Nguyen|Boyer|Denis|Lemaire|Duval|Joly
Gautier|Roger|Roche|Roy|Noël|Meyer|Lucas|Meunier|Jean|Perez|Marchand|Dufour|Blanchard|Marie|Barbier|Brun|Dumas
Brunet|Schmitt|Leroux|Colin|Fernandez|Renard|Arnaud|Rolland|Caron|Aubert|Giraud|Leclerc|Vidal|Bourgeois|Renaud
Lemoine|Picard|Gaillard|Philippe|Leclercq|Lacroix|Fabre|Dupuis|Olivier|Rodriguez|Da-Silva|Hubert|Louis|Charles
Guillot|Rivière|Le-Gall|Guillaume|Adam|Rey|Moulin|Gonzalez|Berger|Lecomte|Menard|Fleury|Deschamps|Carpentier
Julien|Benoit|Paris|Maillard|Marchal|Aubry|Vasseur|Le-Roux|Renault|Jacquet|Collet|Prévost|Poirier|Charpentier
Royer|Huet|Baron|Dupuy|Pons|Paul|Laine|Carré|Breton|Rémy|Schneider|Perrot|Guyot|Barre|Marty|Cousin"""
_EXCLUDED = """\
foot|football|match|rugby|ligue|OM|PSG|concert|promo|bitcoin|horoscope|météo|recrutement|immobilier|"à vendre"
poker|mercato"""
_STARTS = """\
inond*|pollu*|manif*|élect*|municipal*|démission*|harcèl*|corrup*|fraud*|cambriol*|incendi*|accident*|licenci*
ferm*|supprim*|retard*|scandal*|agress*|squat*|tax*"""


def _words(text: str) -> list[str]:
    return text.replace("\n", "|").split("|")


DEPARTMENTS, TOPICS, FIRST_NAMES = _words(_DEPARTMENTS), _words(_TOPICS), _words(_FIRST_NAMES)
LAST_NAMES, EXCLUDED, STARTS = _words(_LAST_NAMES), _words(_EXCLUDED), _words(_STARTS)
EMOJI = "🚨 🎉 😡 👏 🇫🇷 ❤️ 💧 🚲 🔥 😂".split()
