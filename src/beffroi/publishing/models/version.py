"""What was written, at each saving; a version never changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models

from beffroi.access.models import User
from beffroi.connectors.contract import Capabilities
from beffroi.engines.lengths import Limit
from beffroi.engines.threads import split
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
        own = next((variant.text for variant in self.variants.all() if variant.network == network), None)
        return self.text if own is None else own

    def posts_on(self, network: str, capabilities: Capabilities) -> list[str]:
        """The posts that leave on `network`, in their order: one, or the parts of a thread cut at sentences."""
        text = self.text_on(network)
        return split(text, limit_of(capabilities)) if self.is_thread else [text]

    def card(self) -> Card | None:
        """The preview of the first page that the text links to, once that page was read; images come before it."""
        addresses = links_in(self)
        if not addresses or self.attachments.all():
            return None
        reading = LinkReading.objects.filter(url=addresses[0]).exclude(title="").first()
        return reading.as_card() if reading else None

    def write_variants(self, texts: Mapping[str, str]) -> None:
        """Stores the text of each network that has its own."""
        Variant.objects.bulk_create(Variant(version=self, network=name, text=text) for name, text in texts.items())

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


def limit_of(capabilities: Capabilities) -> Limit:
    """How the length of a text is measured on a network."""
    return Limit(capabilities.max_length, capabilities.max_bytes, capabilities.counts, capabilities.url_length)


class Variant(models.Model):
    """The text for one network, where it differs from the text of the version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="variants")
    network = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "network"], name="one_text_per_network")]
        ordering = ["network"]

    def __str__(self) -> str:
        return f"{self.version} · {self.network}"


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
