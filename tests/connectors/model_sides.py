"""The far side of networks that nobody ran Beffroi on: models of X and of Facebook, and no more than that."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import ReadsConversations, ReadsPast
from beffroi.vocabulary import Ref
from tests.connectors.sides import Someone, forget
from tests.network.facebook_model import FacebookModel
from tests.network.x_model import XModel, too_many
from tests.postgres import free_port


class XSide:
    """The model of X: nothing of it was ever run against the real one."""

    network = "x"
    keeps_our_date = False
    lacks: Sequence[type] = (ReadsConversations, ReadsPast)

    def __init__(self, model: XModel, service: str) -> None:
        self.model = model
        self.service = service

    def join(self, name: str) -> Someone:
        person = self.model.join(name)
        return Someone(person.username, person.user_id, self.model.credentials(person, self.service), person)

    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str:
        said = f"@{mention.handle} {text}" if mention else text
        return self.model.say(who.account, said, reply_to=reply_to.native_id if reply_to else "")

    def delete(self, who: Someone, native_id: str) -> None:
        self.model.tweets = [tweet for tweet in self.model.tweets if tweet["id"] != native_id]

    def rename(self, who: Someone, name: str) -> None:
        who.account.name = name

    def posts(self, who: Someone) -> Sequence[str]:
        return self.model.texts(who.account)

    def alts(self, native_id: str) -> Sequence[str]:
        raise NotImplementedError("nobody edits on X, and nobody asks")

    @contextmanager
    def asking_to_wait(self, who: Someone, seconds: int) -> Iterator[Any]:
        self.model.fault = lambda request: too_many(self.model, seconds) if request.url.path == "/2/tweets" else None
        yield NETWORKS[self.network].connect(who.credentials, forget)
        self.model.fault = lambda request: None

    def down(self, who: Someone) -> Any:
        return NETWORKS[self.network].connect({**who.credentials, "service": nowhere()}, forget)

    def wrong_credentials(self, who: Someone) -> dict[str, str]:
        return {**who.credentials, "username": who.handle, "access_token": "wrong", "refresh_token": "wrong"}

    def nobody(self, who: Someone) -> tuple[dict[str, str], str]:
        return {**self.wrong_credentials(who), "username": ""}, "these tokens"

    def whose(self, who: Someone) -> str:
        return f"@{who.handle}"

    def broken_line(self, who: Someone) -> Any:
        raise NotImplementedError("X is given no stream")


class FacebookSide:
    """The model of Facebook: nothing of it was ever run against the real one."""

    network = "facebook"
    keeps_our_date = False
    lacks: Sequence[type] = (ReadsConversations, ReadsPast)

    def __init__(self, model: FacebookModel, service: str) -> None:
        self.model = model
        self.service = service

    def join(self, name: str) -> Someone:
        page = self.model.join(name)
        return Someone(page.native_id, page.native_id, self.model.credentials(page, self.service), page)

    def say(self, who: Someone, text: str, *, reply_to: Ref | None = None, mention: Someone | None = None) -> str:
        """A mention is what a visitor writes on the Page."""
        self.model.clock += timedelta(seconds=1)
        on = mention.native_id if mention else ""
        answered = reply_to.native_id if reply_to else ""
        return self.model.say(who.account, text, on=on, tagging=on, reply_to=answered)

    def delete(self, who: Someone, native_id: str) -> None:
        self.model.said = [entry for entry in self.model.said if entry["id"] != native_id]

    def rename(self, who: Someone, name: str) -> None:
        who.account.name = name

    def posts(self, who: Someone) -> Sequence[str]:
        return self.model.texts(who.account)

    def alts(self, native_id: str) -> Sequence[str]:
        return self.model.alts(native_id)

    @contextmanager
    def asking_to_wait(self, who: Someone, seconds: int) -> Iterator[Any]:
        answer = {"error": {"code": 32, "message": "Page request limit reached"}}
        wait = {"retry-after": str(seconds)}
        self.model.fault = lambda request: (
            httpx.Response(403, json=answer, headers=wait) if request.url.path.endswith("/feed") else None
        )
        yield NETWORKS[self.network].connect(who.credentials, forget)
        self.model.fault = lambda request: None

    def down(self, who: Someone) -> Any:
        return NETWORKS[self.network].connect({**who.credentials, "service": nowhere()}, forget)

    def wrong_credentials(self, who: Someone) -> dict[str, str]:
        return {**who.credentials, "access_token": "wrong"}

    def nobody(self, who: Someone) -> tuple[dict[str, str], str]:
        return {**who.credentials, "page_id": "1"}, "not the Page 1"

    def whose(self, who: Someone) -> str:
        return who.native_id

    def broken_line(self, who: Someone) -> Any:
        raise NotImplementedError("Facebook has no stream")


def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}"
