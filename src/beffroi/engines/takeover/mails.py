"""What a mail of a network says about one of our accounts, and whether the network really sent it.

The mail server that took the mail in writes into its head whether the sender's signature (DKIM) holds. Only the word
of a server that the administrator named is believed, and only its last word: what stands below came with the mail.
"""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from beffroi.engines.texts.fold import fold

# The domains under which each network writes; a Mastodon server writes under its own. As seen in their mails, not in
# a promise of theirs.
SENDERS: Mapping[str, tuple[str, ...]] = {
    "bluesky": ("bsky.social", "bsky.app", "blueskyweb.xyz"),
    "x": ("x.com", "twitter.com"),
    "facebook": ("facebookmail.com", "facebook.com"),
}
# In the order in which they are asked; folded: no capitals, no accents.
KINDS: Mapping[str, re.Pattern[str]] = {
    "password": re.compile(
        r"password (?:was |has been |is )?(?:just )?(?:changed|reset|updated)|(?:changed|reset|updated) your password"
        r"|mot de passe (?:a ete |vient d'etre )?(?:change|modifie|reinitialise)|reset your password|password reset"
        r"|reinitialis\w+ (?:de |du |votre )*mot de passe"
    ),
    "address": re.compile(
        r"e-?mail(?: address)? (?:was |has been |is )?(?:just )?(?:changed|updated|removed)"
        r"|(?:changed|updated|update) (?:your|the) e-?mail|new e-?mail address"
        r"|(?:adresse|courriel|e-?mail)[^.]{0,30}(?:a ete |ete )(?:change|modifie|supprime)"
    ),
    "login": re.compile(
        r"new (?:login|log-in|sign-in|sign in|device)|(?:login|log-in|sign-in) (?:from|attempt)|logged in (?:from|to)"
        r"|nouvelle connexion|nouvel appareil|connexion (?:depuis|inhabituelle)|unusual (?:login|activity)"
    ),
    "closing": re.compile(r"(?:account|compte)[^.]{0,40}(?:deactivated|deleted|suspended|desactive|supprime|suspendu)"),
}
LONGEST = 100_000  # characters that are read
# What strangers write breaks the parser of Python 3.11 in many ways, while it reads a mail and when a header is asked.
BROKEN = (ValueError, LookupError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender` is the domain it says it comes from. `signed_by` are the domains whose signature a believed server
    found to hold. `mark` is the same for the same mail, and cannot be read back."""

    sender: str
    signed_by: tuple[str, ...]
    kind: str
    words: str
    mark: str

    def is_from(self, domains: Collection[str]) -> bool:
        """Whether it says that it comes from one of `domains`, or from below it."""
        return any(_is_below(self.sender, domain) for domain in domains)

    @property
    def is_verified(self) -> bool:
        """Whether the domain it says it comes from has signed it."""
        return any(_is_below(self.sender, domain) or _is_below(domain, self.sender) for domain in self.signed_by)

    def names(self, handle: str) -> bool:
        """Whether the handle of an account stands in it, as a whole word."""
        return re.search(rf"(?<![\w.-])@?{re.escape(fold(handle))}(?![\w-]|\.\w)", self.words) is not None


def read(content: bytes, *, believed: Collection[str]) -> Mail:
    """Takes a mail apart; whatever is in it, nothing is raised. `believed` are the names of mail servers (the
    authserv-id that they write) whose word counts."""
    message = _taken_apart(content)
    words = fold(f"{_header(message, 'Subject')}\n{_text(message)}"[:LONGEST])
    sender = parseaddr(_header(message, "From"))[1].rpartition("@")[2].lower().rstrip(".")
    named = _header(message, "Message-ID").strip() or words
    mark = hashlib.sha256(named.encode() if named.strip() else content).hexdigest()
    return Mail(sender, tuple(_signers(message, believed)), _kind(words), words, mark)


def _taken_apart(content: bytes) -> EmailMessage:
    """The mail; one in which nothing stands when it cannot be read."""
    try:
        return message_from_bytes(content, policy=policy.default)
    except BROKEN:
        return EmailMessage()


def _kind(words: str) -> str:
    return next((kind for kind, pattern in KINDS.items() if pattern.search(words)), "")


def _signers(message: EmailMessage, believed: Collection[str]) -> Iterator[str]:
    """The domains of `dkim=pass` in the topmost word of a believed server."""
    names = {name.casefold() for name in believed}
    for said in _headers(message, "Authentication-Results"):
        server, _, results = said.partition(";")
        if not server.split() or server.split()[0].casefold() not in names:
            continue
        for result in results.split(";"):
            if re.match(r"\s*dkim\s*=\s*pass\b", result, re.IGNORECASE):
                for domain in re.findall(r"header\.(?:d|i)\s*=\s*\"?[^\s;\"]*?@?([\w.-]+)\"?(?=[\s;]|$)", result):
                    yield domain.lower().rstrip(".")
        return


def _header(message: EmailMessage, name: str) -> str:
    """The first header of this name as text; empty where it is missing or cannot be read."""
    return " ".join(next(iter(_headers(message, name)), "").split())


def _headers(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(said) for said in message.get_all(name, [])]
    except BROKEN:
        return []


def _text(message: EmailMessage) -> str:
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        said = str(part.get_content()) if part is not None else ""
    except BROKEN:
        return ""
    return re.sub(r"<[^<>]*>", " ", said)


def _is_below(domain: str, other: str) -> bool:
    return bool(other) and (domain == other or domain.endswith(f".{other}"))
