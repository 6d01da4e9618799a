"""Every mistake points at its character and says how to mend it."""

import pytest

from beffroi.engines.query import Mistake, SearchError, parse
from beffroi.engines.query.leaves import MIN_PREFIX
from beffroi.engines.query.lexer import MAX_DISTANCE
from beffroi.engines.query.parser import MAX_CHARACTERS

# The caret stands under the character pointed at.
CASES = [
    (Mistake.EMPTY, "", "^"),
    (Mistake.EMPTY, "  ", "^"),
    (Mistake.ONLY_EXCLUDES, "-eau", "^"),
    (Mistake.ONLY_EXCLUDES, "eau OR NOT crue", "       ^"),
    (Mistake.ONLY_EXCLUDES, "eau -crue OR -loire -crue", "             ^"),
    (Mistake.ONLY_EXCLUDES, "NOT (eau -crue)", "^"),
    (Mistake.ONLY_EXCLUDES, "(eau OR -crue)", "^"),
    (Mistake.UNCLOSED_BRACKET, "eau (crue OR loire", "    ^"),
    (Mistake.UNCLOSED_BRACKET, "((eau)", "^"),
    (Mistake.UNCLOSED_BRACKET, "eau (", "    ^"),
    (Mistake.STRAY_BRACKET, "eau) crue", "   ^"),
    (Mistake.STRAY_BRACKET, ") eau", "^"),
    (Mistake.EMPTY_BRACKETS, "eau () crue", "    ^"),
    (Mistake.UNCLOSED_QUOTE, 'crue "eau potable', "     ^"),
    (Mistake.UNCLOSED_QUOTE, "“eau potable", "^"),
    (Mistake.NOTHING_BEFORE, "OR eau", "^"),
    (Mistake.NOTHING_BEFORE, "eau OR ET crue", "       ^"),
    (Mistake.NOTHING_BEFORE, "eau (AND crue)", "     ^"),
    (Mistake.NOTHING_BEFORE, "NEAR/5 eau", "^"),
    (Mistake.NOTHING_AFTER, "eau AND", "    ^"),
    (Mistake.NOTHING_AFTER, "eau NOT", "    ^"),
    (Mistake.NOTHING_AFTER, "(eau OU ) crue", "     ^"),
    (Mistake.NOTHING_AFTER, "eau NEAR/5", "    ^"),
    (Mistake.LONE_DASH, "Paris - Lyon", "      ^"),
    (Mistake.LONE_DASH, "(eau -)", "     ^"),
    (Mistake.LONE_DASH, "eau --", "     ^"),
    (Mistake.LONG_DASH, "Paris – Lyon", "      ^"),
    (Mistake.LONG_DASH, "Paris —Lyon", "      ^"),
    (Mistake.SIGN, "eau || crue", "    ^"),
    (Mistake.SIGN, "eau & crue", "    ^"),
    (Mistake.SIGN, "crue !eau", "     ^"),
    (Mistake.NO_WORD, "eau ; crue", "    ^"),
    (Mistake.NO_WORD, 'eau ""', "    ^"),
    (Mistake.NO_WORD, "eau # crue", "    ^"),
    (Mistake.ADDRESS, "eau https://gueret.fr", "    ^"),
    (Mistake.ADDRESS, '"voir https://gueret.fr"', "^"),
    (Mistake.SHORT_PREFIX, "crue in*", "     ^"),
    (Mistake.SHORT_PREFIX, "*", "^"),
    (Mistake.MISPLACED_STAR, "eau in*ond", "    ^"),
    (Mistake.MISPLACED_STAR, "inond**", "^"),
    (Mistake.STAR_IN_QUOTES, '"eau pot*"', "        ^"),
    (Mistake.PREFIX_OF_NO_WORD, "#inond*", "^"),
    (Mistake.PREFIX_OF_NO_WORD, "saint-ét*", "^"),
    (Mistake.NEAR_NUMBER, "eau NEAR crue", "    ^"),
    (Mistake.NEAR_NUMBER, "eau PRÈS/ crue", "    ^"),
    (Mistake.NEAR_NUMBER, "eau NEAR/cinq crue", "    ^"),
    (Mistake.NEAR_TOO_FAR, "eau NEAR/51 crue", "    ^"),
    (Mistake.NEAR_TOO_FAR, "eau NEAR/" + "9" * 5_000 + " crue", "    ^"),
    (Mistake.NEAR_OPERAND, "(eau OR crue) NEAR/5 loire", "^"),
    (Mistake.NEAR_OPERAND, "eau NEAR/5 inond*", "           ^"),
    (Mistake.NEAR_OPERAND, "eau NEAR/5 -crue", "           ^"),
    (Mistake.NEAR_OPERAND, "lang:fr NEAR/5 crue", "^"),
    (Mistake.NEAR_CHAIN, "eau NEAR/5 crue NEAR/5 loire", "                ^"),
    (Mistake.TILDE, 'crue "eau"~5', "     ^"),
    (Mistake.TILDE, '"eau crue lac"~5', "^"),
    (Mistake.TILDE, '"eau crue" ~5', "           ^"),
    (Mistake.NEAR_NUMBER, '"eau crue"~', "          ^"),
    (Mistake.NEAR_TOO_FAR, '"eau crue"~51', "          ^"),
    (Mistake.NO_COMMUNE, "eau commune:42999", "            ^"),
    (Mistake.COMMUNE_BY_NAME, "commune:Feurs", "        ^"),
    (Mistake.NAMESAKES, "commune:saint-denis", "        ^"),
    (Mistake.NO_COMMUNE_CALLED_SO, "commune:Fuers", "        ^"),
    (Mistake.EMPTY_FIELD, "commune: Feurs", "^"),
    (Mistake.NEAR_OPERAND, "(commune:42218) NEAR/5 crue", "^"),
    (Mistake.EMPTY_FIELD, "from: ana", "^"),
    (Mistake.EMPTY_FIELD, "eau from:@", "    ^"),
    (Mistake.STAR_IN_FIELD, "from:ana*", "^"),
    (Mistake.LANGUAGE, "eau lang:français", "    ^"),
    (Mistake.LANGUAGE, "eau langue:français", "    ^"),
    (Mistake.DOMAIN, "eau url:gueret", "        ^"),
    (Mistake.DOMAIN, "eau url:https://gueret.fr/eau", "        ^"),
    (Mistake.DOMAIN, "site:*.gouv.fr", "     ^"),
    (Mistake.DOMAIN, "url:" + "a." * 4_000 + "fr", "    ^"),
    (Mistake.HAS, "eau has:video", "        ^"),
    (Mistake.HAS, "eau avec:vidéo", "         ^"),
    (Mistake.IS, "is:verified eau", "   ^"),
    (Mistake.DATE_FIELD, "eau since:2026-01-01", "    ^"),
    (Mistake.DATE_FIELD, "eau après:lundi", "    ^"),
    (Mistake.FOREIGN_FIELD, "eau by:ana", "    ^"),
    (Mistake.STAR_IN_FIELD, "à:ana*", "^"),
    (Mistake.TOO_LONG, "eau " * 2_500 + "x", " " * 10_000 + "^"),
    (Mistake.TOO_DEEP, "(" * 5_000 + "eau" + ")" * 4_000, " " * 60 + "^"),
    (Mistake.TOO_DEEP, "eau " + "NOT " * 2_000 + "crue", " " * (4 + 60 * 4) + "^"),
    (Mistake.TOO_DEEP, "eau " + "-" * 9_990 + "crue", " " * (4 + 60) + "^"),
    (Mistake.TOO_DEEP, "eau OR crue -(" * 15 + "lac" + ")" * 15, " " * (14 * 14 + 13) + "^"),
]


@pytest.mark.parametrize(("mistake", "search", "caret"), CASES, ids=[f"{m.name}:{s[:30]}" for m, s, _ in CASES])
def test_a_mistake_points_at_its_character(mistake: Mistake, search: str, caret: str) -> None:
    with pytest.raises(SearchError) as caught:
        parse(search)
    assert tuple(sentence.say for sentence in caught.value.sentences) == mistake.value
    assert (caught.value.message, caught.value.hint) == tuple(map(str, caught.value.sentences))
    assert str(caught.value) == caught.value.message
    assert caught.value.position == caret.index("^")


def test_every_mistake_can_be_made() -> None:
    assert {mistake for mistake, _, _ in CASES} == set(Mistake)


def test_every_mistake_is_told_in_whole_sentences() -> None:
    for mistake in Mistake:
        message, hint = mistake.value
        assert message.endswith((".", ":.")) and message[0].isupper() and hint[0].isupper(), mistake


def test_the_limits_are_told_as_they_are() -> None:
    assert f"{MAX_CHARACTERS:,}" in Mistake.TOO_LONG.value[0]
    assert f"{MAX_DISTANCE}" in Mistake.NEAR_TOO_FAR.value[0]
    assert MIN_PREFIX == 3 and "three" in Mistake.SHORT_PREFIX.value[0]
