"""Posts as a town writes them, drawn from a few of its turns; and those of strangers."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from beffroi.engines.takeover.posts import Written

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=7)

_WHAT: tuple[str, ...] = (
    "Travaux rue {place} : circulation alternée",
    "Le conseil municipal se réunit {day}",
    "Marché {place} {day} matin",
)
_WHAT += (
    "La médiathèque de {place} ouvre {day}",
    "Réunion publique sur {theme} {day} à 18 h 30",
    "Vœux du maire {day}",
)
_WHAT += (
    "Enquête publique sur {theme} : donnez votre avis",
    "Inscriptions scolaires jusqu’au {day}, mairie de {place}",
)
_PLACE = ("de la République", "Jean-Jaurès", "des Tanneries", "Saint-Michel", "du Centre", "de Feurs", "du Forez")
_DAY = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_THEME = ("le plan local d’urbanisme", "le budget", "la cantine", "le tramway", "les pistes cyclables", "l’éclairage")
_END = ("", " #Feurs", " <url>", ". Renseignements en mairie", " avec @LoireDept", ". Merci aux agents !")


def posts_of_the_town(number: int, *, seed: int = 1, start: datetime = START) -> Iterator[Written]:
    draw = random.Random(seed)
    for place in range(number):
        said = draw.choice(_WHAT).format(place=draw.choice(_PLACE), day=draw.choice(_DAY), theme=draw.choice(_THEME))
        yield Written(said + draw.choice(_END), start + place * HOUR, client="Hootsuite")


LURES = (
    "hey guys im so lonely tonight, private pics on my page 💋 <url>",
    "single girls near you want to meet, no signup needed 🔞 <url>",
    "who wants to play with me? full video here 🔥 <url>",
    "my cam is free tonight boys, come chat 😈 <url>",
    "rate my new outfit babe, see more in bio 🍑 <url>",
    "do u like blondes? i reply to everyone 💕 <url>",
)


def lures(start: datetime) -> Iterator[Written]:
    for place, text in enumerate(LURES):
        yield Written(text, start + place * timedelta(minutes=9), client="Hootsuite", domains=("xn--dating.top",))
