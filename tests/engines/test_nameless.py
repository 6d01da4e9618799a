"""A text without what names or reaches a person."""

import pytest

from beffroi.engines.texts.nameless import nameless


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Merci @eve.bsky.social, et @lucie !", "Merci @…, et @… !"),
        ("dit @ana@piaille.fr.", "dit @…."),
        ("voir https://exemple.fr/@eve/12?x=1 ici", "voir https://exemple.fr/… ici"),
        ("http://eve:secret@exemple.fr", "http://exemple.fr/…"),
        ("Appelez-moi au 06 12 34 56 78.", "Appelez-moi au …."),
        ("mon adresse : eve.martin@exemple.fr", "mon adresse : …"),
        ("Le pont du canal est fermé 🚧 #Feurs", "Le pont du canal est fermé 🚧 #Feurs"),
        ("", ""),
    ],
)
def test_handles_addresses_and_private_things_are_left_out(text: str, kept: str) -> None:
    assert nameless(text) == kept
