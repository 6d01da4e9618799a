"""A model of Facebook's Graph API, as far as its documentation tells: Pages, posts, comments, photos. Not Facebook.

State is kept in memory. `fault` answers in its place.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import httpx

Json = dict[str, Any]
Fault = Callable[[httpx.Request], httpx.Response | None]

VERSION = "/v26.0"
CLOCK = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)


@dataclass
class Someone:
    """A Page, or a person: whose token is no Page's token."""

    native_id: str
    name: str
    token: str
    username: str = ""


@dataclass
class FacebookModel:
    clock: datetime = CLOCK
    fault: Fault = lambda request: None
    asked: list[httpx.Request] = field(default_factory=list)
    everyone: dict[str, Someone] = field(default_factory=dict)
    said: list[Json] = field(default_factory=list)  # posts and comments, oldest first
    photos: dict[str, dict[bytes, bytes]] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: count(122_100_000_000_001))
    app_secret: str = ""
    per_page: int = 100

    def join(self, name: str, username: str = "") -> Someone:
        native_id = str(next(self.ids))
        someone = Someone(native_id, name, f"EAA{secrets.token_hex(8)}", username)
        self.everyone[native_id] = someone
        return someone

    def credentials(self, page: Someone, service: str = "https://graph.example") -> dict[str, str]:
        return {
            "page_id": page.native_id,
            "access_token": page.token,
            "app_secret": self.app_secret,
            "service": f"{service}{VERSION}",
        }

    def say(self, who: Someone, text: str, *, on: str = "", reply_to: str = "", tagging: str = "") -> str:
        """A post on the Page `on` (empty: the own one), or a comment on what `reply_to` names."""
        number = next(self.ids)
        entry: Json = {
            "from": {"id": who.native_id, "name": who.name},
            "message": text,
            "created_time": self.clock.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        if tagging:
            entry["message_tags"] = [{"id": tagging, "offset": 0, "length": 1, "type": "page"}]
        if reply_to:
            answered = self._there(reply_to)
            assert answered
            post = answered.get("under") or answered["id"]
            parent = {"parent": {"id": reply_to}} if answered.get("under") else {}
            entry |= {"id": f"{post.partition('_')[2]}_{number}", "under": post, **parent}
        else:
            place = on or who.native_id
            entry |= {"id": f"{place}_{number}", "on": place}
        entry["permalink_url"] = f"https://www.facebook.com/permalink/{entry['id']}"
        self.said.append(entry)
        return str(entry["id"])

    def texts(self, who: Someone) -> list[str]:
        return [entry["message"] for entry in self.said if entry["from"]["id"] == who.native_id]

    def alts(self, native_id: str) -> list[str]:
        """What the photos of a post are said to show."""
        entry = self._there(native_id)
        assert entry
        attached = [value for name, value in entry.get("form", {}).items() if name.startswith("attached_media")]
        return [self.photos[json.loads(one)["media_fbid"]][b"alt_text_custom"].decode() for one in attached]

    def called(self, method: str, path: str) -> list[httpx.Request]:
        return [one for one in self.asked if (one.method, one.url.path) == (method, f"{VERSION}{path}")]

    def _there(self, native_id: str) -> Json | None:
        return next((entry for entry in self.said if entry["id"] == native_id), None)

    # --- the wire

    def answer(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        response = self.fault(request) or self._answer(request)
        response.headers.setdefault("date", format_datetime(self.clock, usegmt=True))
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        who = next((one for one in self.everyone.values() if one.token == token), None)
        if who is None:
            return problem(401, 190, "Error validating access token: the session has been invalidated.")
        proof = hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if self.app_secret and request.url.params.get("appsecret_proof") != proof:
            return problem(400, 100, "API calls from the server require an appsecret_proof argument")
        path = request.url.path.removeprefix(VERSION)
        for pattern, act in ROUTES.items():
            method, _, expected = pattern.partition(" ")
            found = re.fullmatch(expected, path)
            if method == request.method and found:
                return act(self, who, request, *found.groups())
        return problem(404, 2500, "Unknown path components")

    def _me(self, who: Someone, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": who.native_id, "name": who.name})

    def _node(self, who: Someone, request: httpx.Request, native_id: str) -> httpx.Response:
        if entry := self._there(native_id):
            return httpx.Response(200, json={"id": entry["id"]})
        page = self.everyone.get(native_id)
        if page is None:
            return absent(native_id)
        known = {"username": page.username} if page.username else {}
        picture = {"data": {"url": f"https://scontent.example/{native_id}.jpg"}}
        shown = {"id": native_id, "name": page.name, "about": "Page officielle", "followers_count": 12}
        return httpx.Response(200, json={**shown, **known, "fan_count": 10, "picture": picture})

    def _publish(self, who: Someone, request: httpx.Request, page_id: str) -> httpx.Response:
        if page_id != who.native_id:
            return problem(403, 200, "(#200) The permission(s) pages_manage_posts are not available.")
        form = form_in(request)
        if form.get("message") and form["message"] in self.texts(who):
            return problem(400, 506, "Duplicate status message")
        native_id = self.say(who, form.get("message", ""))
        self.said[-1]["form"] = form
        return httpx.Response(200, json={"id": native_id})

    def _comment(self, who: Someone, request: httpx.Request, native_id: str) -> httpx.Response:
        if self._there(native_id) is None:
            return absent(native_id)
        form = form_in(request)
        comment_id = self.say(who, form.get("message", ""), reply_to=native_id)
        self.said[-1]["form"] = form
        return httpx.Response(200, json={"id": comment_id})

    def _edit(self, who: Someone, request: httpx.Request, native_id: str) -> httpx.Response:
        entry = self._there(native_id)
        if entry is None:
            return absent(native_id)
        if "is_hidden" in form_in(request):  # what stands below a post of the Page, whoever said it
            entry["is_hidden"] = form_in(request)["is_hidden"] == "true"
            return httpx.Response(200, json={"success": True})
        if entry["from"]["id"] != who.native_id:
            return problem(403, 200, "(#200) Permissions error")
        entry["message"] = form_in(request)["message"]
        return httpx.Response(200, json={"success": True})

    def _delete(self, who: Someone, request: httpx.Request, native_id: str) -> httpx.Response:
        entry = self._there(native_id)
        if entry is None or entry["from"]["id"] != who.native_id:
            return absent(native_id)  # Facebook tells both alike
        self.said.remove(entry)
        return httpx.Response(200, json={"success": True})

    def _photo(self, who: Someone, request: httpx.Request, page_id: str) -> httpx.Response:
        fields = re.findall(
            rb'name="(\w+)"(?:; filename="[^"]*")?[^\r]*(?:\r\n[^\r]+)*\r\n\r\n(.*?)\r\n--', request.content, re.DOTALL
        )
        photo_id = str(next(self.ids))
        self.photos[photo_id] = dict(fields)
        return httpx.Response(200, json={"id": photo_id})

    def _feed(self, who: Someone, request: httpx.Request, page_id: str) -> httpx.Response:
        since = int(request.url.params.get("since", "0"))
        posts = [entry for entry in self.said if entry.get("on") == page_id and written_at(entry).timestamp() >= since]
        return self._list(request, posts[::-1], with_comments="comments" in request.url.params.get("fields", ""))

    def _comments(self, who: Someone, request: httpx.Request, native_id: str) -> httpx.Response:
        return self._list(request, self._comments_on(native_id), with_comments=False)

    def _comments_on(self, native_id: str) -> list[Json]:
        """Newest first."""
        return [
            entry
            for entry in reversed(self.said)
            if native_id in (entry.get("under"), entry.get("parent", {}).get("id"))
        ]

    def _list(self, request: httpx.Request, entries: list[Json], *, with_comments: bool) -> httpx.Response:
        start = int(request.url.params.get("after", "a0")[1:])
        size = min(self.per_page, int(request.url.params["limit"]))
        shown = [self._shown(entry, with_comments=with_comments) for entry in entries[start : start + size]]
        return httpx.Response(200, json={"data": shown, **paging(start + size, len(entries))})

    def _shown(self, entry: Json, *, with_comments: bool) -> Json:
        hidden = ("under", "on", "form")
        shown = {name: value for name, value in entry.items() if name not in hidden and value != ""}
        if with_comments and (comments := self._comments_on(entry["id"])):
            size = min(self.per_page, 50)
            first = [self._shown(one, with_comments=False) for one in comments[:size]]
            shown["comments"] = {"data": first, **paging(size, len(comments))}
        return shown


ROUTES: Mapping[str, Callable[..., httpx.Response]] = {
    "GET /me": FacebookModel._me,
    "GET /([^/]+)": FacebookModel._node,
    "POST /([^/]+)/feed": FacebookModel._publish,
    "POST /([^/]+)/comments": FacebookModel._comment,
    "POST /([^/]+)/photos": FacebookModel._photo,
    "POST /([^/]+)": FacebookModel._edit,
    "DELETE /([^/]+)": FacebookModel._delete,
    "GET /([^/]+)/feed": FacebookModel._feed,
    "GET /([^/]+)/comments": FacebookModel._comments,
}


def written_at(entry: Json) -> datetime:
    return datetime.strptime(entry["created_time"], "%Y-%m-%dT%H:%M:%S%z")


def form_in(request: httpx.Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}


def paging(end: int, of: int) -> Json:
    cursors = {"before": "a0", "after": f"a{end}"}
    following = {"next": f"https://graph.example/next?after=a{end}"} if end < of else {}
    return {"paging": {"cursors": cursors, **following}}


def problem(status: int, code: int, message: str, **more: Any) -> httpx.Response:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A", **more}
    return httpx.Response(status, json={"error": error})


def absent(native_id: str) -> httpx.Response:
    words = f"Unsupported request. Object with ID '{native_id}' does not exist, or cannot be loaded."
    return problem(400, 100, words, error_subcode=33)
