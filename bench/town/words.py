"""What citizens and the town say: sentences of the usual length, always the same for the same chance."""

import random

OPENINGS = (
    "Bonjour",
    "Bonsoir",
    "S'il vous plaît",
    "Question pour la mairie :",
    "Encore une fois,",
    "Merci de nous dire :",
)
MATTERS = (
    "le lampadaire de la rue Jules-Ferry clignote", "la piscine est-elle ouverte lundi", "la collecte n'est pas passée",
    "le pont du canal reste fermé", "les inscriptions à la cantine ont commencé", "le marché change de place",
    "la médiathèque prête des liseuses", "l'eau est trouble depuis ce matin", "la passerelle est glissante",
    "les travaux de la place durent", "le bus 12 ne s'arrête plus", "l'école Pasteur ferme à midi",
)  # fmt: skip
PLACES = ("quai Nord", "place d'Armes", "rue des Lilas", "avenue de la Gare", "quartier Sud", "faubourg Saint-Jean")
SUBJECTS = (
    "pont",
    "canal",
    "piscine",
    "cantine",
    "école",
    "marché",
    "bus",
    "travaux",
    "eau",
    "inondation",
    "grève",
    "parc",
)


def message(chance: random.Random) -> str:
    opening, place = chance.choice(OPENINGS), chance.choice(PLACES)
    several = " et ".join(chance.sample(MATTERS, chance.choice((1, 2, 2, 3))))
    return f"{opening} {several}, {place} ? #Grandfleuve"


def answer(chance: random.Random) -> str:
    matter = chance.choice(MATTERS).capitalize()
    return f"Bonjour, merci de votre message. {matter} : le service passe demain, {chance.choice(PLACES)}."


def search(number: int, chance: random.Random) -> str:
    one, other = chance.sample(SUBJECTS, 2)
    return (f"{one} {other}", f'"{one} du {other}"', f"{one} OU {other}", f"{one} PRÈS/4 {other}")[number % 4]
