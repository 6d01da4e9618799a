"""Uploaded images: read, upright, without what must not leave."""

import io

import pytest
from PIL import Image as Picture

from beffroi.publishing.images import NotAnImage, read_image
from beffroi.publishing.models import Blocked, Draft
from beffroi.publishing.models.version import Image
from tests.cast import NOW, Feurs

PLACE = 0x8825  # the EXIF block that says where a picture was taken


def photo(size: tuple[int, int] = (64, 48), kind: str = "JPEG", exif: Picture.Exif | None = None) -> io.BytesIO:
    file = io.BytesIO()
    extra = {"exif": exif} if exif else {}
    Picture.new("RGB", size, (160, 50, 30)).save(file, format=kind, **extra)
    file.seek(0)
    return file


def read(file: io.BytesIO, name: str = "place.jpg") -> Image:
    return read_image(file, name=name, alt="La place du marché", decorative=False)


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_the_usual_kinds_are_read(kind: str, mime: str) -> None:
    image = read(photo(kind=kind))
    assert (image.mime, image.width, image.height, image.alt) == (mime, 64, 48, "La place du marché")


def test_where_a_picture_was_taken_never_leaves() -> None:
    exif = Picture.Exif()
    exif.get_ifd(PLACE)[2] = (45.0, 44.0, 30.0)
    exif[0x0112] = 6  # to be turned a quarter
    image = read(photo(exif=exif))
    clean = Picture.open(io.BytesIO(image.content))
    assert not clean.getexif()
    assert (clean.width, clean.height) == (48, 64)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a not really", b"%PDF-1.4", photo().getvalue()[:200], b"<svg onload=alert(1)>"]
)
def test_what_is_no_image_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(NotAnImage, match=r"place\.jpg"):
        read(io.BytesIO(content))


def test_another_kind_of_image_is_named() -> None:
    with pytest.raises(NotAnImage, match="BMP"):
        read(photo(kind="BMP"))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(NotAnImage):
        read(photo((10_000, 6_000), kind="PNG"))


def submit(feurs: Feurs, *images: Image) -> None:
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Oui", images=images, now=NOW
    )
    draft.submit(by=feurs.bruno, now=NOW)


def test_an_image_without_text_alternative_cannot_be_submitted(feurs: Feurs) -> None:
    bare = read_image(photo(), name="x", alt=" ", decorative=False)
    with pytest.raises(Blocked):
        submit(feurs, bare)


def test_a_decorative_image_may_leave_without(feurs: Feurs) -> None:
    submit(feurs, read_image(photo(), name="x", alt="", decorative=True))


def test_an_image_too_heavy_for_the_network_is_said_with_both_weights(feurs: Feurs) -> None:
    heavy = Image("La place", mime="image/png", content=b"x" * 2_400_000)
    with pytest.raises(Blocked, match=r"2[.,]4.*2[.,]0"):
        submit(feurs, heavy)


def test_more_images_than_the_network_takes_are_refused(feurs: Feurs) -> None:
    with pytest.raises(Blocked, match="4"):
        submit(feurs, *[read(photo()) for _ in range(5)])


def test_a_kept_image_follows_the_next_version(feurs: Feurs) -> None:
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="Un",
        images=[read(photo())],
        now=NOW,
    )
    kept = draft.latest.attachments.get()
    again = Image("La halle", kept=kept.pk)
    version = draft.revise(text="Deux", by=feurs.bruno, accounts=[feurs.account], images=[again], seen=1, now=NOW)
    attachment = version.attachments.get()
    assert (attachment.file.name, attachment.alt) == (kept.file.name, "La halle")
