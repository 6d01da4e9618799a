"""A name that runs from right to left, or that turns the direction of reading, turns nothing around it."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.test import Client

from beffroi.engines.texts.direction import isolated
from beffroi.journal.models import Event, record
from beffroi.journal.sentences import sentence, translated
from beffroi.notify.delivery import notice_of
from beffroi.notify.models import Message, Recipient
from beffroi.vocabulary import Sentence
from tests.cast import NOW, Feurs
from tests.security.page import Page, Tag, addresses_of_feurs, read

TURNS = "\u202e"
NAME = f"\u05e8\u05d5\u05ea{TURNS}Roux\u2067"  # Hebrew letters, then what turns and what isolates without an end
FOREIGN = {  # what strangers are called, by table and column
    "archive.Post": ("author_name", "author_handle"),
    "archive.ProfileSnapshot": ("name", "handle"),
    "directory.FormerHandle": ("handle",),
    "directory.OfficialAccount": ("name", "handle"),
    "facts.Settlement": ("who",),
    "facts.Witness": ("name",),
    "guard.Peer": ("name", "handle", "shown_name", "shown_handle"),
    "guard.PlatformMail": ("sender",),
    "listening.Feed": ("title",),
    "listening.Mute": ("name",),
    "people.Invitation": ("name",),
    "publishing.LinkReading": ("title",),
    "publishing.OutsideApprover": ("name",),
}
ALONE = {  # elements whose content is a paragraph of its own
    *(
        "p",
        "div",
        "li",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "dt",
        "dd",
        "summary",
        "legend",
        "label",
        "option",
        "caption",
    ),
    *("body", "main", "section", "article", "header", "footer", "nav", "form", "fieldset", "figcaption", "blockquote"),
    *("title", "pre", "textarea", "text", "button", "html", "ul", "ol", "tr", "table", "details", "aside", "entry"),
}
OF_A_STRANGER = re.compile(re.escape(NAME) + r"\d*")
NOT_SAID = {"script", "style", "textarea"}
WRAPPED = re.compile("\u2068[^\u2066-\u2069\u202a-\u202e]*\u2069")


def isolates(tag: Tag) -> bool:
    return tag[0] == "bdi" or "dir" in tag[1]


def turned(page: Page) -> Iterator[str]:
    """Paragraphs in which the name stands beside words of ours without being kept apart."""
    paragraphs: dict[int, list[tuple[str, bool]]] = {}
    for text, around in page.texts:
        if not around or around[-1][0] in NOT_SAID:
            continue
        inner = max((at for at, tag in enumerate(around) if tag[0] in ALONE), default=0)
        apart = any(isolates(tag) for tag in around[inner:])
        paragraphs.setdefault(id(around[inner]), []).append((text, apart))
    for parts in paragraphs.values():
        said = "".join(WRAPPED.sub("", text) for text, apart in parts if not apart)
        if TURNS in said and re.search(r"\w", OF_A_STRANGER.sub("", said)):
            yield " ".join(said.split())[:200]
    for tag, attributes in page.tags:
        for name in ("aria-label", "title", "placeholder", "hx-confirm"):
            said = WRAPPED.sub("", attributes.get(name, ""))
            if TURNS in said and re.search(r"\w", OF_A_STRANGER.sub("", said)):
                yield f"{tag} {name}: {said[:200]}"


def rename_strangers() -> int:
    done = 0
    for label, fields in FOREIGN.items():
        rows = apps.get_model(label)._base_manager
        for at, pk in enumerate(rows.values_list("pk", flat=True)):
            with transaction.atomic():
                done += rows.filter(pk=pk).update(**{field: f"{NAME}{at or ''}" for field in fields})
    return done


def test_no_strangers_name_turns_the_words_of_a_page(feurs: Feurs, things: dict[str, int], client: Client) -> None:
    assert rename_strangers() > 5
    client.force_login(feurs.ana)
    client.raise_request_exception = False
    found: list[str] = []
    shown = 0
    for name, there in addresses_of_feurs(things).items():
        kind, content = read(client, there)
        if kind.startswith(("text/html", "application/xhtml")):
            shown += TURNS in content
            found += [f"{name}: {each}" for each in turned(Page(content))]
    assert not found, "\n".join(found)
    assert shown >= 5


def test_what_turns_is_taken_out_of_a_sentence_and_what_runs_left_is_kept_apart() -> None:
    said = translated(Sentence("{author} said “{words}”.", {"author": NAME, "words": f"so{TURNS}"}).as_json())
    assert said == "\u2068\u05e8\u05d5\u05eaRoux\u2069 said “so”."
    assert isolated("Ève Roux") == "Ève Roux"


def test_a_line_of_the_journal_and_a_mail_keep_a_name_apart(feurs: Feurs) -> None:
    event = record("CASE_OPENED", feurs.account, organisation=feurs.organisation, now=NOW, author=NAME, account="x")
    to = Recipient("Ana", "mail", "ana@feurs.example")
    body = Sentence("{search}: one post. “{words}”", {"search": "Le pont", "words": NAME})
    mail = Message.write(feurs.organisation, kind="search_alert", to=to, subject=body, body=body, now=NOW)
    notice = notice_of(mail)
    for said in (sentence(Event.objects.get(pk=event.pk)), notice.text, notice.subject):
        assert TURNS not in said and "\u2068" in said
