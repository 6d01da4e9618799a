"""Whether an answer can be believed at all. What cannot is Untrusted, with a sentence of its own for each way."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from beffroi.engines.procedure.judgement import Untrusted
from beffroi.vocabulary import Sentence, in_utc

EMPTY = "The source sent nothing."
CUT = "The answer is cut off before its end."
WEB_PAGE = "A web page came in the place of the data."
MISENCODED = "Some characters of the answer are lost: it was written or read in the wrong encoding."
MOJIBAKE = "The accents of the answer are garbled: it was encoded twice."
STALE = "The answer is {minutes} minutes old: what has happened since is not in it."
AHEAD = "The answer is dated {seconds} seconds after now: one of the two clocks is wrong."
NO_TIME = "The answer does not say when it was made."
SHAPE = "The answer is not built as this source builds it: “{what}” is missing or is something else."
ENTITIES = "The answer defines entities of its own, which is how one attacks a reader: it is not read."

AHEAD_AT_MOST = timedelta(seconds=60)
PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
# "é" in UTF-8, read as one character a byte: a capital that French hardly has, before what is no letter of it
TWICE = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)
LOST = re.compile("\ufffd|ï¿[½œ]")  # the mark for a lost character, also where its bytes are read one by one
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
CUT_XML = frozenset((3, 5, 6, 20))  # expat: no element found, unclosed token, partial character, unclosed CDATA


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, when it is now, and how old it may be. `charset` is what the HTTP header says, often nothing."""

    body: bytes
    now: datetime
    max_age: timedelta
    charset: str = ""

    def check_time(self, made_at: datetime | None) -> None:
        """Raises Untrusted for an answer without a time, too old, or from the future."""
        if made_at is None or not 1 < made_at.year < 9999:  # at the ends of time there is no UTC
            raise untrusted(NO_TIME)
        age = in_utc(self.now) - in_utc(made_at)
        if age > self.max_age:
            raise untrusted(STALE, minutes=int(age.total_seconds() // 60))
        if -age > AHEAD_AT_MOST:
            raise untrusted(AHEAD, seconds=int(-age.total_seconds()))


def untrusted(say: str, **values: str | int) -> Untrusted:
    return Untrusted(Sentence(say, values))


def misshapen(what: str) -> Untrusted:
    return untrusted(SHAPE, what=what)


def no_page(body: bytes) -> None:
    """Raises Untrusted for a web page: what servers and portals send with status 200 when they have no data."""
    if PAGE.match(body[:4096]):
        raise untrusted(WEB_PAGE)


def text(body: bytes, encoding: str = "utf-8-sig") -> str:
    """The characters of an answer. Raises Untrusted when some are lost or were encoded twice."""
    if not body.strip():
        raise untrusted(EMPTY)
    try:
        read = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise untrusted(CUT if error.reason == "unexpected end of data" else MISENCODED) from error
    except LookupError as error:
        raise misshapen(encoding) from error
    check_characters(read)
    return read


def check_characters(read: str) -> None:
    if LOST.search(read):
        raise untrusted(MISENCODED)
    if TWICE.search(read):
        raise untrusted(MOJIBAKE)


def json_of(body: bytes) -> Any:
    """What the JSON of an answer says. Raises Untrusted."""
    no_page(body)
    read = text(body).rstrip()
    try:
        found = json.loads(read)
    except json.JSONDecodeError as error:
        begun = read.lstrip()[:1] in ("{", "[")
        cut = error.pos >= len(read) or error.msg.startswith("Unterminated") or read[-1] not in "}]"
        raise (untrusted(CUT) if begun and cut else misshapen("JSON")) from error
    except (ValueError, RecursionError) as error:
        raise misshapen("JSON") from error
    if "\\u" in read:  # what hid behind an escape
        check_characters(json.dumps(found, ensure_ascii=False))
    return found


def member(holder: Any, name: str, kind: type | tuple[type, ...] = dict) -> Any:
    """`holder[name]`, of that type. Raises Untrusted when it is not."""
    found = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(found, kind):
        raise misshapen(name)
    return found


def xml_of(body: bytes, root: str) -> Element:
    """The XML of an answer whose outermost element is `root`. Raises Untrusted."""
    tree = xml_tree(body)
    if tree.tag != root:
        raise misshapen(root)
    return tree


def xml_tree(body: bytes) -> Element:
    """The XML of an answer, its names without their namespaces. Raises Untrusted; a DTD is never read."""
    no_page(body)
    declared = DECLARED.match(body.lstrip()[:200])
    return _parsed(text(body, declared[1].decode() if declared else "utf-8-sig").strip().encode())


def _parsed(utf8: bytes) -> Element:
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler = lambda name, attributes: builder.start(name.rpartition("}")[2], attributes)
    parser.EndElementHandler = lambda name: builder.end(name.rpartition("}")[2])
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(utf8, True)
    except expat.ExpatError as error:
        raise (untrusted(CUT) if error.code in CUT_XML else misshapen("XML")) from error
    tree = builder.close()
    check_characters("".join(tree.itertext()))
    return tree


def _refuse_entities(*_: object) -> None:
    raise untrusted(ENTITIES)
