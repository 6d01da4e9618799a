"""The Journal officiel: a text is published when its own number stands in the day's issue.

Read as the State's open data gives it: XML files packed in a `.tar.gz`, one of these files, or JSON. Elsewhere a number
may stand only because another text quotes it: then it proves nothing by itself.
"""

import io
import re
import tarfile
import zlib
from collections.abc import Iterator

from beffroi.engines.procedure.judgement import BadQuestion, Judgement, Question, State
from beffroi.engines.procedure.trust import CUT, Answer, json_of, misshapen, no_page, text, untrusted, xml_tree
from beffroi.vocabulary import Sentence

WHICH = "Give the NOR (ABCD2612345L) or the number (JORFTEXT000012345678) of the text."
PUBLISHED = "This issue of the Journal officiel holds {number}: the text is published."
QUOTED = "This issue names {number}, perhaps in another text only."
ABSENT = "This issue of the Journal officiel does not hold {number}."

NUMBER = re.compile(r"[A-Z]{4}\d{7}[A-Z]|JORFTEXT\d{12}")
MOST_BYTES = 100 * 2**20  # of an issue, unpacked
GZIP = b"\x1f\x8b"


def evaluate(answer: Answer, question: Question) -> Judgement:
    number = question.parameters.get("number", "").strip().upper()
    if not NUMBER.fullmatch(number):
        raise BadQuestion(Sentence(WHICH))
    published = quoted = False
    for document in _documents(answer.body):  # to its end: an issue that was cut is not believed
        published = published or _is_its_own(number, document)
        quoted = quoted or number in document
    say = PUBLISHED if published else QUOTED if quoted else ABSENT
    state, outcome = (State.CONFIRMED, "happened") if published else (State.NO_DATA, "")
    return Judgement(state, outcome, (Sentence(say, {"number": number}),), {"number": number})


def _is_its_own(number: str, document: str) -> bool:
    """Whether `number` is that of the document, by the element or the member it stands in."""
    element = rf"<(NOR|ID)>\s*{number}\s*</\1>"
    member = rf'"(?:nor|id|cid|idTexte|textCid)"\s*:\s*"{number}"'
    return re.search(rf"{element}|{member}", document, re.IGNORECASE) is not None


def _documents(body: bytes) -> Iterator[str]:
    if body.startswith(GZIP):
        yield from _unpacked(body)
        return
    no_page(body)
    read = text(body)
    end = read.lstrip()
    if end.startswith(("{", "[")):
        json_of(body)
    else:
        xml_tree(body)
    yield read


def _unpacked(body: bytes) -> Iterator[str]:
    try:
        with tarfile.open(fileobj=io.BytesIO(_gunzipped(body)), mode="r:") as issue:
            for entry in issue:
                file = issue.extractfile(entry) if entry.name.endswith(".xml") else None
                if file:
                    yield text(file.read())
    except (tarfile.TarError, OSError) as error:
        raise misshapen("tar.gz") from error


def _gunzipped(body: bytes) -> bytes:
    """To its end, which tarfile would not look at: an archive that was cut there still unpacks."""
    gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = gunzip.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise misshapen("tar.gz") from error
    if gunzip.unconsumed_tail:
        raise misshapen("tar.gz")
    if not gunzip.eof:
        raise untrusted(CUT)
    return unpacked
