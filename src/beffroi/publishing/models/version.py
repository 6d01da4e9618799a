"""What was written, at each saving; a version never changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models

from beffroi.access.models import User
from beffroi.connectors.contract import Capabilities
from beffroi.engines.texts.lengths import Limit
from beffroi.engines.texts.threads import split
from beffroi.publishing.models.links import links_in
from beffroi.publishing.models.planning import LinkReading
from beffroi.vocabulary import Card, Media


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
    texts = models.JSONField(default=dict)  # by network, where it differs
    picture_count = models.PositiveSmallIntegerField(default=0)
    is_thread = models.BooleanField(default=False)  # what is too long for a network leaves there in several posts
    lang = models.CharField(max_length=10, default="fr")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.number}"

    def text_on(self, network: str) -> str:
        """What leaves on `network`: its own text where somebody wrote one, else the text of the version."""
        own: str = self.texts.get(network, self.text)
        return own

    @property
    def all_texts(self) -> list[str]:
        """The text, then those of single networks."""
        return [self.text, *self.texts.values()]

    @property
    def pictures(self) -> "list[Attachment]":
        """Its images in their order; a version without any, as most are, asks nothing."""
        return list(self.attachments.all()) if self.picture_count else []

    def posts_on(self, network: str, capabilities: Capabilities) -> list[str]:
        """The posts that leave on `network`, in their order: one, or the parts of a thread cut at sentences."""
        text = self.text_on(network)
        return split(text, limit_of(capabilities)) if self.is_thread else [text]

    def card(self) -> Card | None:
        """The preview of the first page that the text links to, once that page was read; images come before it."""
        addresses = links_in(self)
        if not addresses or self.picture_count:
            return None
        reading = LinkReading.objects.filter(url=addresses[0]).exclude(title="").first()
        return reading.as_card() if reading else None

    def attach(self, images: Iterable[Image], *, earlier: "Version | None") -> None:
        """Stores `images` in their order. A kept one shares the file of the `earlier` version's attachment."""
        known = _stored_before(images := list(images), earlier.draft_id) if earlier else {}
        there = [image for image in images if image.kept is None or image.kept in known]
        for image in there:
            attachment = Attachment(version=self, alt=image.alt, decorative=image.decorative)
            if image.kept is not None:
                attachment.share(known[image.kept])
            else:
                attachment.mime, attachment.width, attachment.height = image.mime, image.width, image.height
                attachment.file.save(f"image.{image.mime.rpartition('/')[2]}", ContentFile(image.content), save=False)
            attachment.save()
        if there:
            self.picture_count = len(there)
            self.save(update_fields=["picture_count"])


def limit_of(capabilities: Capabilities) -> Limit:
    """How the length of a text is measured on a network."""
    return Limit(capabilities.max_length, capabilities.max_bytes, capabilities.counts, capabilities.url_length)


def _stored_before(images: Iterable[Image], draft: int) -> "dict[int, Attachment]":
    """The attachments that `images` keep, of whichever version: two people may have written at the same time."""
    kept = [image.kept for image in images if image.kept is not None]
    return {a.pk: a for a in Attachment.objects.filter(version__draft=draft, pk__in=kept)}


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
