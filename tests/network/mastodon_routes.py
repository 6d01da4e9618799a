"""What the model answers to each call of the API that a connector makes."""

import json
import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, cast
from urllib.parse import parse_qs, unquote

from tests.network import mastodon_shapes as shapes
from tests.network.mastodon_model import Account, Refusal, World, found_by_id

Json = Any


@dataclass
class Call:
    """One request, as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    status: int = 0
    answer: Json = None

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def fields(self) -> dict[str, Any]:
        """What a JSON body or a form says, one way of writing as the other."""
        if self.headers.get("content-type", "").startswith("application/json"):
            return dict(json.loads(self.body or b"{}"))
        form = parse_qs(self.body.decode())
        return {name.removesuffix("[]"): values if name.endswith("[]") else values[0] for name, values in form.items()}

    @property
    def parts(self) -> dict[str, EmailMessage]:
        """Of a multipart body."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.body)
        parts = cast("list[EmailMessage]", list(message.iter_parts()))
        return {str(part.get_param("name", header="content-disposition")): part for part in parts}

    def ids(self, name: str) -> list[str]:
        return self.query.get(f"{name}[]", []) + self.query.get(name, [])

    def first(self, name: str) -> str:
        return self.query.get(name, [""])[0]


@dataclass
class Reply:
    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


TAG = re.compile(r"#(\w+)")

Act = Callable[[World, Call, str], Reply]
ROUTES: list[tuple[str, re.Pattern[str], Act]] = []


def act(method: str, path: str) -> Callable[[Act], Act]:
    """`*` in a path stands for an id."""

    def register(function: Act) -> Act:
        ROUTES.append((method, re.compile(re.escape(path).replace(r"\*", "([^/]+)")), function))
        return function

    return register


def route(world: World, call: Call) -> Reply:
    for method, path, function in ROUTES:
        if method == call.method and (found := path.fullmatch(call.path)):
            return function(world, call, unquote(found[1]) if found.groups() else "")
    raise Refusal(404, "Not Found")


def me(world: World, call: Call) -> Account:
    return world.admitted(call.token)


def anybody(world: World, call: Call) -> Account | None:
    """What is public is shown without a token; a token that opens nothing is refused there too."""
    return me(world, call) if call.token else None


def newer(world: World) -> None:
    if not world.temper.newer_half:
        raise Refusal(404, "Not Found")


def page(world: World, call: Call, things: Sequence[Any], usual: int, most: int) -> tuple[list[Any], dict[str, str]]:
    """One page of `things` (in order of time), newest first, and the Link header to those before and after."""
    place = {one.id: index for index, one in enumerate(things)}
    knows = world.temper.knows_since
    before = place.get(call.first("max_id"), len(things)) if call.first("max_id") else len(things)
    since = place.get(call.first("since_id"), -1) if knows else -1
    after = place.get(call.first("min_id"), -1) if knows else -1
    kept = list(things[max(since, after) + 1 : before])
    limit = min(int(call.first("limit") or usual), most)
    shown = (kept[:limit] if knows and call.first("min_id") else kept[-limit:])[::-1]
    if not shown:
        return [], {}
    here = f"{world.base}{call.path}"
    links = f'<{here}?max_id={shown[-1].id}>; rel="next", <{here}?min_id={shown[0].id}>; rel="prev"'
    return shown, {"Link": links}


@act("POST", "/api/v1/apps")
def new_app(world: World, call: Call, _: str) -> Reply:
    names = {"name": call.fields["client_name"], "website": None, "scopes": ["read", "write"]}
    uris = {"redirect_uri": call.fields["redirect_uris"][0], "redirect_uris": call.fields["redirect_uris"]}
    return Reply(
        {
            "id": "1",
            **names,
            **uris,
            "client_id": "a",
            "client_secret": "b",
            "client_secret_expires_at": 0,
            "vapid_key": "",
        }
    )


@act("POST", "/oauth/token")
def new_token(world: World, call: Call, _: str) -> Reply:
    """In place of a person who consents in a browser, the code is the name of the account."""
    found = [account for account in world.accounts if account.username == call.fields.get("code")]
    if not found:
        raise Refusal(400, "invalid_grant")
    return Reply(
        {"access_token": found[0].token, "token_type": "Bearer", "scope": "read write", "created_at": 1_795_000_000}
    )


@act("GET", "/api/v2/instance")
def instance(world: World, call: Call, _: str) -> Reply:
    newer(world)
    return Reply(shapes.as_instance(world))


@act("GET", "/api/v1/instance")
def older_instance(world: World, call: Call, _: str) -> Reply:
    return Reply(shapes.as_older_instance(world))


@act("GET", "/api/v1/accounts/verify_credentials")
def whoami(world: World, call: Call, _: str) -> Reply:
    return Reply(shapes.as_own_account(world, me(world, call)))


@act("GET", "/api/v1/accounts")
def accounts(world: World, call: Call, _: str) -> Reply:
    newer(world)
    anybody(world, call)
    return Reply([shapes.as_account(world, one) for one in world.accounts if one.id in call.ids("id")])


@act("GET", "/api/v1/accounts/*")
def account(world: World, call: Call, native_id: str) -> Reply:
    anybody(world, call)
    return Reply(shapes.as_account(world, world.account(native_id)))


@act("GET", "/api/v1/accounts/*/statuses")
def account_statuses(world: World, call: Call, native_id: str) -> Reply:
    owner, reader = world.account(native_id), anybody(world, call)
    own = [said for said in world.statuses if said.account is owner and (reader or said.visibility != "private")]
    shown, headers = page(world, call, own, usual=20, most=40)
    return Reply([shapes.as_status(world, said, reader) for said in shown], headers=headers)


@act("POST", "/api/v1/accounts/*/block")
def block(world: World, call: Call, native_id: str) -> Reply:
    by, whom = moderator(world, call), world.account(native_id)
    world.blocks.add((by.id, whom.id))
    return Reply(shapes.as_relationship(world, by, whom))


@act("POST", "/api/v1/accounts/*/unblock")
def unblock(world: World, call: Call, native_id: str) -> Reply:
    by, whom = moderator(world, call), world.account(native_id)
    world.blocks.discard((by.id, whom.id))
    return Reply(shapes.as_relationship(world, by, whom))


@act("POST", "/api/v1/reports")
def report(world: World, call: Call, _: str) -> Reply:
    by, asked = moderator(world, call), call.fields
    whom = world.account(asked["account_id"])
    if any(world.status(one).account is not whom for one in asked["status_ids"]):
        raise Refusal(404, "Record not found")
    world.reports.append({"by": by.id, **asked})
    return Reply({"id": str(len(world.reports)), "action_taken": False, "category": asked["category"]})


def moderator(world: World, call: Call) -> Account:
    if not world.may_moderate:
        raise Refusal(403, "This action is outside the authorized scopes")
    return me(world, call)


@act("POST", "/api/v1/statuses")
def publish(world: World, call: Call, _: str) -> Reply:
    author, asked = me(world, call), call.fields
    said = world.say(
        author,
        asked.get("status", ""),
        reply_to=asked.get("in_reply_to_id") or "",
        lang=asked.get("language"),
        media=asked.get("media_ids", ()),
        visibility=asked.get("visibility", "public"),
        key=call.headers.get("idempotency-key", ""),
    )
    return Reply(shapes.as_status(world, said, author))


@act("GET", "/api/v1/statuses/*")
def status(world: World, call: Call, native_id: str) -> Reply:
    return Reply(shapes.as_status(world, world.status(native_id), me(world, call)))


@act("PUT", "/api/v1/statuses/*")
def edit(world: World, call: Call, native_id: str) -> Reply:
    author, asked = me(world, call), call.fields
    said = world.change(author, native_id, asked.get("status", ""), asked.get("language"), asked.get("media_ids", ()))
    return Reply(shapes.as_status(world, said, author))


@act("DELETE", "/api/v1/statuses/*")
def delete(world: World, call: Call, native_id: str) -> Reply:
    return Reply(shapes.as_deleted(world, world.delete(me(world, call), native_id)))


@act("GET", "/api/v1/statuses/*/source")
def source(world: World, call: Call, native_id: str) -> Reply:
    newer(world)
    said = world.own(me(world, call), native_id)
    return Reply({"id": said.id, "text": said.text, "spoiler_text": ""})


@act("GET", "/api/v1/statuses/*/context")
def context(world: World, call: Call, native_id: str) -> Reply:
    reader, said = me(world, call), world.status(native_id)
    after = [one for one in world.statuses if said in world.thread_before(one)]
    before = world.thread_before(said)
    shown = {"ancestors": before, "descendants": after}
    return Reply({name: [shapes.as_status(world, one, reader) for one in ones] for name, ones in shown.items()})


@act("GET", "/api/v1/statuses/*/quotes")
def quotes(world: World, call: Call, native_id: str) -> Reply:
    newer(world)
    reader, said = me(world, call), world.status(native_id)
    shown, headers = page(world, call, [one for one in world.statuses if one.quote_of is said], usual=20, most=40)
    return Reply([shapes.as_status(world, one, reader) for one in shown], headers=headers)


@act("POST", "/api/v2/media")
def upload(world: World, call: Call, _: str) -> Reply:
    newer(world)
    media = taken(world, call)
    return Reply(shapes.as_media(world, media), 202 if media.looks_left else 200)


@act("POST", "/api/v1/media")
def older_upload(world: World, call: Call, _: str) -> Reply:
    media = taken(world, call)
    media.looks_left = 0
    return Reply(shapes.as_media(world, media))


def taken(world: World, call: Call) -> Any:
    parts = call.parts
    content = cast("bytes", parts["file"].get_payload(decode=True))
    described = (
        cast("bytes", parts["description"].get_payload(decode=True)).decode() if "description" in parts else None
    )
    if described and len(described) > world.temper.description_limit:
        raise Refusal(422, f"Validation failed: Description is over {world.temper.description_limit} characters")
    mime = parts["file"].get_content_type()
    shape = struct.unpack(">II", content[16:24]) if content.startswith(b"\x89PNG") and len(content) > 24 else (0, 0)
    return world.upload(me(world, call), mime, described, len(content), (shape[0], shape[1]))


@act("GET", "/api/v1/media/*")
def media(world: World, call: Call, native_id: str) -> Reply:
    me(world, call)
    found = found_by_id(world.media, native_id)
    found.looks_left = max(0, found.looks_left - 1)
    return Reply(shapes.as_media(world, found), 206 if found.looks_left else 200)


@act("GET", "/api/v1/notifications")
def notifications(world: World, call: Call, _: str) -> Reply:
    reader = me(world, call)
    if "quote" in call.ids("types") and not world.temper.newer_half:
        raise Refusal(422, "Invalid value for enum")
    own = [notice for notice in world.notices if notice.owner is reader]
    wanted = [notice for notice in own if not call.ids("types") or notice.kind in call.ids("types")]
    shown, headers = page(world, call, wanted, usual=40, most=80)
    return Reply([shapes.as_notice(world, notice) for notice in shown], headers=headers)


@act("GET", "/api/v1/timelines/public")
def public_timeline(world: World, call: Call, _: str) -> Reply:
    reader = me(world, call)
    shown, headers = page(world, call, world.public(), usual=20, most=40)
    return Reply([shapes.as_status(world, said, reader) for said in shown], headers=headers)


@act("GET", "/api/v1/timelines/tag/*")
def tag_timeline(world: World, call: Call, tag: str) -> Reply:
    reader = me(world, call)
    tagged = [said for said in world.public() if tag.lower() in TAG.findall(said.text.lower())]
    shown, headers = page(world, call, tagged, usual=20, most=40)
    return Reply([shapes.as_status(world, said, reader) for said in shown], headers=headers)


@act("GET", "/api/v2/search")
def search(world: World, call: Call, _: str) -> Reply:
    """Newest first. A page of another make is always the first one."""
    reader, words, kind = me(world, call), call.first("q").lower(), call.first("type")
    people = [one for one in world.accounts if words in one.username.lower() and kind in ("", "accounts")]
    said = [one for one in world.public()[::-1] if words in one.text.lower() and kind in ("", "statuses")]
    start = int(call.first("offset") or 0) if world.temper.knows_since else 0
    page_of_them = said[start : start + int(call.first("limit") or 20)]
    shown = {"accounts": [shapes.as_account(world, one) for one in people], "hashtags": [], "collections": []}
    return Reply({**shown, "statuses": [shapes.as_status(world, one, reader) for one in page_of_them]})
