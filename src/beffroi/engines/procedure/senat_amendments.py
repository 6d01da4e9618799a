"""The Sénat's `jeu_complet_….csv`: every amendment with its fate, in no order of discussion.

Windows-1252, tabs, a first line `sep=<TAB>`, names of columns with blanks behind them. Cells are never quoted, and HTML
with tabs of its own stands in two of them: what comes before those is counted from the left, what comes after from the
right.
"""

from beffroi.engines.procedure.amendments import Seen, asked_for, fates
from beffroi.engines.procedure.discussion import Amendment
from beffroi.engines.procedure.divisions import same_division
from beffroi.engines.procedure.judgement import Judgement, Question, State
from beffroi.engines.procedure.trust import CUT, Answer, misshapen, no_page, text, untrusted
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

ALL_DECIDED = (
    "Amendments to “{subject}”: {all} of {all} are decided. This file does not say in what order things are discussed,"
    " so its own vote may be still to come."
)

COLUMNS = ("nature", "numero", "subdivision", "alinea", "auteur", "au nom de", "date de depot", "dispositif", "objet")
COLUMNS_AFTER = ("sort", "url amendement", "fiche senateur")


def evaluate(answer: Answer, question: Question) -> Judgement:
    seen = amendments_in(answer.body)
    own = [each for each in seen if same_division(each.division, question.subject)]
    if not asked_for(question) and own and all(each.amendment.is_decided for each in own):
        told = Sentence(ALL_DECIDED, {"subject": question.subject, "all": len(own)})
        return Judgement(State.PENDING_VOTE, "", (told,), {"amendments": len(own), "undecided": 0})
    return fates(seen, question)


def amendments_in(body: bytes) -> list[Seen]:
    no_page(body)
    lines = text(body, "cp1252").split("\r\n")
    if lines[0].lower().startswith("sep="):
        lines = lines[1:]
    titles = tuple(fold(cell).strip() for cell in lines[0].split("\t")) if lines else ()
    if titles != (*COLUMNS, *COLUMNS_AFTER):
        raise untrusted(CUT) if len(lines) < 2 else misshapen("Subdivision")
    if lines[-1]:  # the last line ends like all others
        raise untrusted(CUT)
    return [_seen(line.split("\t")) for line in lines[1:-1]]


def _seen(cells: list[str]) -> Seen:
    if len(cells) < len(COLUMNS) + len(COLUMNS_AFTER):
        raise misshapen("Sort")
    return Seen(cells[2].strip(), Amendment(cells[1].strip(), cells[-3].strip()))
