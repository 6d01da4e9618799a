"""The same picture is known again however it is stored; another one is not."""

import io
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from beffroi.engines.takeover.pictures import fingerprint, same
from beffroi.guard.duties import poll_profiles, search_strangers
from beffroi.guard.models import Alarm, Baseline
from beffroi.guard.pictures import fingerprint_at, fingerprint_of
from beffroi.journal.sentences import translated
from tests.cast import NOW, Feurs
from tests.network.press import Press, press


def picture(seed: int) -> Image.Image:
    """Shapes on a ground, as a coat of arms."""
    choice = np.random.default_rng(seed)
    image = Image.new("RGB", (400, 400), tuple(int(value) for value in choice.integers(0, 256, 3)))
    draw = ImageDraw.Draw(image)
    for _shape in range(8):
        left, top = (int(value) for value in choice.integers(0, 300, 2))
        size = int(choice.integers(40, 200))
        colour = tuple(int(value) for value in choice.integers(0, 256, 3))
        draw.ellipse((left, top, left + size, top + size), fill=colour)
    return image


def stored(image: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **options)
    return kept.getvalue()


@pytest.mark.parametrize("seed", range(20))
def test_a_thumbnail_of_poor_quality_is_the_same_picture(seed: int) -> None:
    ours = fingerprint_of(stored(picture(seed)))
    thumbnail = fingerprint_of(stored(picture(seed).resize((73, 73)), "JPEG", quality=50))
    assert same(ours, thumbnail)


def test_other_pictures_are_not() -> None:
    prints = [fingerprint_of(stored(picture(seed))) for seed in range(40)]
    pairs = [same(one, other) for at, one in enumerate(prints) for other in prints[:at]]
    assert sum(pairs) / len(pairs) < 0.02


def test_what_is_no_picture_has_no_fingerprint() -> None:
    assert fingerprint_of(b"<html>") == ""
    assert fingerprint_of(stored(picture(1))[:100]) == ""
    assert not same("", "")
    assert fingerprint_at("javascript:alert(1)") == ""
    assert fingerprint_at("http://127.0.0.1:9/picture.png") == ""  # a private address is not asked


def test_a_picture_of_another_size_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="are not"):
        fingerprint(np.zeros((8, 8)), np.zeros((8, 9)))


@pytest.fixture
def gallery(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A server of pictures, let through by its name."""
    monkeypatch.setenv("BEFFROI_ALLOW_ADDRESSES", "localhost")
    with press() as gallery:
        gallery.shows("/ours.png", stored(picture(1)), "image/png")
        gallery.shows("/copy.jpg", stored(picture(1).resize((80, 80)), "JPEG", quality=60), "image/jpeg")
        gallery.shows("/other.png", stored(picture(2)), "image/png")
        yield gallery


def sign_with_picture(feurs: Feurs, client: Client) -> str:
    client.force_login(feurs.ana)
    said = {
        "version": "1",
        "name": "Ville de Feurs",
        "handles": "feurs",
        "kind": "institutional",
        "keeps_picture": "on",
    }
    there = reverse("identity_signing", args=[feurs.account.pk])
    return client.post(there, said, headers={"accept-language": "en"}, follow=True).content.decode()


def test_a_stranger_who_shows_our_picture_is_found(feurs: Feurs, client: Client, gallery: Press) -> None:
    feurs.sandbox.rename("feurs", "Ville de Feurs", icon=f"{gallery.localhost}/ours.png")
    poll_profiles(NOW)
    sign_with_picture(feurs, client)
    assert len(Baseline.of(feurs.account).pictures) == 1
    feurs.sandbox.join("somebody", "Ville de Feurs", icon=f"{gallery.localhost}/other.png")
    search_strangers(NOW)
    assert not Alarm.objects.exists()
    feurs.sandbox.join("thief", "Ville de Feurs", icon=f"{gallery.localhost}/copy.jpg")
    search_strangers(NOW + timedelta(days=1))
    assert "thief" in translated(Alarm.objects.get().sentence)


def test_a_picture_that_cannot_be_read_is_told_and_the_rest_is_signed(
    feurs: Feurs, client: Client, gallery: Press
) -> None:
    feurs.sandbox.rename("feurs", "Ville de Feurs", icon=f"{gallery.localhost}/gone.png")
    poll_profiles(NOW)
    assert "The picture could not be read now" in sign_with_picture(feurs, client)
    assert Baseline.of(feurs.account).number == 2
