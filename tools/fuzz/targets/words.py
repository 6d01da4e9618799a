"""Texts that anybody writes: searches, addresses of accounts, mails of networks, drafts."""

from beffroi.engines import addresses
from beffroi.engines.announce import announcements
from beffroi.engines.query import Document, SearchError, matches, parse
from beffroi.engines.takeover import mails
from beffroi.engines.texts import lengths, personal, tongue
from beffroi.engines.texts.fold import fold
from beffroi.engines.texts.links import links, without_links
from tools.fuzz.target import Target, must

LANGUAGE = (
    *(
        " AND ",
        " OR ",
        " NOT ",
        " SAUF ",
        " ET ",
        " OU ",
        "NEAR/3",
        "PRÈS/2",
        '"',
        "“",
        "”",
        "«",
        "»",
        "~",
        "(",
        ")",
        "-",
    ),
    *("from:", "to:", "lang:fr", "url:", "has:link", "is:reply", "commune:Feurs", "#", "@", "*", "\u202e", "\u200b"),
)
PLACES = (
    *(
        "https://",
        "bsky.app/profile/",
        "twitter.com/",
        "x.com/",
        "facebook.com/",
        "profile.php?id=",
        "/posts/",
        "pages/",
    ),
    *(
        "instagram.com/",
        "/p/",
        "threads.net/@",
        "linkedin.com/company/",
        "youtube.com/channel/UC",
        "/@",
        "tiktok.com/@",
    ),
    *(
        "at://did:plc:",
        "did:web:",
        "l.facebook.com/l.php?u=",
        "?lang=fr",
        "#!/",
        "%2F",
        "acct:",
        "www.",
        "m.",
        "%00",
        "[::1]",
    ),
)
HEADS = (
    *(
        "Authentication-Results:",
        "dkim=pass",
        "header.d=",
        "From:",
        "Subject:",
        "=?utf-8?q?",
        "=?utf-8?b?",
        "?=",
        "Message-ID:",
    ),
    *(
        "Content-Type: multipart/alternative; boundary=b",
        "--b",
        "--b--",
        "Content-Transfer-Encoding: base64",
        "charset=",
    ),
    *("quoted-printable", "text/html", "message/rfc822", "filename*=", "name*0*=", "\r\n\r\n", "\r\n ", "(", "<", ">"),
)
SAID = (
    *(
        " est adopté",
        " élue",
        "n’est pas",
        " hier",
        " : ",
        "« ",
        " »",
        "2-1",
        "06 12 34 56 78",
        "FR76",
        "https://",
        "@eve",
    ),
    *(
        "article 1er",
        "L’",
        "si ",
        "?",
        "!",
        "42110",
        "rue de",
        "👩‍👩‍👧‍👦",
        "\u202e",
        "#eau",
        "the bill",
        " passed",
        " won",
    ),
)


def search(data: bytes) -> None:
    """What is read is written back so that it reads the same, and finds the same with and without the index."""
    written, _, text = data.decode("utf-8", "replace").partition("\n")
    wanted = parse(written)
    again = parse(str(wanted))
    document = Document(text, "ville.example", "fr", "did:plc:x", ("@eve",), ("https://feurs.example/",))
    must(matches(wanted, document) == matches(again, document))
    must(str(parse(str(again))) == str(again))


def named(data: bytes) -> None:
    """A first letter below the space says that the network is known, and which."""
    text, networks = data.decode("utf-8", "replace"), list(addresses.NAMES)
    network = networks[ord(text[0]) % len(networks)] if text and text[0] < " " else ""
    found = addresses.read(text, network=network)
    if found.network != "mastodon":  # "@ville@x.com" is read as an account there, and its page as one of X
        must(addresses.read(found.url).key == found.key, found)
    addresses.network_called(text)


def mail(data: bytes) -> None:
    read = mails.read(data, believed=["mx.feurs.example"])
    read.names("feurs")
    read.is_from(("bsky.app",))
    must(isinstance(read.is_verified, bool))


def draft(data: bytes) -> None:
    """Everything that looks at a text before it leaves."""
    text = data.decode("utf-8", "replace")
    for lang in ("fr", "en", ""):
        announcements(text, lang)
    personal.personal_data(text)
    lengths.graphemes(text)
    must(lengths.weighted(text) >= 0)
    tongue.language_of(text)
    links(text)
    without_links(text)
    fold(text)


TARGETS = {
    "search": Target(search, (SearchError,), words=LANGUAGE),
    "addresses": Target(named, (addresses.NoAddress,), words=PLACES),
    "mails": Target(mail, words=HEADS),
    "announcements": Target(draft, words=SAID, longest=4_000),
}
