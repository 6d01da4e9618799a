"""The public feeds of the accounts that have one: no sign-in, the newest posts as they stand."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.cache import get_conditional_response
from django.utils.html import format_html, format_html_join, linebreaks, urlize
from django.utils.http import http_date, quote_etag
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from beffroi.directory.models import Account
from beffroi.publishing.models import Attachment
from beffroi.publishing.models.feed import Entry, entries, last_change

NOT_FOR_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FOR_ANYBODY = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Absolute = Callable[[str], str]


@login_not_required
@require_safe
def feed(request: HttpRequest, account: int, kind: str) -> HttpResponse:
    """The newest posts of one account as Atom, RSS or JSON Feed; 404 where the organisation has not opened one."""
    chosen = get_object_or_404(Account, pk=account, has_feed=True)
    if kind not in KINDS:
        raise Http404
    mime, write = KINDS[kind]
    changed = last_change(chosen)
    body = write(chosen, entries(chosen), changed or EPOCH, request.path, _absolute(request)).encode()
    response = HttpResponse(body, content_type=mime, headers=FOR_ANYBODY)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["ETag"] = etag
    stamp = None
    if changed is not None:
        stamp = int(changed.timestamp())
        response["Last-Modified"] = http_date(stamp)
    return get_conditional_response(request, etag=etag, last_modified=stamp, response=response) or response


@login_not_required
@require_safe
def image(request: HttpRequest, account: int, image: int) -> HttpResponse:
    """An image of a post that stands in the account's feed, and no other."""
    chosen = get_object_or_404(Account, pk=account, has_feed=True)
    shown = {each.pk: each for entry in entries(chosen) for each in entry.images}
    if image not in shown:
        raise Http404
    with shown[image].file.open("rb") as stored:
        return HttpResponse(stored.read(), content_type=shown[image].mime, headers=FOR_ANYBODY)


def _absolute(request: HttpRequest) -> Absolute:
    """Makes a path an address that readers elsewhere can follow; leaves an address as it is."""
    base = settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return lambda path: f"{base}{path}" if path.startswith("/") else path


class Atom(feedgenerator.Atom1Feed):
    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["changed"]  # the generator's own is the present hour when there is no post
        return moment


class Rss(feedgenerator.Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["changed"]
        return moment


def _atom(account: Account, posts: Sequence[Entry], changed: datetime, path: str, absolute: Absolute) -> str:
    return _xml(Atom, account, posts, changed, path, absolute)


def _rss(account: Account, posts: Sequence[Entry], changed: datetime, path: str, absolute: Absolute) -> str:
    return _xml(Rss, account, posts, changed, path, absolute, enclosures=1)  # RSS knows one for each post


def _xml(
    generator: type[feedgenerator.SyndicationFeed],
    account: Account,
    posts: Sequence[Entry],
    changed: datetime,
    path: str,
    absolute: Absolute,
    enclosures: int | None = None,
) -> str:
    feed = generator(
        title=_plain(account.name),
        link=_home(account, absolute),
        feed_guid=_urn(account),
        description=_plain(f"{account.name} (@{account.handle})"),
        language=posts[0].lang or None if posts else None,
        author_name=_plain(account.name),
        feed_url=absolute(path),
        changed=changed,
    )
    for post in posts:
        attached = [
            feedgenerator.Enclosure(_address(account, image, absolute), str(image.file.size), image.mime)
            for image in post.images[:enclosures]
        ]
        feed.add_item(
            title=_title(post),
            link=absolute(post.url) or _home(account, absolute),
            description=_html(account, post, absolute),
            unique_id=_name(account, post),
            unique_id_is_permalink=False,
            pubdate=post.published,
            updateddate=post.updated,
            enclosures=attached,
        )
    return str(feed.writeString("utf-8"))


def _json(account: Account, posts: Sequence[Entry], _changed: datetime, path: str, absolute: Absolute) -> str:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": account.name,
        "home_page_url": _home(account, absolute),
        "feed_url": absolute(path),
        "authors": [{"name": account.name, **({"url": account.url} if account.url else {})}],
        "items": [_item(account, post, absolute) for post in posts],
    }
    return json.dumps(feed, ensure_ascii=False)


def _item(account: Account, post: Entry, absolute: Absolute) -> dict[str, Any]:
    item = {
        "id": _name(account, post),
        "url": absolute(post.url),
        "content_text": post.text,
        "content_html": _html(account, post, absolute),
        "date_published": post.published.isoformat(),
        "date_modified": post.updated.isoformat(),
        "language": post.lang,
        "attachments": [
            {
                "url": _address(account, image, absolute),
                "mime_type": image.mime,
                "size_in_bytes": image.file.size,
                **({"title": image.alt} if image.alt else {}),
            }
            for image in post.images
        ],
    }
    return {name: value for name, value in item.items() if value}


def _name(account: Account, post: Entry) -> str:
    """The same for ever, whatever the address of this installation: readers know a post again by it."""
    return f"{_urn(account)}:{post.number}"


def _urn(account: Account) -> str:
    return f"urn:x-beffroi:{account.network}:{quote(account.native_id, safe=':')}"


def _home(account: Account, absolute: Absolute) -> str:
    return account.url or absolute("/")


def _address(account: Account, image: Attachment, absolute: Absolute) -> str:
    return absolute(reverse("feed_image", kwargs={"account": account.pk, "image": image.pk}))


def _title(post: Entry) -> str:
    return _plain(Truncator(" ".join(post.text.split())).chars(80)) or "…"


def _html(account: Account, post: Entry, absolute: Absolute) -> str:
    said = mark_safe(linebreaks(urlize(_plain(post.text), nofollow=True, autoescape=True)))  # noqa: S308  # urlize escapes
    shown = ((_address(account, image, absolute), "" if image.decorative else image.alt) for image in post.images)
    return format_html("{}{}", said, format_html_join("", '<p><img src="{}" alt="{}"></p>', shown))


def _plain(text: str) -> str:
    """What XML can hold: no control character of a hostile or broken text."""
    return NOT_FOR_XML.sub("", text)


KINDS = {
    "atom": ("application/atom+xml; charset=utf-8", _atom),
    "rss": ("application/rss+xml; charset=utf-8", _rss),
    "json": ("application/feed+json; charset=utf-8", _json),
}
