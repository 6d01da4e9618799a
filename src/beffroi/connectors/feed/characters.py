"""The characters of a feed, whatever it claims about its encoding."""

import codecs
import re

BOMS = (  # those of UTF-32 begin like those of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
IN_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
IN_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
SEVEN_BIT = ("utf-7", "iso-2022", "hz")  # their bytes are valid UTF-8, and mean something else


def characters(body: bytes, content_type: str) -> str:
    """`body` as text. What is valid UTF-8 is UTF-8, even where a header or the XML says otherwise: servers are set up
    once and lie for years. Else the XML's word, the header's, and in the end Windows-1252, as browsers do.
    """
    for bom, encoding in BOMS:
        if body.startswith(bom):
            return body.decode(encoding, "replace").removeprefix("\ufeff")
    claimed = [*(name.decode() for name in IN_XML.findall(body[:1024])), *IN_HEADER.findall(content_type)]
    sevens = [name for name in claimed if name.lower().startswith(SEVEN_BIT)]
    for encoding in (*sevens, "utf-8", *claimed):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("windows-1252", "replace")
