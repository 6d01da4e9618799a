"""Letters that look like Latin ones: people who play with their name use them, and people who steal one too."""

_CAPITALS = str.maketrans(
    "АВЕЅКМНОРСТХУІЈԌ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ՍՕ",
    "ABESKMHOPCTXYIJG" + "ABEZHIKMNOPTYX" + "UO",
)
_SMALL = str.maketrans(
    "авезкмнорстухіјѕԁһԛԝӏ" + "αβεικνορτυχγ" + "օսոհց" + "ɑɡ",
    "abe3kmhopctyxijsdhqwl" + "abeikvoptuxy" + "ounhg" + "ag",
)
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")
# White letters on a black circle or square, which Unicode files under symbols without saying which letter they are.
_ON_BLACK = {start + n: chr(ord("a") + n) for start in (0x1F150, 0x1F170) for n in range(26)}

_TABLE: dict[int, int | str] = {**_CAPITALS, **_SMALL, **_SMALL_CAPITALS, **_ON_BLACK}


def in_latin(text: str) -> str:
    """`text` with its look-alike letters (Cyrillic, Greek, Armenian, small capitals, on black) replaced.

    A name that is truly written in one of these alphabets becomes unreadable, but stays comparable with itself.
    """
    return text.translate(_TABLE)
