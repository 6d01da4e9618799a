"""How the model shows what it knows: JSON in the shape of recorded answers."""

import html
import json
from datetime import datetime
from typing import Any

from tests.network.mastodon_model import ADDRESS, MENTION, PIECES, Account, Media, Notice, Status, World

Json = dict[str, Any]


def written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_account(world: World, account: Account) -> Json:
    address = f"{world.base}/@{account.username}"
    own = [said for said in world.statuses if said.account is account]
    return {
        "id": account.id,
        "username": account.username,
        "acct": account.username,
        "display_name": account.name,
        "locked": False,
        "bot": False,
        "discoverable": True,
        "indexable": False,
        "group": False,
        "created_at": "2026-11-18T00:00:00.000Z",
        "note": f"<p>{html.escape(account.note)}</p>" if account.note else "",
        "url": address,
        "uri": f"{world.base}/ap/users/{account.id}",
        "avatar": f"{world.base}/avatars/original/missing.png",
        "avatar_static": f"{world.base}/avatars/original/missing.png",
        "avatar_description": "",
        "header": f"{world.base}/headers/original/missing.png",
        "header_static": f"{world.base}/headers/original/missing.png",
        "header_description": "",
        "followers_count": 0,
        "following_count": 0,
        "statuses_count": len(own),
        "last_status_at": own[-1].at.date().isoformat() if own else None,
        "hide_collections": None,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "noindex": False,
        "feature_approval": {"automatic": ["public"], "manual": [], "current_user": "automatic"},
        "emojis": [],
        "roles": [],
        "fields": [],
    }


def as_relationship(world: World, by: Account, whom: Account) -> Json:
    return {"id": whom.id, "following": False, "blocking": (by.id, whom.id) in world.blocks, "muting": False}


def as_own_account(world: World, account: Account) -> Json:
    source = {
        "privacy": "public",
        "sensitive": False,
        "language": None,
        "note": account.note,
        "fields": [],
        "follow_requests_count": 0,
        "hide_collections": None,
        "discoverable": True,
        "indexable": False,
        "attribution_domains": [],
        "quote_policy": "public",
    }
    role = {
        "id": "-99",
        "name": "",
        "permissions": "65536",
        "color": "",
        "highlighted": False,
        "collection_limit": 10,
    }
    return {**as_account(world, account), "source": source, "role": role}


def as_status(world: World, said: Status, seen_by: Account | None = None) -> Json:
    shown = {
        "id": said.id,
        "created_at": written(said.at),
        "in_reply_to_id": said.reply_to.id if said.reply_to else None,
        "in_reply_to_account_id": said.reply_to.account.id if said.reply_to else None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": said.visibility,
        "language": said.lang,
        "uri": f"{world.base}/ap/users/{said.account.id}/statuses/{said.id}",
        "url": f"{world.base}/@{said.account.username}/{said.id}",
        "replies_count": sum(one.reply_to is said for one in world.statuses),
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": sum(one.quote_of is said for one in world.statuses),
        "edited_at": written(said.edited_at) if said.edited_at else None,
        "content": as_html(world, said),
        "filtered": [],
        "reblog": None,
        "application": {"name": said.application, "website": None} if said.application else None,
        "account": as_account(world, said.account),
        "media_attachments": [as_media(world, one) for one in said.media],
        "mentions": [as_mention(world, one) for one in said.mentions],
        "tags": [],
        "emojis": [],
        "tagged_collections": [],
        "quote": quote(world, said.quote_of) if said.quote_of else None,
        "card": None,
        "poll": None,
        "quote_approval": {"automatic": ["public"], "manual": [], "current_user": "automatic"},
    }
    asked_by_somebody = {"favourited": False, "reblogged": False, "muted": False, "bookmarked": False}
    own = {"pinned": False} if seen_by is said.account else {}
    return {**shown, **(asked_by_somebody if seen_by else {}), **own}


def quote(world: World, quoted: Status) -> Json:
    return {"state": "accepted", "quoted_status": as_status(world, quoted)}


def as_deleted(world: World, said: Status) -> Json:
    """A deleted post comes back with its source, so that it can be written again."""
    shown = as_status(world, said, said.account)
    del shown["content"]
    return {**shown, "text": said.text}


def as_event(world: World, kind: str, said: Status) -> str:
    """The data of an event on the stream: nobody in particular is asking."""
    return said.id if kind == "delete" else json.dumps(as_status(world, said))


def as_mention(world: World, account: Account) -> Json:
    address = f"{world.base}/@{account.username}"
    return {"id": account.id, "username": account.username, "url": address, "acct": account.username}


def as_media(world: World, media: Media) -> Json:
    folder = f"{world.base}/system/media_attachments/files/{media.id}"
    ending = media.mime.rpartition("/")[2]
    size = {"width": media.width, "height": media.height}
    both = {**size, "size": f"{media.width}x{media.height}", "aspect": media.width / (media.height or 1)}
    return {
        "id": media.id,
        "type": "image",
        "url": None if media.looks_left else f"{folder}/original/file.{ending}",
        "preview_url": f"{folder}/small/file.{ending}",
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": {"original": both, "small": both},
        "description": media.description,
        "blurhash": "UGC~-#M{0JfkNFofR%M{IURj%Mt7E0oM%MR*",
    }


def as_notice(world: World, notice: Notice) -> Json:
    return {
        "id": notice.id,
        "type": notice.kind,
        "created_at": written(notice.status.at),
        "group_key": f"ungrouped-{notice.id}",
        "account": as_account(world, notice.status.account),
        "status": as_status(world, notice.status, notice.owner),
    }


def limits(world: World, *, newer: bool) -> Json:
    temper = world.temper
    counted = {"characters_reserved_per_url": temper.url_length} if temper.url_length else {}
    described = {"description_limit": temper.description_limit} if newer else {}
    return {
        "statuses": {
            "max_characters": temper.max_characters,
            "max_media_attachments": temper.max_media,
            **counted,
        },
        "media_attachments": {
            **described,
            "image_matrix_limit": 33177600,
            "image_size_limit": temper.image_size_limit,
            "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp"],
            "video_frame_rate_limit": 120,
            "video_matrix_limit": 8294400,
            "video_size_limit": 103809024,
        },
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2629746,
        },
    }


ACCOUNT_LIMITS = {
    "max_display_name_length": 40,
    "max_note_length": 500,
    "max_avatar_description_length": 150,
    "max_header_description_length": 150,
    "max_featured_tags": 10,
    "max_pinned_statuses": 5,
    "max_profile_fields": 4,
    "profile_field_name_limit": 255,
    "profile_field_value_limit": 255,
}
REGISTRATIONS = {
    "enabled": True,
    "approval_required": False,
    "reason_required": False,
    "message": None,
    "min_age": None,
    "url": None,
}


def configuration(world: World) -> Json:
    host = world.base.partition("://")[2]
    everybody = {"local": "public", "remote": "public"}
    return {
        "urls": {
            "streaming": world.stream_base or f"ws://{host}",
            "status": None,
            "about": f"{world.base}/about",
            "privacy_policy": f"{world.base}/privacy-policy",
            "terms_of_service": None,
        },
        "vapid": {"public_key": ""},
        "accounts": ACCOUNT_LIMITS,
        **limits(world, newer=True),
        "translation": {"enabled": False},
        "timelines_access": dict.fromkeys(("live_feeds", "hashtag_feeds", "trending_link_feeds"), everybody),
        "limited_federation": False,
    }


def as_instance(world: World) -> Json:
    """The newer description."""
    return {
        "domain": world.base.partition("://")[2],
        "title": "Model",
        "version": world.temper.version,
        "source_url": "https://example.org/model",
        "description": "",
        "usage": {"users": {"active_month": len(world.accounts)}},
        "thumbnail": {"url": f"{world.base}/preview.png", "description": ""},
        "icon": [{"src": f"{world.base}/icon.png", "size": "36x36"}],
        "languages": ["fr"],
        "configuration": configuration(world),
        "registrations": REGISTRATIONS,
        "api_versions": {"mastodon": 11},
        "wrapstodon": None,
        "contact": {"email": "model@example.org", "account": None},
        "rules": [],
    }


def as_older_instance(world: World) -> Json:
    host = world.base.partition("://")[2]
    return {
        "uri": host,
        "title": "Model",
        "short_description": "",
        "description": "",
        "email": "model@example.org",
        "version": world.temper.version,
        "urls": {"streaming_api": world.stream_base or f"ws://{host}"},
        "stats": {"user_count": len(world.accounts), "status_count": len(world.statuses), "domain_count": 0},
        "thumbnail": f"{world.base}/preview.png",
        "languages": ["fr"],
        "registrations": True,
        "approval_required": False,
        "invites_enabled": True,
        "configuration": {"accounts": {"max_featured_tags": 10}, **limits(world, newer=False)},
        "contact_account": None,
        "rules": [],
    }


def as_html(world: World, said: Status) -> str:
    """The text as Mastodon marks it up."""
    marked = "".join(piece_as_html(world, said, piece) for piece in PIECES.split(said.text) if piece)
    paragraphs = "</p><p>".join(marked.split("\n\n"))
    return f"<p>{paragraphs}</p>".replace("\n", "<br />")


def piece_as_html(world: World, said: Status, piece: str) -> str:
    if ADDRESS.fullmatch(piece):
        scheme, _, rest = piece.partition("://")
        shown = f'<span class="invisible">{scheme}://</span><span class="">{html.escape(rest)}</span>'
        return f'<a href="{html.escape(piece)}" target="_blank" rel="nofollow noopener" translate="no">{shown}</a>'
    if named := MENTION.fullmatch(piece):
        for account in said.mentions:
            if account.username == named[1]:
                link = f'<a href="{world.base}/@{account.username}" class="u-url mention">'
                return f'<span class="h-card" translate="no">{link}@<span>{account.username}</span></a></span>'
    return html.escape(piece)
