"""A model of X, as far as its documentation tells: accounts, tokens, posts, mentions, images. It is not X.

State is kept in memory and every answer has the shape of X's own OpenAPI description. `fault` answers in its place.
"""

import base64
import html
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import httpx

from beffroi.engines.texts.lengths import weighted

Json = dict[str, Any]
Fault = Callable[[httpx.Request], httpx.Response | None]

LINK = re.compile(r"https?://[^\s)]+")
NAMED = re.compile(r"@(\w{1,15})")
PROBLEMS = "https://api.twitter.com/2/problems"
CLOCK = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)


@dataclass
class Person:
    user_id: str
    username: str
    name: str
    access: str
    refresh: str
    secret: str = "a secret"

    def as_json(self) -> Json:
        return {
            "id": self.user_id,
            "name": self.name,
            "username": self.username,
            "description": "Compte officiel https://t.co/site",
            "profile_image_url": "https://pbs.example/normal.jpg",
            "entities": {
                "description": {
                    "urls": [
                        {"start": 16, "end": 33, "url": "https://t.co/site", "expanded_url": "https://feurs.example"}
                    ]
                }
            },
            "public_metrics": {"followers_count": 12, "following_count": 1, "tweet_count": 3, "listed_count": 0},
        }


@dataclass
class XModel:
    clock: datetime = CLOCK
    fault: Fault = lambda request: None
    asked: list[httpx.Request] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    tweets: list[Json] = field(default_factory=list)  # oldest first
    images: dict[str, Json] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: count(1_990_000_000_000_000_001))
    processing: int = 0  # how often an image is still worked on when it is looked at
    per_page: int = 100

    def join(self, name: str, username: str = "") -> Person:
        user_id = str(next(self.ids))
        handle = username or f"p{secrets.token_hex(4)}"
        person = Person(user_id, handle, name, secrets.token_hex(8), secrets.token_hex(8))
        self.people[user_id] = person
        return person

    def credentials(self, person: Person, service: str = "https://api.x.example") -> dict[str, str]:
        return {
            "client_id": "client",
            "client_secret": person.secret,
            "access_token": person.access,
            "refresh_token": person.refresh,
            "service": service,
        }

    def let_expire(self, person: Person) -> None:
        person.access = secrets.token_hex(8)

    def say(self, person: Person, text: str, *, reply_to: str = "", images: int = 0, lang: str = "fr") -> str:
        native_id = str(next(self.ids))
        answered = next((tweet for tweet in self.tweets if tweet["id"] == reply_to), None)
        if answered and answered["author_id"] != person.user_id:  # as X does
            text = f"@{self.people[answered['author_id']].username} {text}"
        urls = [{"url": f"https://t.co/{secrets.token_hex(4)}", "expanded_url": href} for href in LINK.findall(text)]
        for url in urls:
            text = text.replace(url["expanded_url"], url["url"], 1)
        tweet: Json = {
            "id": native_id,
            "author_id": person.user_id,
            "text": html.escape(text, quote=False),
            "created_at": self.clock.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation_id": answered["conversation_id"] if answered else native_id,
            "lang": lang,
            "edit_history_tweet_ids": [native_id],
        }
        if reply_to:
            tweet["referenced_tweets"] = [{"type": "replied_to", "id": reply_to}]
        if images:
            keys = [f"3_{native_id}{number}" for number in range(images)]
            picture = {"url": "https://t.co/picture", "expanded_url": "https://x.com/photo/1", "media_key": keys[0]}
            tweet["attachments"] = {"media_keys": keys}
            tweet["text"] += " https://t.co/picture"
            urls.append(picture)
        mentioned = [one for one in self.people.values() if one.username in NAMED.findall(text)]
        named = [{"start": 0, "end": 1, "username": one.username, "id": one.user_id} for one in mentioned]
        found = {"urls": [{"start": 0, "end": 1, **url} for url in urls], "mentions": named}
        tweet["entities"] = {kind: entities for kind, entities in found.items() if entities}  # never an empty list
        self.tweets.append(tweet)
        return native_id

    def texts(self, person: Person) -> list[str]:
        return [self._expanded(tweet) for tweet in self.tweets if tweet["author_id"] == person.user_id]

    def called(self, method: str, path: str) -> list[httpx.Request]:
        return [request for request in self.asked if (request.method, request.url.path) == (method, path)]

    # --- the wire

    def answer(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        response = self.fault(request) or self._meant(request)
        response.headers.setdefault("date", format_datetime(self.clock, usegmt=True))
        return response

    def _meant(self, request: httpx.Request) -> httpx.Response:
        response = self._answer(request)
        response.extensions["meant"] = True  # no fault: it must have the shape that X describes
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/2/oauth2/token":
            return self._token(request)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        person = next((one for one in self.people.values() if one.access == bearer), None)
        if person is None:
            return problem(401, "Unauthorized")
        for pattern, act in ROUTES.items():
            method, _, path = pattern.partition(" ")
            found = re.fullmatch(path, request.url.path)
            if method == request.method and found:
                return act(self, person, request, *found.groups())
        return problem(404, "Not Found")

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        person = next((one for one in self.people.values() if one.refresh == form.get("refresh_token")), None)
        basic = base64.b64encode(f"client:{person.secret}".encode()).decode() if person else ""
        if person is None or request.headers.get("authorization") != f"Basic {basic}":
            wrong = {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
            return httpx.Response(400, json=wrong)
        person.access, person.refresh = secrets.token_hex(8), secrets.token_hex(8)
        given = {"token_type": "bearer", "expires_in": 7200, "scope": "offline.access"}
        return httpx.Response(200, json={**given, "access_token": person.access, "refresh_token": person.refresh})

    def _me(self, person: Person, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": person.as_json()})

    def _users(self, person: Person, request: httpx.Request) -> httpx.Response:
        asked = request.url.params["ids"].split(",")
        if not all(re.fullmatch("[0-9]{1,19}", one) for one in asked):
            return problem(400, "One or more parameters to your request was invalid.")
        there = [self.people[one].as_json() for one in asked if one in self.people]
        gone = [
            {"type": f"{PROBLEMS}/resource-not-found", "title": "Not Found"} for one in asked if one not in self.people
        ]
        return httpx.Response(200, json={**({"data": there} if there else {}), **({"errors": gone} if gone else {})})

    def _create(self, person: Person, request: httpx.Request) -> httpx.Response:
        body = httpx.Response(200, content=request.content).json()
        text, answered = body.get("text", ""), body.get("reply", {}).get("in_reply_to_tweet_id", "")
        if weighted(text) > 280:
            return problem(403, "Your Tweet text is too long. You are not allowed to create such a Tweet.")
        if text and text in self.texts(person) and not answered:
            return problem(403, "You are not allowed to create a Tweet with duplicate content.")
        if answered and not any(tweet["id"] == answered for tweet in self.tweets):
            return problem(403, "You attempted to reply to a Tweet that is deleted or not visible to you.")
        images = body.get("media", {}).get("media_ids", [])
        if not all(self.images.get(one, {}).get("ready") for one in images):
            return problem(400, "Your media IDs are invalid.")
        native_id = self.say(person, text, reply_to=answered, images=len(images))
        return httpx.Response(201, json={"data": {"id": native_id, "text": text}})

    def _delete(self, person: Person, request: httpx.Request, native_id: str) -> httpx.Response:
        tweet = next((tweet for tweet in self.tweets if tweet["id"] == native_id), None)
        if tweet is None:
            return problem(404, "Not Found Error")
        if tweet["author_id"] != person.user_id:
            return problem(403, "You are not authorized to delete this Tweet.")
        self.tweets.remove(tweet)
        return httpx.Response(200, json={"data": {"deleted": True}})

    def _own(self, person: Person, request: httpx.Request, user_id: str) -> httpx.Response:
        start = request.url.params.get("start_time", "2000-01-01T00:00:00Z").replace("Z", "+00:00")
        since = datetime.fromisoformat(start)
        return self._page(
            request,
            [
                tweet
                for tweet in self.tweets
                if tweet["author_id"] == user_id and datetime.fromisoformat(tweet["created_at"]) >= since
            ],
        )

    def _mentions(self, person: Person, request: httpx.Request, user_id: str) -> httpx.Response:
        seen = [tweet["id"] for tweet in self.tweets]
        since = request.url.params.get("since_id", "")
        after = self.tweets[seen.index(since) + 1 :] if since in seen else self.tweets
        named = [tweet for tweet in after if user_id in [one["id"] for one in tweet["entities"].get("mentions", [])]]
        return self._page(request, named)

    def _page(self, request: httpx.Request, tweets: list[Json]) -> httpx.Response:
        start = int(request.url.params.get("pagination_token", "p0")[1:])
        size = min(self.per_page, int(request.url.params["max_results"]))
        newest_first = tweets[::-1]
        shown = newest_first[start : start + size]
        meta: Json = {"result_count": len(shown)}
        if shown:
            meta |= {"newest_id": shown[0]["id"], "oldest_id": shown[-1]["id"]}
        if start + size < len(newest_first):
            meta["next_token"] = f"p{start + size}"
        authors = {tweet["author_id"]: self.people[tweet["author_id"]].as_json() for tweet in shown}
        includes = {"includes": {"users": list(authors.values())}} if "expansions" in request.url.params else {}
        data = {"data": shown, **includes} if shown else {}
        return httpx.Response(200, json={**data, "meta": meta})

    def _initialize(self, person: Person, request: httpx.Request) -> httpx.Response:
        about = httpx.Response(200, content=request.content).json()
        media_id = str(next(self.ids))
        self.images[media_id] = {"about": about, "pieces": {}, "looks": 0, "alt": "", "ready": False}
        return httpx.Response(200, json={"data": {"id": media_id, "expires_after_secs": 86400}, "meta": {}})

    def _append(self, person: Person, request: httpx.Request, media_id: str) -> httpx.Response:
        index = re.search(rb'name="segment_index"\r\n\r\n(\d+)', request.content)
        piece = re.search(rb'name="media";[^\r]*\r\n[^\r]*\r\n\r\n(.*?)\r\n--', request.content, re.DOTALL)
        assert index and piece
        self.images[media_id]["pieces"][int(index[1])] = piece[1]
        return httpx.Response(200, json={"data": {"expires_at": 1_795_100_000}, "meta": {}})

    def _finalize(self, person: Person, request: httpx.Request, media_id: str) -> httpx.Response:
        image = self.images[media_id]
        if sum(map(len, image["pieces"].values())) != image["about"]["total_bytes"]:
            return problem(400, "Segments do not add up to provided total file size.")
        return self._worked_on(media_id)

    def _status(self, person: Person, request: httpx.Request) -> httpx.Response:
        return self._worked_on(request.url.params["media_id"])

    def _worked_on(self, media_id: str) -> httpx.Response:
        image = self.images[media_id]
        image["looks"] += 1
        image["ready"] = image["looks"] > self.processing
        state = {"state": "in_progress", "check_after_secs": 1} if not image["ready"] else {"state": "succeeded"}
        working = {"processing_info": {"type": "image", **state}} if self.processing else {}
        return httpx.Response(200, json={"data": {"id": media_id, **working}, "meta": {}})

    def _describe(self, person: Person, request: httpx.Request) -> httpx.Response:
        body = httpx.Response(200, content=request.content).json()
        self.images[body["id"]]["alt"] = body["metadata"]["alt_text"]["text"]
        return httpx.Response(200, json={"data": {"id": body["id"]}})

    def _expanded(self, tweet: Json) -> str:
        text = str(tweet["text"])
        for url in tweet["entities"].get("urls", []):
            text = text.replace(url["url"], "" if "media_key" in url else url["expanded_url"], 1)
        return html.unescape(text).strip()


ROUTES: Mapping[str, Callable[..., httpx.Response]] = {
    "GET /2/users/me": XModel._me,
    "GET /2/users": XModel._users,
    "POST /2/tweets": XModel._create,
    "DELETE /2/tweets/(.+)": XModel._delete,
    "GET /2/users/(.+)/tweets": XModel._own,
    "GET /2/users/(.+)/mentions": XModel._mentions,
    "POST /2/media/upload/initialize": XModel._initialize,
    "POST /2/media/upload/(.+)/append": XModel._append,
    "POST /2/media/upload/(.+)/finalize": XModel._finalize,
    "GET /2/media/upload": XModel._status,
    "POST /2/media/metadata": XModel._describe,
}


def problem(status: int, detail: str, kind: str = "about:blank", **headers: str) -> httpx.Response:
    body = {"type": kind, "title": "Problem", "detail": detail, "status": status}
    return httpx.Response(status, json=body, headers=headers)


def too_many(model: XModel, seconds: int) -> httpx.Response:
    reset = int((model.clock + timedelta(seconds=seconds)).timestamp())
    return problem(429, "Too Many Requests", **{"x-rate-limit-reset": str(reset)})
