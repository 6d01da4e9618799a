"""Searches and posts of towns that do not exist, drawn from word lists of our own; the same for the same seed."""

import unicodedata
from collections.abc import Iterator
from random import Random

from beffroi.engines.query import Document

_TOWNS = """\
Bellecloche|Saint-Aubin-du-Pré|Sainte-Colombe-les-Eaux|L'Orme-sur-Loire|Vaux|Us|Die|Orange|Lens|Bourg-la-Reine
Œuvreville|Aÿ-Champs|Le Mas-d'Azur|Villeneuve-la-Grande|Saint-Étienne|Saint-Étienne-du-Bois|Pont-l'Abbaye|Nice|Sens|Y
Château-Fleuri|Les Ébrards|Montfort-l'Amitié|Haÿ-les-Prés|Plou-Izel|Kerbihan|Bois|La Grève|Hautecombe|Rivebelle"""
_TOPICS = """\
eau|déchets|voirie|piscine|école|cantine|tram|vélo|stationnement|permis de construire|budget|taxe foncière
mairie|conseil municipal|police municipale|incendie|inondation|sécheresse|pollution|éclairage public|travaux|fibre
médiathèque|fête|stade|hôpital|maison de santé|vœux|14 juillet|feu d'artifice|crue|pont|canal|marché de Noël"""
TOWNS, TOPICS = (words.replace("\n", "|").split("|") for words in (_TOWNS, _TOPICS))
PEOPLE = [
    "Anaïs Lefèvre",
    "Bruno Garçon",
    "Chloé Noël",
    "Driss Haddad",
    "Ève Müller",
    "Zoé Le Gall",
    "Łukasz Żak",
    "Þór Ægisson",
]
STARTS = ["inond*", "pollu*", "municipal*", "sain*", "écol*", "ville*", "étie*", "crue*"]
LITTLE = "de la les du à en et un une sur pour dans ce qui que st ste saint".split()
EXCLUDED = "foot match concert promo météo poker".split()
EMOJI = ["🚨", "❤️", "👩‍🚒", "👍🏽", "💧", "🇫🇷"]
AUTHORS = ["did:plc:ana", "did:plc:eve", "ana.example.org", "@Driss.Example.org", ""]
LANGUAGES = ["fr", "fr-FR", "en", "pt-BR", ""]
BEFORE = ["l'", "d’", "(", "«", "@", "#", "é", "https://x.example/", "\u02bc", "-", "a#", "##", "\u0301"]
BEHIND = ["...", "!", "’s", "s", "\ufe0f", "🚨", "-", " .", "\u200d", "\u00ad", "\ud83d", "\0", "ﷺ", "://", "½"]
BETWEEN = [" ", " ", " ", " de la ", ", ", "\n", " 🚨 ", "-", "\u00a0", " a b c d e f ", "", "_"]


def tag(name: str) -> str:
    return "#" + "".join(char for char in name if char.isalnum())


def quoted(name: str) -> str:
    return name if name.isalpha() else f'"{name}"'


def searches(random: Random, number: int) -> list[str]:
    return [_search(random) for _ in range(number)]


def posts(random: Random, written: list[str], number: int) -> list[Document]:
    """Half of them talk of towns, half are made of the words of a search and then spoilt."""
    return [_talk(random) if random.random() < 0.5 else _spoilt(random, random.choice(written)) for _ in range(number)]


def _search(random: Random) -> str:
    def some(words: list[str], most: int) -> str:
        return " OR ".join(quoted(word) for word in random.sample(words, random.randint(1, most)))

    def a(words: list[str]) -> str:
        return quoted(random.choice(words))

    kinds = [
        lambda: f"{a(TOWNS)} AND ({some(TOPICS, 5)})",
        lambda: f"{a(TOWNS)} {a(TOPICS)} NOT ({some(EXCLUDED, 3)})",
        lambda: f"({tag(random.choice(TOWNS))} OR {a(TOWNS)}) AND {a(TOPICS)}",
        lambda: f"{a(PEOPLE)} OR @{random.choice(['ana.example.org', 'villenice', 'mairie_us'])} -lang:en",
        lambda: f"from:{random.choice(AUTHORS[:3])} {a(TOPICS)} OR {tag(random.choice(TOPICS))} has:link",
        lambda: f"{a(TOWNS)} NEAR/{random.randint(0, 6)} {a(TOPICS)} lang:{random.choice(['fr', 'pt', 'fr-fr'])}",
        lambda: f"({some(TOWNS, 12)}) AND ({some(TOPICS, 8)}) NOT ({some(EXCLUDED, 3)})",
        lambda: f"{random.choice(STARTS)} AND ({some(TOWNS, 3)} OR {random.choice(EMOJI)[0]})",
        lambda: f'"{random.choice(LITTLE)} {random.choice(LITTLE)} {random.choice(TOPICS)}"',
        lambda: f"NOT (NOT {a(TOPICS)} OR {some(EXCLUDED, 2)} OR NOT ({some(TOWNS, 4)} OR {a(TOPICS)}))",
    ]
    return random.choice(kinds)()


def _talk(random: Random) -> Document:
    def words() -> Iterator[str]:
        for _ in range(random.randint(1, 25)):
            yield random.choice(random.choice([TOWNS, TOPICS, TOPICS, LITTLE, LITTLE, LITTLE, PEOPLE, EXCLUDED, EMOJI]))

    text = " ".join(words())
    return Document(text, random.choice(AUTHORS), random.choice(LANGUAGES))


def _spoilt(random: Random, search: str) -> Document:
    words = [word.strip('"()-') for word in search.split() if word not in ("AND", "OR", "NOT")]
    kept = [_disguised(random, word) for word in words if random.random() < 0.65]
    if random.random() < 0.4:
        random.shuffle(kept)
    text = "".join(word + random.choice(BETWEEN) for word in kept)
    return Document(text, random.choice(AUTHORS), random.choice(LANGUAGES))


def _disguised(random: Random, word: str) -> str:
    if word.endswith("*"):
        word = word[:-1] + random.choice(["", "s", "ation", "é"])
    for chance, change in (
        (0.15, str.upper),
        (0.15, lambda text: unicodedata.normalize("NFD", text)),
        (0.1, lambda text: "#" + text.replace(" ", "")),
        (0.15, lambda text: random.choice(BEFORE) + text),
        (0.15, lambda text: text + random.choice(BEHIND)),
        (0.3, lambda text: text.replace("Saint-", random.choice(["Saint ", "St ", "st-", "SAINT  ", "sainte-"]))),
    ):
        if random.random() < chance:
            word = change(word)
    return word
