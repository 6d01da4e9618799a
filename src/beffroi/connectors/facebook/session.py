"""Our way to the Graph API. The token travels in a header: addresses end up in logs."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from beffroi import outbound
from beffroi.connectors.contract import Credentials, TryLater
from beffroi.connectors.facebook import setting, troubles
from beffroi.vocabulary import said_at

Json = dict[str, Any]

PAGES = 50  # a server that never ends its list is not Facebook


class FacebookSession:
    def __init__(self, credentials: Credentials, http: outbound.Client) -> None:
        self._service = setting(credentials, "service")
        self._token = setting(credentials, "access_token")
        self._secret = setting(credentials, "app_secret")
        self.page_id = setting(credentials, "page_id")
        self._http = http

    def __repr__(self) -> str:
        return f"<FacebookSession of {self.page_id}>"

    def call(self, method: str, *path: str, **sent: Any) -> Json:
        return self._answer(method, path, **sent)[0]

    def pages(self, *path: str, **params: str | int) -> Iterator[tuple[list[Any], datetime | None]]:
        """The lists of an edge, one after the other until it ends, each with Facebook's own clock."""
        after = ""
        for _ in range(PAGES):
            place = {"after": after} if after else {}
            body, headers = self._answer("GET", path, params={**params, **place})
            found = body.get("data")
            yield found if isinstance(found, list) else [], said_at(headers.get("date", ""))
            following = after_in(body)
            if not following:
                return
            if following == after:
                break
            after = following
        raise TryLater(troubles.NOT_UNDERSTOOD)

    def _answer(self, method: str, path: tuple[str, ...], **sent: Any) -> tuple[Json, Mapping[str, str]]:
        url = "/".join([self._service, *(quote(part, safe="") for part in path)])
        sent["params"] = {**sent.get("params", {}), **self._proof()}
        try:
            response = self._http.request(method, url, headers={"Authorization": "Bearer " + self._token}, **sent)
        except outbound.OutboundError as error:
            raise troubles.not_reached(error) from error
        body = json_in(response)
        if not response.is_success or (isinstance(body, dict) and "error" in body):
            raise troubles.answered(response.status_code, body, response.headers, account=self.page_id)
        if not isinstance(body, dict):
            raise TryLater(troubles.NOT_UNDERSTOOD)
        return body, response.headers

    def _proof(self) -> dict[str, str]:
        if not self._secret:
            return {}
        return {"appsecret_proof": hmac.new(self._secret.encode(), self._token.encode(), hashlib.sha256).hexdigest()}


def after_in(body: Any) -> str:
    """Where the list goes on; empty at its end, and for what is no list."""
    paging = body.get("paging") if isinstance(body, dict) else None
    if not (isinstance(paging, dict) and paging.get("next")):
        return ""
    cursors = paging.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) else ""
    return after if isinstance(after, str) else ""


def json_in(response: outbound.Response) -> Any:
    """What came, or None when it is no JSON."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None
