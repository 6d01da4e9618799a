"""What was written, at each saving; a version never changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models

from beffroi.access.models import User
from beffroi.vocabulary import Media


@dataclass(frozen=True, slots=True)
class Image:
    """An image as the composer hands it over. `content` is empty when `kept` names an attachment already stored."""

    alt: str
    decorative: bool = False
    mime: str = ""
    content: bytes = b""
    width: int = 0
    height: int = 0
    kept: int | None = None


class Version(models.Model):
    draft = models.ForeignKey("publishing.Draft", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    lang = models.CharField(max_length=10, default="fr")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.number}"

    def attach(self, images: Iterable[Image], *, earlier: "Version | None") -> None:
        """Stores `images` in their order. A kept one shares the file of the `earlier` version's attachment."""
        known = {a.pk: a for a in earlier.attachments.all()} if earlier else {}
        for image in images:
            attachment = Attachment(version=self, alt=image.alt, decorative=image.decorative)
            if image.kept is not None:
                attachment.share(known[image.kept])
            else:
                attachment.mime, attachment.width, attachment.height = image.mime, image.width, image.height
                attachment.file.save(f"image.{image.mime.rpartition('/')[2]}", ContentFile(image.content), save=False)
            attachment.save()


class Attachment(models.Model):
    """An image of a version. The empty text alternative is allowed only when a person said `decorative`."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m")
    mime = models.CharField(max_length=40)
    alt = models.TextField(default="")
    decorative = models.BooleanField(default=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alt or str(self.file.name)

    def share(self, other: "Attachment") -> None:
        self.file.name = other.file.name
        self.mime, self.width, self.height = other.mime, other.width, other.height

    def as_media(self) -> Media:
        with self.file.open("rb") as stored:
            content = stored.read()
        alt = "" if self.decorative else self.alt
        return Media(mime=self.mime, alt=alt, content=content, width=self.width, height=self.height)
