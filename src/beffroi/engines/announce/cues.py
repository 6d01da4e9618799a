"""What turns an announcement into something else: a question, a condition, a wish, a plan, a rumour, an old story.

Data, folded as `fold` folds. `doubt` says which of them stands near the announcing words.
"""

import re

from beffroi.engines.announce.reading import Sentence
from beffroi.engines.announce.rule import Rule

REACH = 160  # characters of the sentence that are looked at on each side
_NEAR = 45
_OLD_REACH = 45

_ASKED = re.compile(r"^\W*(?:est-ce|pourquoi|comment|quand|faut-il|peut-on|va-t-on|did|does|is it|has the|will)\b")
_CONDITION = re.compile(
    r"\b(?:si (?:l'|(?:le|la|les|une?|ce|cet|cette|ces|mon|ma|mes|notre|nos|votre|vos|leurs?|ils?|elles?|on|nous|vous|je|"
    r"tu|jamais|par|enfin|tout|j')\b)|s'ils?\b|une fois\b|a condition|au cas ou|en cas d|sauf si|des (?:que|qu'|lors que)|"
    r"afin (?:que|qu')|pour (?:que|qu')|tant que|jusqu'a ce|avant (?:que|qu'|d'|de|meme|l'|la|le|son|leur)\b|sans (?:que|avoir)|if|once|unless|until|provided|"
    r"whether|before)[^,:;]*$"
)
_SAYING = re.compile(
    r"\b(?:selon|d'apres|il parait|rumeurs?|on dit|according to|reportedly|allegedly|rumou?rs?)\b|"
    r"\b(?:dit|disent|affirm\w+|assur\w+|pretend\w*|soutien\w*|croi[st]|croient|pens\w+|suppos\w+|imagin\w+|dirait)"
    r" (?:\w+ )?(?:que?\b|qu')|\b(?:claims?|says?|said|thinks?|believes?) (?:that|the)\b"
)
_SAID_AFTER = re.compile(
    r"\b(?:selon|d'apres|a en croire|according to|reportedly|allegedly)\b|, (?:dit|affirme|assure)\b"
)
_WISH = re.compile(
    r"\b(?:esper\w+|souhait\w+|aimerais|aimerions|voudr\w+|pourvu|vivement|revons|puisse\w*|hop\w+|wish\w*)\b"
    r"(?: \w+)?(?: que?\b| qu'| that\b| the\b| l| de\b)?[^,:;]*$|\bvivement\b|\bpourvu\b"
)
_OLD = re.compile(
    r"(?<!jusqu')\b(?:en|in|depuis|since) (?:(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|"
    r"decembre) )?(?:1\d{3}|20\d\d)\b|\bil y a (?:\w+ ){0,2}(?:\d+ |un |deux |trois |cinq |dix |vingt )?(?:ans?|annees?|mois|siecles?)\b|"
    r"\banniversaire\b|\bcentenaire\b|\bcommemor|\b\d+ ?ans? (?:apres|deja|plus tard|depuis|jour pour jour)|\bans apres\b|"
    r"\bun an (?:apres|que|deja)\b|\bun an jour\b|\ba l'epoque\b|\bjadis\b|\bnaguere\b|\bautrefois\b|\b(?:years?|decades|months|centuries) ago\b|"
    r"\banniversary\b|\bce jour-la\b|\bl'an (?:dernier|passe)\b|\bl'annee derniere\b|\bdu temps\b|\blast year\b"
)
_SINCE = re.compile(r"\bdepuis (?:que\b|qu'|l'|(?:le|la|les|son|sa|mon|ma|notre|leur)\b)[^,]*$")
_DATE = re.compile(
    r"(?:(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce) )?\b\d{1,2}(?:er)?\W?(?:janvier|fevrier|mars|avril|mai|juin|"
    r"juillet|aout|septembre|octobre|novembre|decembre) (?:1\d{3}|20\d\d)\b"
)

_COMING = (
    r"demain|apres-demain|prochaine?s?|prochainement|bientot|j ?- ?\d+|la semaine prochaine|a venir|d'ici|tomorrow|next "
    r"(?:week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|soon|upcoming|save the date|rendez-vous"
)
_COMES_BEFORE = re.compile(
    rf"\b(?:{_COMING}|demand\w+|reclam\w+|exig\w+|souhait\w+|plaid\w+|favorables?|defend\w+|en vue|avant|futur\w*|jusqu'a|"
    r"attend\w+|permettr\w+|facilit\w+|refus\w+|menac\w+|risqu\w+|empech\w+|evit\w+|autoris\w+|prepar\w+|horaires?|depuis|"
    r"possible|envisag\w+|promet\w*|promis\w*|veu[tx](?! (?:\w+ ){0,3}(?:saluer|feliciter|rendre|exprimer|dire|remercier))|veulent|probable|eventuelle?|voul\w+|faut|doi[ts]|doivent|devr\w+|pourr\w+|en faveur|"
    r"soutenir|soutenons|obtenir|accelerer|retard\w*|report\w+|annul\w+|esper\w+|vivement|peine de|menaces? de|chercher|"
    r"espoir|derogation|obtenu\w*|(?:des|a|a partir de) \d{1,2} ?h\d*|conditions?|justifi\w+|unie? |towards?|ahead of|calls?|urges?|will|would|should|could|may|might|must|against)\b"
    r"[^:!,\u2600-\U0001faff]*$|"
    r"\b(?:contre|projet d|proposition d|propos\w+|vers|appel\w*(?: a)?|programme d|role (?:\w+ ){0,4}dans|remises? d|remettre|"
    r"remis|ceremonie d|camps? d|discours d|for|to|vote on|j'invite \S+ a) ?(?:es |e )?(?:l'|la |le |les |une? |the |an? )?$"
)
_COMING_BEFORE = re.compile(rf"\b(?:{_COMING}|avant|jusqu'a|depuis)\b[^:!]*$")
_COMES_AFTER = re.compile(
    rf"\b(?:{_COMING}|aura lieu|auront lieu|se (?:deroulera|tiendra|tiendront|derouleront)|est (?:prevu|attendu|programme|fixe|"
    r"reporte|annule)e?|prevue?s?|programmees?|reportee?s?|annulee?s?|sera|seront|dans (?:une?|deux|trois|quelques|\d+) "
    r"(?:jours?|semaines?|mois|heures?|minutes?)|will|venez|\w*(?:er|aur|ir|dr)ai(?:t|ent))\b|\ba \d{1,2} ?h(?:\d\d)?\b"
)
_TODAY = re.compile(r"\b(?:ce matin|hier|cette nuit|vient|venons|viennent)\b")
_DATED = re.compile(
    r"\b(?:le|ce|des le|a partir du|a partir de) (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?\d{1,2}(?:er)?\b|"
    r"\ba partir\b|\bdes (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)\b|"
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d"
)
_PURPOSE = re.compile(r"\bpour (?:l'|la |une |que |le )$|\bto get the $")
_CHEERED = re.compile(r"\b(?:bravo|felicit\w+|unanimite|merci|heureu\w+|fiere?|remerci\w+|congratulat\w+|thank\w*)\b")
_HABIT = re.compile(r"\b(?:chaque|toujours un|d'habitude|generalement|every|usually)\b")
_HOURS = re.compile(
    r"^ (?:de \d|du lundi|tou(?:s|tes) les|tous|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week)|from|every|until|"
    r"a tou(?:s|tes)|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))"
)
_DENIED = re.compile(
    r"\b(?:pas|jamais|non|ni|plus|sera|seront|serait|seraient|soit|soient|etre|avait|avaient|avoir|ayant|fut|etait|etaient|"
    r"not|never|be|to|if|being|nor|will|would|had|aucun|aucune|que|vont|va)(?: \S+)?\s*$|\b(?:je|le|ce|du|au|on|il|elle|qui|les|ces|nos|vos|the|a|est|sont|reste|restent|is|are)[\s\u2007]*$"
)
_NOT = re.compile(r"\b(?:pas|jamais|plus|non|sera|seront|etre|avoir|not|never)\s+$")
_YET_TO_BE = re.compile(r"\b(?:sera|seront|serait|seraient|etre|soit|soient|to be|will be)\b(?: \S+){0,5}\s*$")
_STATES = ("opening", "closure")
_MEANT_FOR = ("adoption", "rejection", "election", "vote", "result")


def doubt(rule: Rule, sentence: Sentence, before: str, words: str, after: str) -> str:
    """Why `words`, between `before` and `after`, are no accomplished fact; empty when nothing says so."""
    if sentence.asks or _ASKED.match(before):
        return "question"
    for name, applies in _TOLD:
        if applies(before, after, words):
            return name
    if rule.form == "finite":
        return "plan" if rule.kind in _STATES and _is_a_timetable(after) else ""
    return _planned(rule, before, after)


def _is_old(before: str, after: str, words: str) -> bool:
    whole = f"{before}{words}{after[:_OLD_REACH]}"
    if _OLD.search(whole) or _SINCE.search(before[-_NEAR:]):
        return True
    dated = _DATE.search(whole)
    return bool(dated and not dated[1])


_TOLD = (
    ("condition", lambda before, after, words: bool(_CONDITION.search(before))),
    ("rumour", lambda before, after, words: bool(_SAYING.search(before) or _SAID_AFTER.search(after[:_NEAR]))),
    ("wish", lambda before, after, words: bool(_WISH.search(before))),
    ("old", _is_old),
    ("habit", lambda before, after, words: bool(_HABIT.search(before[-_NEAR:]))),
)


def _is_a_timetable(after: str) -> bool:
    after = after.partition("jusqu")[0]
    return bool(_HOURS.match(after) or _COMES_AFTER.search(after[:60]) or _DATED.search(after[:_NEAR]))


def _planned(rule: Rule, before: str, after: str) -> str:
    if rule.form == "bare" and (_DENIED.search(before[-_NEAR:]) or _YET_TO_BE.search(before[-_NEAR:])):
        return "denial"
    if rule.form == "present" and _NOT.search(before):
        return "denial"
    if rule.kind in _MEANT_FOR and _PURPOSE.search(before) and not _CHEERED.search(before):
        return "plan"
    if (_COMING_BEFORE if rule.form == "bare" else _COMES_BEFORE).search(before[-_NEAR:]):
        return "plan"
    if rule.form == "bare":
        after = after.partition(",")[0]
    if _COMES_AFTER.search(after[:70]) and not _TODAY.search(f"{before} {after}"):
        return "plan"
    if rule.form == "present" and (_DATED.search(after[:_NEAR]) or _DATED.search(before)):
        return "plan"
    return ""
