"""A month of conversation that the town remembers: made up, as are all who speak in it. It is put into the archive as
if it had been read long ago, so that no question of then is open now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from beffroi.archive.models import Mention, Post
from beffroi.directory.models import Account
from beffroi.rankings.conversation import talked_with
from beffroi.site.demonstration.town import Town
from beffroi.vocabulary import Post as Seen
from beffroi.vocabulary import Profile, Ref

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONTH = 30 * DAY
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


def is_remembered(town: Town, now: datetime) -> None:
    """Each question and its answer, an hour later."""
    account = town.account("bellecloche")
    known = {shown["handle"]: native_id for native_id, shown in town.network.read().accounts.items()}
    with transaction.atomic():
        for number, (who, days, said, answer) in enumerate(SAID):
            asked = _heard(account, f"past-{number}", _person(who, known), said, now - days * DAY, now)
            if answer:
                _answered(account, asked, answer, now)
        for number, days in enumerate((6, 18)):  # the mayor's own account speaks to the town's: shown apart
            mayor = town.account("ana.moreau")
            us = Profile("sandbox", mayor.native_id, mayor.handle, mayor.name)
            _heard(account, f"past-own-{number}", us, "@bellecloche bravo aux équipes.", now - days * DAY, now)


def thanks_page(town: Town) -> str:
    """The page of the card, on which everybody is ticked: in a fictional town all have agreed."""
    account = town.account("bellecloche")
    latest = Post.objects.filter(network="sandbox", author_id=account.native_id).order_by("-published_at").first()
    until = latest.published_at + DAY if latest else account.added_at
    ranked = talked_with(account, until - MONTH, until).ranked
    fields = [("account", account.pk), ("days", 30), ("chosen", 1), *(("who", line.who.key) for line in ranked)]
    return f"{reverse('thanks')}?{urlencode(fields)}"


def _person(handle: str, known: Mapping[str, str]) -> Profile:
    """Who is on the fictional network today is the same person."""
    return Profile("sandbox", known.get(handle, f"past-{handle}"), handle, PEOPLE[handle])


def _heard(account: Account, key: str, who: Profile, said: str, at: datetime, now: datetime) -> Post:
    """Kept, and owed no answer any more."""
    post = Post.store(Seen("sandbox", f"{account.pk}-{key}", who, said, at), now=now)
    Mention.objects.get_or_create(post=post, account=account, defaults={"due_at": None})
    return post


def _answered(account: Account, asked: Post, said: str, now: datetime) -> None:
    us, to = Profile("sandbox", account.native_id, account.handle, account.name), Ref(asked.native_id)
    key, at = f"{asked.native_id}-answer", asked.published_at + HOUR
    Post.store(Seen("sandbox", key, us, said, at, reply_to=to, root=to), now=now)
