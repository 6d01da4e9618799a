"""The versions of a draft, and what changed between any two of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.texts.wording import Stretch, compare
from beffroi.publishing.models import Attachment, Version
from beffroi.publishing.views.decisions import draft_of


@dataclass(frozen=True)
class Change:
    """One thing that the two versions say, with what became of it. `image` is shown beside its text alternative."""

    what: str
    stretches: Sequence[Stretch]
    image: Attachment | None = None

    @property
    def differs(self) -> bool:
        return any(stretch.kind != "same" for stretch in self.stretches)


@allowed("see")
def versions(request: DeskRequest, pk: int) -> HttpResponse:
    """All versions, newest first, and the words by which two of them differ: the last two unless asked otherwise."""
    draft = draft_of(request, pk)
    known = {version.number: version for version in draft.versions.all()}
    latest = max(known)
    to = known.get(_number(request.GET.get("to")), known[latest])
    since = known.get(_number(request.GET.get("from")), known[max(1, to.number - 1)])
    labels = {account.network: account.network_name for account in draft.accounts.all()}
    context = {
        "draft": draft,
        "versions": sorted(known.values(), key=lambda version: -version.number),
        "since": since,
        "to": to,
        "changes": [change for change in _changes(since, to, labels) if change.differs] if since != to else [],
    }
    return render(request, "publishing/versions.html", context)


def _number(said: str | None) -> int:
    try:
        return int(said or 0)
    except ValueError:
        return 0


def _changes(since: Version, to: Version, labels: Mapping[str, str]) -> Iterator[Change]:
    yield Change(_("Text"), compare(since.text, to.text))
    yield Change(_("Language of the text"), compare(since.lang, to.lang))
    before, after = _own_texts(since), _own_texts(to)
    for network in sorted(before.keys() | after.keys()):
        label = _("Text on %(network)s") % {"network": labels.get(network, network)}
        yield Change(label, compare(before.get(network, ""), after.get(network, "")))
    yield Change(_("Thread"), compare(_thread(since), _thread(to)))
    yield from _image_changes(since, to)


def _own_texts(version: Version) -> Mapping[str, str]:
    return dict(version.texts)


def _thread(version: Version) -> str:
    return _("in several posts where it is too long") if version.is_thread else _("in one post")


def _image_changes(since: Version, to: Version) -> Iterator[Change]:
    """Images are known again by their file: each version has its own rows."""
    before = {image.file.name: image for image in since.pictures}
    after = {image.file.name: image for image in to.pictures}
    for name, image in after.items():
        label = _("Image") if name in before else _("New image")
        old = _alternative(before[name]) if name in before else ""
        yield Change(label, compare(old, _alternative(image)), image)
    for name, image in before.items():
        if name not in after:
            yield Change(_("Image taken away"), compare(_alternative(image), ""), image)


def _alternative(image: Attachment) -> str:
    return _("Decorative") if image.decorative else image.alt or _("No text alternative")
