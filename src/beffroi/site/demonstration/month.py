"""A month of conversation in the demonstration town: made up, as are all who speak in it."""

PEOPLE = {
    "mediatheque": "Médiathèque Élise-Deroche 📚",
    "gazette.canal": "La Gazette du canal",
    "prefecture": "Préfecture de la Haute-Cloche",
    "velo": "Bellecloche à vélo 🚲",
    "lucie": "Lucie Bernard",
    "karim": "Karim B.",
    "harmonie": "Harmonie municipale des Trois-Écluses",
    "noor": "نور الهدى",
    "meteo_bot": "Météo du canal",
    "soldes": "SOLDES -70 % !!!",
}
# Who asks how many days ago, what they say, and what the town answers; empty: it did not.
SAID = (
    ("mediatheque", 2, "@bellecloche la nuit de la lecture affiche complet !", "Bravo à toute l’équipe, et à samedi."),
    ("mediatheque", 9, "@bellecloche pouvez-vous relayer nos horaires d’hiver ?", "C’est fait, merci pour l’affiche."),
    ("mediatheque", 16, "@bellecloche le portage à domicile reprend lundi.", "Merci ! Nous le redisons à l’accueil."),
    ("mediatheque", 23, "@bellecloche il reste dix places pour l’atelier.", "Les voici sur notre page, bon atelier."),
    ("gazette.canal", 1, "@bellecloche le conseil est-il public jeudi ?", "Oui, à 19 h, et filmé. Bienvenue."),
    ("gazette.canal", 8, "@bellecloche à quelle date rouvre la passerelle ?", "Jeudi à 6 h, si le temps le permet."),
    ("gazette.canal", 15, "@bellecloche combien a coûté la rampe ?", "42 000 €, dont la moitié de la région."),
    ("prefecture", 4, "@bellecloche l’exercice de crue aura lieu mardi.", "Nos agents y seront, merci du rappel."),
    ("prefecture", 12, "@bellecloche la vigilance orange est levée.", "Merci, nous rouvrons les quais."),
    (
        "velo",
        3,
        "@bellecloche la bande cyclable du quai est superbe.",
        "Merci, elle ira jusqu’à l’écluse au printemps.",
    ),
    ("velo", 11, "@bellecloche des arceaux devant la halle ?", "Douze, avant Noël. Merci de l’idée."),
    ("lucie", 5, "@bellecloche la piscine ouvre-t-elle le 11 ?", "Non, le 11 est férié ; le 12 dès 10 h."),
    ("lucie", 14, "@bellecloche merci pour la réponse de lundi !", "Avec plaisir, bonne baignade."),
    ("karim", 6, "@bellecloche le lampadaire remarche, merci la voirie.", "Nous leur transmettons, merci."),
    ("harmonie", 7, "@bellecloche concert de la Sainte-Cécile dimanche !", "Nous y serons. À dimanche !"),
    ("noor", 10, "@bellecloche où inscrire ma fille au périscolaire ?", "À l’état civil, ou en ligne d’ici vendredi."),
    ("meteo_bot", 2, "@bellecloche 8 °C, vent d’ouest.", ""),
    ("meteo_bot", 3, "@bellecloche 6 °C, brume.", ""),
    *(("soldes", 4 + number / 500, f"@bellecloche offre n° {number}, dernier jour !!!", "") for number in range(12)),
)
