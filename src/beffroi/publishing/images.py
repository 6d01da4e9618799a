"""Reads an uploaded image: is it one, and what leaves of it? Where it was taken (EXIF) never leaves."""

import io
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageOps, UnidentifiedImageError

from beffroi.publishing.models.version import Image

MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
TELLING = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment"}  # may say where and by whom
MAX_PIXELS = 50_000_000


class NotAnImage(Exception):
    """Said in words: why this file cannot be used."""


def read_image(upload: BinaryIO, *, name: str, alt: str, decorative: bool) -> Image:
    """The image of `upload`, upright and without its metadata. Raises NotAnImage."""
    content = upload.read()
    try:
        picture = Picture.open(io.BytesIO(content))
        kind = picture.format or ""
        if kind not in MIMES:
            raise NotAnImage(
                _("“%(name)s” is a %(kind)s file. JPEG, PNG and WebP can be published.") % {"name": name, "kind": kind}
            )
        if picture.width * picture.height > MAX_PIXELS:
            raise NotAnImage(_("“%(name)s” has too many pixels (50 million at most).") % {"name": name})
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Picture.DecompressionBombError) as error:
        raise NotAnImage(
            _("“%(name)s” cannot be read as an image: it may be cut or of another kind.") % {"name": name}
        ) from error
    upright = ImageOps.exif_transpose(picture)
    if picture.getexif() or TELLING & set(picture.info):
        content = _without_metadata(upright, kind)
    return Image(alt, decorative, MIMES[kind], content, upright.width, upright.height)


def _without_metadata(picture: Picture.Image, kind: str) -> bytes:
    clean = io.BytesIO()
    picture.getexif().clear()
    for name in TELLING & set(picture.info):  # Pillow writes a comment again by itself
        del picture.info[name]
    picture.save(clean, format=kind, quality=92, icc_profile=picture.info.get("icc_profile"), exif=b"")
    return clean.getvalue()
