"""What turns an announcement into something else: a question, a condition, a wish, a plan, a rumour, an old story.

Data, folded as `fold` folds. `doubt` says which of them stands near the announcing words.
"""

import re
from collections.abc import Callable

from beffroi.engines.announce.place import Place

_NEAR = 45
_OLD_REACH = 45
_PLAN_REACH = 70

_ASKED = re.compile(r"^\W*(?:est-ce|pourquoi|comment|quand|faut-il|peut-on|va-t-on|did|does|is it|has the|will)\b")
_CONDITION = re.compile(
    r"\b(?:(?<!meme )si (?:l'|(?:le|la|les|une?|ce|cet|cette|ces|mon|ma|mes|notre|nos|votre|vos|leurs?|ils?|"
    r"elles?|on|nous|"
    r"vous|je|"
    r"tu|jamais|par|enfin|tout|j')\b)|(?<!meme )s'ils?\b|une fois\b|a condition|au cas ou|en cas d|sauf si|"
    r"des (?:que|qu'|"
    r"lors que)|"
    r"afin (?:que|qu')|pour (?:que|qu')|tant que|jusqu'a ce|avant (?:que|qu'|d'|de|meme|l'|la|le|son|leur)\b|"
    r"sans (?:que|avoir)|if|once|unless|until|provided|"
    r"whether|before)[^,:;]*$"
)
_SAYING = re.compile(
    r"\b(?:selon|d'apres(?![ -]midi)|il parait|rumeurs?|on dit|according to|reportedly|allegedly|rumou?rs?)\b|"
    r"\b(?:dit|disent|affirm\w+|assur\w+|pretend\w*|soutien\w*|croi[st]|croient|pens\w+|suppos\w+|imagin\w+|dirait)"
    r" (?:\w+ )?(?:que?\b|qu')|\b(?:claims?|says?|said|thinks?|believes?) (?:that|the)\b"
)
_SAID_AFTER = re.compile(
    r"\b(?:selon|d'apres(?![ -]midi)|a en croire|according to|reportedly|allegedly)\b|, (?:dit|affirme|assure)\b"
)
_WISH = re.compile(
    r"\b(?:esper\w+|souhait\w+|aimerais|aimerions|voudr\w+(?! (?:\w+ ){0,2}(?:saluer|feliciter|rendre|exprimer|"
    r"dire|adresser|remercier|presenter))|pourvu|vivement|revons|puisse\w*|hop\w+|wish\w*)\b"
    r"(?: \w+)?(?: que?\b| qu'| that\b| the\b| l| de\b)?[^,:;]*$|\bvivement\b|\bpourvu\b"
)
_OLD = re.compile(
    r"(?<!jusqu')\b(?:en|in|depuis|since) (?:(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|"
    r"novembre|"
    r"decembre) )?(?:1\d{3}|20\d\d)\b|\bil y a (?:\w+ ){0,2}(?:\d+ |un |deux |trois |cinq |dix |vingt )?(?:ans?|"
    r"annees?|mois|siecles?)\b|"
    r"\banniversaire\b|\bcentenaire\b|\bcommemor|\b\d+ ?ans? (?:apres|deja|plus tard|depuis|jour pour jour)|"
    r"\bans apres\b|"
    r"\bun an (?:apres|que|deja)\b|\bun an jour\b|\ba l'epoque\b|\bjadis\b|\bnaguere\b|\bautrefois\b|\b(?:years?|"
    r"decades|months|centuries) ago\b|"
    r"\banniversary\b|\bce jour-la\b|\bl'an (?:dernier|passe)\b|\bl'annee derniere\b|\bdu temps\b|\blast year\b"
)
_YEARS_LATER = re.compile(r"\b(?:\d+|un|deux|trois|cinq|dix|vingt) ans? (?:apres|plus tard)[^,]*,")
_SINCE = re.compile(r"\bdepuis (?:que\b|qu'|l'|(?:le|la|les|son|sa|mon|ma|notre|leur)\b)[^,]*$")
_DATE = re.compile(
    r"(?:(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce) )?\b\d{1,2}(?:er)?\W?(?:janvier|fevrier|mars|"
    r"avril|mai|juin|"
    r"juillet|aout|septembre|octobre|novembre|decembre) (?:1\d{3}|20\d\d)\b"
)

_COMING = (
    r"demain|apres-demain|prochaine?s?|prochainement|bientot|j ?- ?\d+|la semaine prochaine|a venir|d'ici|tomorrow|"
    r"next "
    r"(?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|soon|upcoming|save the date|"
    r"rendez-vous"
)
_COMES_BEFORE = re.compile(
    rf"\b(?:{_COMING}|demand\w+|reclam\w+|exig\w+|souhait\w+|plaid\w+|favorables?|defend\w+|en vue|avant|futur\w*|"
    rf"jusqu'a|"
    r"attend\w+|permettr\w+|facilit\w+|refus\w+|menac\w+|risqu\w+|empech\w+|evit\w+|autoris\w+|prepar\w+|horaires?|"
    r"depuis|"
    r"possible|envisag\w+|promet\w*|promis\w*|veu[tx](?! (?:\w+ ){0,3}(?:saluer|feliciter|rendre|exprimer|dire|"
    r"remercier|adresser|presenter))|veulent|probable|eventuelle?|voul\w+|faut|doi[ts]|doivent|devr\w+|pourr\w+|"
    r"en faveur|"
    r"soutenir|soutenons|obtenir|accelerer|retard\w*|report\w+|annul\w+|esper\w+|vivement|peine de|menaces? de|"
    r"chercher|"
    r"espoir|derogation|obtenu\w*|(?:des|a|a partir de) \d{1,2} ?h\d*|conditions?|justifi\w+|unie? |towards?|"
    r"ahead of|calls?|urges?|will|would|should|could|may|might|must|against)\b"
    r"[^:!,\u2600-\U0001faff]*$|"
    r"\b(?:contre|projet d|proposition d|propos\w+|vers|appel\w*(?: a)?|programme d|role (?:\w+ ){0,4}dans|"
    r"remises? d|remettre|"
    r"remis|ceremonie d|camps? d|discours d|for|to|vote on|j'invite \S+ a) ?(?:es |e )?(?:l'|la |le |les |une? |"
    r"the |an? )?$"
)
_COMING_BEFORE = re.compile(rf"\b(?:{_COMING}|avant|jusqu'a|depuis)\b[^:!]*$")
_COMES_AFTER = re.compile(
    rf"\b(?:{_COMING}|aura lieu|auront lieu|se (?:deroulera|tiendra|tiendront|derouleront)|est (?:prevu|attendu|"
    rf"programme|fixe|"
    r"reporte|annule)e?|prevue?s?|programmees?|reportee?s?|annulee?s?|sera|seront|dans (?:une?|deux|trois|quelques|"
    r"\d+) "
    r"(?:jours?|semaines?|mois|heures?|minutes?)|will|venez|\w*(?:er|aur|ir|dr)ai(?:t|ent))\b"
)
_HOUR = re.compile(r"\ba \d{1,2} ?h(?:\d\d)?\b")
_TODAY = re.compile(r"\b(?:ce matin|hier|cette nuit|vient|venons|viennent)\b")
_DATED = re.compile(
    r"\b(?:le|(?<!en )ce|des le|a partir du|a partir de) (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche) )?\d{1,2}(?:er)?\b|"
    r"\bdu (?:\w+ )?\d{1,2}(?:er)?(?: \w+)? au (?:\w+ )?\d|"
    r"\ba partir\b|\bdes (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)\b|"
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d|\bdu \d{1,2}(?:er)?(?: \w+)? au \d{1,2}\b"
)
_A_MESSAGE = re.compile(r"\b(?:message|tweet|post|publication|annonce|communique)s?\b[^.!?]*$")  # it left too early
_PURPOSE = re.compile(r"\bpour (?:l'|la |une |que |le )$|\bto get the $")
_CHEERED = re.compile(
    r"\b(?:bravo|felicit\w+|unanimite|merci|heureu\w+|fiere?|remerci\w+|congratulat\w+|"
    r"thank\w*)\b"
)
_HABIT = re.compile(r"\b(?:chaque|toujours un|d'habitude|generalement|every|usually)\b")
_HOURS = re.compile(
    r"^ (?:de \d|du lundi|tou(?:s|tes) les|tous|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week)|"
    r"from|every|until|"
    r"a tou(?:s|tes)|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))"
)
_DENIED = re.compile(
    r"\b(?:pas|jamais|non|ni|plus|sera|seront|serait|seraient|soit|soient|etre|avait|avaient|avoir|ayant|fut|etait|"
    r"etaient|"
    r"not|never|be|to|if|being|nor|will|would|had|aucun|aucune|que|vont|va)(?: \S+)?\s*$|\b(?:je|le|ce|du|au|on|il|"
    r"elle|qui|les|ces|nos|vos|the|a|est|sont|reste|restent|is|are)[\s\u2007]*$|"
    r"\b(?:pas|jamais|not|never)(?: \S+){2}\s*$"
)
_NOT = re.compile(r"\b(?:pas|jamais|plus|non|sera|seront|etre|avoir|not|never)\s+$")
_YET_TO_BE = re.compile(r"\b(?:sera|seront|serait|seraient|etre|soit|soient|to be|will be)\b(?: \S+){0,5}\s*$")
_STATES = ("opening", "closure")
_BY_SOMEBODY = re.compile(r"(?:a|ont|ai|avons|vien\w+|venons) ")
_MOURNED = re.compile(r"condoleances")
_DECIDED = ("adoption", "rejection")  # an agenda tells the hour of a vote, not of its outcome
_MEANT_FOR = ("adoption", "rejection", "election", "vote", "result")


def doubt(place: Place) -> str:
    """Why the announcing words are no accomplished fact; empty when nothing says so."""
    if place.asks or _ASKED.match(place.before):
        return "question"
    for name, applies in _TOLD:
        if applies(place):
            return name
    if place.rule.form == "finite":
        return "plan" if _is_a_state(place) and _is_a_timetable(place.after) else ""
    if _is_denied(place):
        return "denial"
    return "plan" if _is_planned(place) else ""


def _is_old(place: Place) -> bool:
    before = _YEARS_LATER.sub("", place.before)
    whole = f"{before}{place.words}{place.after[:_OLD_REACH]}"
    if _OLD.search(whole) or _SINCE.search(place.before[-_NEAR:]):
        return True
    dated = _DATE.search(whole)
    return bool(dated and not dated[1])


def _is_hearsay(place: Place) -> bool:
    return bool(_SAYING.search(place.before) or _SAID_AFTER.search(place.after[:_NEAR]))


_TOLD: tuple[tuple[str, Callable[[Place], bool]], ...] = (
    ("condition", lambda place: bool(_CONDITION.search(place.before))),
    ("rumour", _is_hearsay),
    ("wish", lambda place: bool(_WISH.search(place.before))),
    ("old", _is_old),
    ("message", lambda place: place.rule.kind == "death" and bool(_A_MESSAGE.search(place.before[-60:]))),
    ("habit", lambda place: bool(_HABIT.search(place.before[-_NEAR:]))),
)


def _is_a_state(place: Place) -> bool:
    """Whether something is said to be open or closed, rather than to have been opened or closed."""
    return place.rule.kind in _STATES and not _BY_SOMEBODY.match(place.words)


def _is_a_timetable(after: str) -> bool:
    after = after.partition("jusqu")[0]
    return bool(
        _HOURS.match(after)
        or _COMES_AFTER.search(after[:60])
        or _HOUR.search(after[:60])
        or _DATED.search(after[:_NEAR])
    )


def _is_denied(place: Place) -> bool:
    near = place.before[-_NEAR:]
    if place.rule.form == "bare":
        return bool(_DENIED.search(near) or _YET_TO_BE.search(near))
    return place.rule.form == "present" and bool(_NOT.search(near))


def _comes_after(place: Place, after: str) -> bool:
    return bool(_COMES_AFTER.search(after) or (place.rule.kind not in _DECIDED and _HOUR.search(after)))


def _is_planned(place: Place) -> bool:
    if _MOURNED.match(place.words):
        return False
    bare, near = place.rule.form == "bare", place.before[-_NEAR:]
    after = place.after.partition(",")[0] if bare else place.after
    if place.rule.kind in _MEANT_FOR and _PURPOSE.search(place.before) and not _CHEERED.search(place.before):
        return True
    if (_COMING_BEFORE if bare else _COMES_BEFORE).search(near):
        return True
    if _comes_after(place, after[:_PLAN_REACH]) and not _TODAY.search(f"{place.before} {after}"):
        return True
    return place.rule.form == "present" and bool(_DATED.search(after[:_NEAR]) or _DATED.search(place.before))
