"""A file that somebody sent, kept between its preview and its writing: in the data folder, for a day at most."""

import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from beffroi.access.models import Organisation

SALT, FOLDER = "directory.import", "directory-imports"
KEPT = timedelta(days=1)


class Upload(NamedTuple):
    content: bytes
    name: str
    licence: str


def keep(upload: Upload, organisation: Organisation, *, now: datetime) -> str:
    """Stores the file; the token by which the same organisation finds it again."""
    _forget_old(now)
    stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.csv", ContentFile(upload.content))
    return signing.dumps([stored, organisation.pk, upload.name[-80:], upload.licence], salt=SALT)


def kept(token: str, organisation: Organisation) -> Upload:
    """Raises Http404 for a file of another organisation, or one that is gone."""
    try:
        stored, whose, name, licence = signing.loads(token, salt=SALT)
        if whose != organisation.pk:
            raise Http404
        with default_storage.open(stored) as file:
            return Upload(file.read(), name, licence)
    except (signing.BadSignature, OSError) as error:
        raise Http404 from error


def forget(token: str) -> None:
    default_storage.delete(signing.loads(token, salt=SALT)[0])


def _forget_old(now: datetime) -> None:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        if default_storage.get_created_time(f"{FOLDER}/{name}") < now - KEPT:
            default_storage.delete(f"{FOLDER}/{name}")
