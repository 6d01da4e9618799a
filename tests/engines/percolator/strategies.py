"""Posts that are hard to read, and what may be measured of them."""

from hypothesis import strategies as st

from beffroi.engines.query import Document
from tests.engines.query.strategies import FACTS, PLACED, SEPARATORS, WRITTEN

HOSTILE = [
    "http://", "https:/", "HTTPS://x\xa0eau", "ｈｔｔｐ://y", "ht\u200btp://z eau", "#http://a",
    "a#https://b loire", "@http://c", "\x00", "\ud83d", "\ud83d\ude00", "\x1c", "\u2028", "ﷺ", "ﬃ",
    "½", "…", "İ", "ẞ", "𝐞𝐚𝐮", "🄰", "\u02bc", "l\u02bceau", "\u0301", "e\u0301au", "👩\u200d🚒", "❤️",
    "@ana.fr-", "@ana.-fr", "##eau", "#", "@", "@@ana.fr", "#eau#loire", "st", "#st", "ste", "丽",
    "\U000e0041", "\U000f0000", "𰀀", "\U0010ffff", "crue2026", "st_x", "inondation", "洪水警報",
]  # fmt: skip

texts = st.lists(
    st.sampled_from(HOSTILE) | st.sampled_from(WRITTEN) | st.sampled_from(SEPARATORS) | st.text(max_size=5), max_size=14
).map("".join)
documents = st.builds(
    Document,
    texts,
    st.sampled_from(["", "did:plc:ana", "DID:PLC:ANA", "@Ana.fr", "\ud83d"]),
    st.sampled_from(["", "fr", "pt-BR", "pt_br", "en"]),
)
measures = st.none() | st.dictionaries(st.sampled_from([*PLACED, *FACTS, "eau*", "sain*"]), st.integers(0, 10_000))
seeds = st.integers(0, (1 << 64) - 1)
