"""Bringing an archive in: every file is verified before anything is written, and nobody is rung."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import User
from beffroi.archive.models import BroughtMedia, BroughtPost, BroughtYear, ErasedPost, Mention, OwnPost, Post, storable
from beffroi.directory.models import Account
from beffroi.inbox.models import BroughtIn
from beffroi.journal.models import record
from beffroi.site.year.telling import FORM
from beffroi.site.year.writing import PIECE

LONGEST = 8 * 2**20  # bytes of a line
LARGEST_MANIFEST = 64 * 2**20
PARTS = ("posts.jsonl", "messages.jsonl", "cases.jsonl")


class Refused(ValueError):
    """The archive is not taken, with a reason in words; nothing was written."""


@dataclass
class Done:
    """How many posts came in, how many were known, and whether this archive had come before."""

    new: int = 0
    known: int = 0
    media: int = 0
    again: bool = False


def bring_in(place: Path, account: Account, *, by: User, now: datetime) -> Done:
    """Brings the archive in; the same one twice changes nothing. Raises Refused for what was changed, is no archive, or
    is of another account; OSError for what cannot be read."""
    with _Opened(place) as archive:
        manifest, digest = archive.manifest()
        _check_account(manifest, account)
        archive.verify(manifest)
        with transaction.atomic():
            if BroughtYear.objects.filter(account=account, digest=digest).exists():
                return Done(again=True)
            made = {"year": int(manifest["year"]), "origin": str(manifest["organisation"])[:200], "at": now, "by": by}
            year = BroughtYear.objects.create(account=account, digest=digest, **made)
            done = _Bringing(archive, year, by, now).all()
            said = {"account": str(account), "year": year.year, "origin": year.origin, "posts": done.new}
            record("YEAR_BROUGHT_IN", account, organisation=account.organisation, actor=by, now=now, **said)
    return done


def _check_account(manifest: dict[str, Any], account: Account) -> None:
    said = manifest.get("account")
    named = (said.get("network"), said.get("native_id")) if isinstance(said, dict) else None
    if named != (account.network, account.native_id):
        raise Refused(gettext_noop("This is the archive of another account."))
    if not isinstance(manifest.get("year"), int) or not 1990 <= manifest["year"] <= 2200:
        raise Refused(gettext_noop("This is no archive of a year."))


class _Opened:
    """A zip or a folder, read file by file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __enter__(self) -> "_Opened":
        self.zip = None if self.place.is_dir() else self._zip()
        return self

    def _zip(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self.place)
        except zipfile.BadZipFile as error:
            raise Refused(gettext_noop("This is no archive of a year.")) from error

    def __exit__(self, *_: object) -> None:
        if self.zip is not None:
            self.zip.close()

    def names(self) -> set[str]:
        if self.zip is not None:
            return {name for name in self.zip.namelist() if not name.endswith("/")}
        return {str(each.relative_to(self.place)) for each in self.place.rglob("*") if each.is_file()}

    def open(self, name: str) -> IO[bytes]:
        try:
            return self.zip.open(name) if self.zip is not None else (self.place / name).open("rb")
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Refused(gettext_noop("A file of the archive is missing or cannot be read.")) from error

    def manifest(self) -> tuple[dict[str, Any], str]:
        if "manifest.json" not in self.names():
            raise Refused(gettext_noop("This is no archive of a year."))
        with self.open("manifest.json") as file:
            content = self._read(file, LARGEST_MANIFEST)
        try:
            said = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise Refused(gettext_noop("This is no archive of a year.")) from error
        if not isinstance(said, dict) or said.get("form") != FORM or not isinstance(said.get("files"), dict):
            raise Refused(gettext_noop("This is no archive of a year."))
        return said, hashlib.sha256(content).hexdigest()

    def _read(self, file: IO[bytes], most: int) -> bytes:
        try:
            content = file.read(most + 1)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise Refused(gettext_noop("A file of the archive is missing or cannot be read.")) from error
        if len(content) > most:
            raise Refused(gettext_noop("A file of the archive is larger than it says."))
        return content

    def verify(self, manifest: dict[str, Any]) -> None:
        """Every file is there, as it was written, and no other one is."""
        files: dict[str, Any] = manifest["files"]
        if self.names() != {*files, "manifest.json", "SHA256SUMS"} or not set(PARTS) <= set(files):
            raise Refused(gettext_noop("The archive has other files than it says."))
        for name, one in files.items():
            if not isinstance(one, dict) or self._sum(name, one.get("bytes")) != one.get("sha256"):
                raise Refused(gettext_noop("A file of the archive was changed since it was written."))

    def _sum(self, name: str, size: Any) -> str:
        """Reads no further than the manifest says: what is packed small may be large."""
        hashed, left = hashlib.sha256(), size if isinstance(size, int) else 0
        with self.open(name) as file:
            while piece := self._piece(file):
                left -= len(piece)
                if left < 0:
                    raise Refused(gettext_noop("A file of the archive is larger than it says."))
                hashed.update(piece)
        return hashed.hexdigest()

    @staticmethod
    def _piece(file: IO[bytes]) -> bytes:
        try:
            return file.read(PIECE)
        except (zipfile.BadZipFile, EOFError, OSError) as error:
            raise Refused(gettext_noop("A file of the archive was changed since it was written.")) from error

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        with self.open(name) as file:
            while line := file.readline(LONGEST + 1):
                if len(line) > LONGEST:
                    raise Refused(gettext_noop("A file of the archive cannot be understood."))
                yield json.loads(line)


class _Bringing:
    def __init__(self, archive: _Opened, year: BroughtYear, by: User, now: datetime) -> None:
        self.archive, self.year, self.by, self.now = archive, year, by, now
        self.account, self.done = year.account, Done()

    def all(self) -> Done:
        try:
            for row in self.archive.rows("posts.jsonl"):
                self._own(row)
            for row in self.archive.rows("messages.jsonl"):
                self._message(row)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            if isinstance(error, Refused):
                raise
            raise Refused(gettext_noop("A file of the archive cannot be understood.")) from error
        return self.done

    def _own(self, row: dict[str, Any]) -> None:
        post = self._post(row)
        if post is None:
            return
        OwnPost.note(post, self.account, now=self.now, agreed=True)  # nobody looks at what was said long ago
        for one in row.get("media", ()):
            self._picture(post, one)

    def _picture(self, post: Post, one: dict[str, Any]) -> None:
        name = str(one["file"])
        if name not in self.archive.names():
            return  # it was missing there already
        with self.archive.open(name) as content:
            media = BroughtMedia(archive=self.year, post=post, alt=storable(str(one.get("alt", ""))))
            media.file.save(Path(name).name[-80:], File(content, name=name), save=True)
        self.done.media += 1

    def _message(self, row: dict[str, Any]) -> None:
        post = self._post(row)
        if post is not None:
            Mention.objects.get_or_create(post=post, account=self.account)  # without a due time: no case is opened
            BroughtIn.take(post, self.account, by=self.by, now=self.now)

    def _post(self, row: dict[str, Any]) -> Post | None:
        """New or known; None for what was erased here."""
        network, native_id = str(row["network"]), str(row["id"])
        if network != self.account.network or not native_id or len(native_id) > 500:
            raise Refused(gettext_noop("A file of the archive cannot be understood."))
        if ErasedPost.was(network, native_id, self.account.organisation_id):
            return None
        post, new = Post.objects.get_or_create(network=network, native_id=native_id, defaults=self._fields(row))
        if new:
            BroughtPost.objects.create(post=post, archive=self.year)
            self.done.new += 1
        else:
            self.done.known += 1
        return post

    def _fields(self, row: dict[str, Any]) -> dict[str, Any]:
        author = row["author"]
        return {
            "version": _said(row, "version", 255),
            "conversation": _said(row, "conversation", 500),
            "reply_to": _said(row, "reply_to", 500),
            "root_version": _said(row, "root_version", 255),
            "quote_of": _said(row, "quote_of", 500) or None,
            "author_id": _said(author, "id", 255),
            "author_handle": _said(author, "handle", 255),
            "author_name": _said(author, "name", 255),
            "text": storable(str(row["text"])),
            "changed_text": storable(str(row.get("changed_text", ""))),
            "lang": _said(row, "lang", 20),
            "url": _said(row, "address", 500),
            "published_at": _moment(row["published_at"]),
            "changed_at": _moment(row.get("changed_at")),
            "gone_at": _moment(row.get("gone_at")),
            "seen_at": self.now,
            "private": True if row.get("private") else None,
        }


def _said(row: dict[str, Any], name: str, length: int) -> str:
    return storable(str(row.get(name) or ""), length)


def _moment(said: Any) -> datetime | None:
    return datetime.fromisoformat(said).astimezone(UTC) if said else None
