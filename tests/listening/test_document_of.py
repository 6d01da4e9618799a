"""What the searches are told of a post that was heard."""

from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.engines.query import matches, parse
from beffroi.listening.finding import document_of
from beffroi.vocabulary import Link, Media, Post, Profile, Ref

NOW = datetime(2026, 11, 18, 20, 15, tzinfo=UTC)
EVE = Profile("mastodon", "42", "eve@autre.example", "Eve")


def post(text: str = "L’eau", **more: Any) -> Post:
    return Post("mastodon", "1", EVE, text, NOW, **more)


@pytest.mark.parametrize(
    ("search", "heard"),
    [
        ("from:eve@autre.example", post()),
        ("from:42", post()),
        ("to:mairie.fr", post(to=("7", "mairie.fr"))),
        ("lang:fr", post(lang="fr")),
        ("lang:fr", post("Le marché de Noël ouvre ce samedi à huit heures", lang="en")),
        ("url:gueret.fr", post(links=(Link(7, 7, "https://www.gueret.fr/eau"),))),
        ("has:link", post("ici", links=(Link(0, 3, "https://gueret.fr"),))),
        ("has:image", post(media=(Media("image/png", ""),))),
        ("is:reply", post(reply_to=Ref("0"))),
        ("is:repost", post(repost_of=Ref("0"))),
        ("is:repost", post("RT @mairie: L’eau")),
        ("#feurs", post(tags=("Feurs",))),
    ],
)
def test_a_search_finds_the_post(search: str, heard: Post) -> None:
    assert matches(parse(search), document_of(heard))


@pytest.mark.parametrize(
    ("search", "heard"),
    [
        (
            "has:link",
            post("@ana #eau", links=(Link(0, 4, "https://a.example/@ana"), Link(5, 9, "https://a.example/t"))),
        ),
        ("has:image", post(media=(Media("video/mp4", ""),))),
        ("is:reply", post()),
        ("is:repost", post("Un RT @mairie")),
        ("has:link", post("\ud83d eau")),
        ("lang:en", post("Le marché de Noël ouvre ce samedi à huit heures", lang="en")),
    ],
)
def test_a_search_does_not_find_the_post(search: str, heard: Post) -> None:
    assert not matches(parse(search), document_of(heard))


def test_the_language_is_as_declared_where_nobody_wants_it_detected() -> None:
    heard = post("Le marché de Noël ouvre ce samedi à huit heures", lang="en")
    assert document_of(heard, detects_language=False).lang == "en"
