"""Makes the fonts of the cards from the Noto fonts: the letters and emoji that names on a card are likely to have.

    python tools/card_fonts.py NotoColorEmoji.woff2 NotoSans-Bold.ttf NotoSansArabic-Bold.ttf NotoSansHebrew-Bold.ttf

Run by hand when the list of emoji changes, with fontTools and brotli installed; nothing of the product needs them. The
emoji font must have COLR outlines (that of the npm package @fontsource/noto-color-emoji has), the others are those of
Debian's fonts-noto-core. All are under the SIL Open Font License 1.1.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TO = Path(__file__).resolve().parents[1] / "src" / "beffroi" / "rankings" / "card" / "fonts"
# What people and bodies put beside their names: places, work, nature, sport, signs, flags of France and Europe.
EMOJI = """
❤🧡💛💚💙💜🤍🖤🤎💔💗💖💕💞✨⭐🌟💫⚡🔥☀🌤⛅☁🌧⛈❄☃☔🌈🌙🌍🌎🌏🌊💧🍀🌱🌿🌳🌲🌴🌵🌾🌻🌸🌺🌼🌷🌹🍁🍂🍃🍄💐
🏠🏡🏘🏢🏣🏥🏦🏫🏛⛪🏰🏯🏭🏟🗼🌉⛲🎡🎠🏖🏔⛰🏕🛤🛣🌃🌆🌅🌄🗺🧭📍🚩🏁🏳🏴
🚲🚴🚶🚆🚄🚊🚋🚌🚍🚏🚗🚕🚙🚑🚒🚓🚜⛵🚤⚓✈🚀🛴
📰📣📢📯🔔🔕🎙📻📺📷📸🎥🎬🎨🎭🎪🎼🎵🎶🎸🎹🎺🎻🥁📚📖📝✏🖊📎📌📅🗓📊📈📉💡🔍🔎🔒🔑🔧🔨🛠⚙⚖🗳📮📬✉📧☎📱💻🖥⌨
⚽🏀🏐🏉🎾🏓🏸🥋🏊🏃🚣⛷🏂🏆🥇🥈🥉🏅🎯🎲🎮♟🎳🎉🎊🎁🎂🎈🎆🎇🪁🧩
🐱🐶🐭🐰🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🦆🦉🦅🐺🐴🐝🐞🦋🐌🐢🐍🐬🐳🐟🦀🕊🦔🐓🐈🐕🐑🐐🐄
🍎🍇🍓🍒🍑🍐🍋🍅🥕🌽🥐🥖🧀🍞🍷🍺☕🍵🍰🍫🍯🥘🍽🌶🧅🧄
😀😃😄😁😆😅😂🙂😉😊😇😍🤩😎🤓🤔🙃🤗🤫😴😷🤖👻👋👍👎👏🙌🙏🤝💪✊✌👌👈👉👆👇👀🧠👑🎓🎩👩👨🧑👶👪👫👮👷🕵
✅❌❗❓⚠ℹ♻☮☯✝☪✡♀♂⚕⏰⌛⏳🕐🔴🟠🟡🟢🔵🟣⚫⚪🟥🟧🟨🟩🟦🟪⬛⬜🔶🔷🔺🔻💯➕➡⬅⬆⬇♥♠♣♦
"""
FLAGS = "🇫🇷🇪🇺🇧🇪🇨🇭🇱🇺🇩🇪🇪🇸🇮🇹🇵🇹🇬🇧🇳🇱🇮🇪🇵🇱🇺🇦🇨🇦🇺🇸🇲🇦🇩🇿🇹🇳🇸🇳"
JOINED = "🏳️‍🌈 👩‍💻 👨‍💻 🧑‍💻 👩‍🔬 👩‍🏫 👩‍🚒 👩‍⚕️ ❤️‍🔥"
HANDS, SKINS = "👋👍👎👏🙌🙏💪✌👌👈👉👆👇", "🏻🏼🏽🏾🏿"
JOINERS = "\u200d\ufe0f\u20e3"
UNSEEN = {*range(0x20), *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x61C, 0xFEFF, 0xFE0F}
LETTERS = [(0x20, 0x17F), (0x180, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2044)]
ARABIC = [(0x600, 0x6FF), (0x750, 0x77F), (0x20, 0x40)]
HEBREW = [(0x590, 0x5FF), (0xFB1D, 0xFB4F), (0x20, 0x40)]


def main(emoji: str, sans: str, arabic: str, hebrew: str) -> None:
    TO.mkdir(parents=True, exist_ok=True)
    flags = {FLAGS[place : place + 2] for place in range(0, len(FLAGS), 2)}
    hands = {hand + skin for hand in HANDS for skin in SKINS}
    joined = {each.replace("\ufe0f", "") for each in JOINED.split()} | flags | hands
    wanted = {ord(char) for char in EMOJI + FLAGS + JOINED + JOINERS + SKINS if not char.isspace()}
    _keep(emoji, wanted, TO / "NotoColorEmoji-Card.ttf", joined)
    _keep(sans, _every(LETTERS), TO / "NotoSans-Card.ttf")
    _keep(arabic, _every(ARABIC), TO / "NotoSansArabic-Card.ttf")
    _keep(hebrew, _every(HEBREW), TO / "NotoSansHebrew-Card.ttf")
    _write_coverage()


def _every(ranges: list[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def _forget_ligatures(font: TTFont, joined: set[str]) -> None:
    """A font of emoji draws all flags of the world out of 26 letters: of what is joined, only `joined` stays."""
    char_of = {name: chr(code) for code, name in font.getBestCmap().items()}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items():
                ligatures[:] = [each for each in ligatures if _said(first, each, char_of) in joined]


def _said(first: str, ligature: object, char_of: dict[str, str]) -> str:
    names = [first, *ligature.Component]  # type: ignore[attr-defined]  # fontTools has no types
    return "".join(char_of.get(name, "?") for name in names).replace("\ufe0f", "")


def _keep(source: str, codes: set[int], to: Path, joined: set[str] | None = None) -> None:
    font = TTFont(source)
    font.flavor = None
    if joined is not None:
        _forget_ligatures(font, joined)
    for table in ("SVG ", "vhea", "vmtx", "DSIG"):
        if table in font:
            del font[table]
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True, name_IDs=["*"])
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=codes)
    chosen.subset(font)
    font.save(to)
    print(f"{to.name}: {to.stat().st_size:,} bytes, {len(font.getBestCmap())} characters")


def _write_coverage() -> None:
    """Which characters the cards can draw, as ranges, for those who write names on them."""
    codes = sorted({code for path in TO.glob("*.ttf") for code in TTFont(path).getBestCmap() if code not in UNSEEN})
    starts = [code for code in codes if code - 1 not in codes]
    ends = [code for code in codes if code + 1 not in codes]
    lines = (f"{first:x}-{last:x}\n" for first, last in zip(starts, ends, strict=True))
    (TO / "coverage.txt").write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
