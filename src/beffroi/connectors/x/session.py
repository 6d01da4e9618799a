"""Our way to X: every request carries the access token, which lives two hours and is then renewed.

A refresh token opens once: the login it gives is handed to `keep` before anything else is done with it. Two threads
of one process that find the same login too old renew it once: the second takes what the first was given.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Lock
from typing import Any

from beffroi import outbound
from beffroi.connectors.contract import Credentials, Keep, Refused, TryLater, nothing_sent_yet
from beffroi.connectors.x import setting, troubles

Json = dict[str, Any]

REMEMBERED = 200  # renewed logins


class Renewals:
    """What became of logins that this process renewed, by the fingerprint of the refresh token that it cost."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._given: dict[str, Json] = {}

    def of(self, refresh_token: str, renew: Callable[[], Json]) -> Json:
        name = sha256(refresh_token.encode()).hexdigest()
        with self._lock:
            if name not in self._given:
                self._given[name] = renew()
                for oldest in list(self._given)[:-REMEMBERED]:
                    del self._given[oldest]
            return self._given[name]


RENEWALS = Renewals()


class XSession:
    def __init__(self, credentials: Credentials, keep: Keep, http: outbound.Client) -> None:
        self._credentials = dict(credentials)
        self._keep = keep
        self._http = http

    def __repr__(self) -> str:
        return f"<XSession of {self.account}>"

    @property
    def account(self) -> str:
        """The account's name as last seen, without the @; empty before the first look."""
        return self._credentials.get("username", "")

    @property
    def user_id(self) -> str:
        return self._credentials.get("user_id", "")

    def is_account(self, user_id: str, username: str) -> None:
        """Remembers whose login this is, so that it is not asked (and paid) for at each reading."""
        if (user_id, username) != (self.user_id, self.account):
            self._credentials |= {"user_id": user_id, "username": username}
            self._keep(dict(self._credentials))

    def call(self, method: str, path: str, **sent: Any) -> Json:
        return self.answer(method, path, **sent)[0]

    def answer(self, method: str, path: str, **sent: Any) -> tuple[Json, Mapping[str, str]]:
        """The object that came, and the headers. A login that is too old is renewed once."""
        try:
            return self._authorized(method, path, **sent)
        except troubles.TooOld:
            with nothing_sent_yet():  # what is answered 401 had no effect
                self._renew()
        return self._authorized(method, path, **sent)

    def _authorized(self, method: str, path: str, **sent: Any) -> tuple[Json, Mapping[str, str]]:
        headers = {"Authorization": "Bearer " + self._credentials.get("access_token", "")}
        return self._told(method, path, headers=headers, **sent)

    def _renew(self) -> None:
        spent = self._credentials.get("refresh_token", "")
        if not spent:
            raise troubles.access_ended(self.account)
        given = RENEWALS.of(spent, self._renewed)
        self._credentials |= {name: given[name] for name in ("access_token", "refresh_token") if given.get(name)}

    def _renewed(self) -> Json:
        client_id, client_secret = setting(self._credentials, "client_id"), setting(self._credentials, "client_secret")
        form = {"grant_type": "refresh_token", "refresh_token": self._credentials["refresh_token"]}
        known = {"auth": (client_id, client_secret)} if client_secret else {}
        try:
            given, _ = self._told("POST", "/2/oauth2/token", data={**form, "client_id": client_id}, **known)
        except Refused as refused:
            raise troubles.access_ended(self.account) from refused
        if not isinstance(given.get("access_token"), str):
            raise TryLater(troubles.NOT_UNDERSTOOD)
        tokens = {name: given[name] for name in ("access_token", "refresh_token") if isinstance(given.get(name), str)}
        self._keep({**self._credentials, **tokens})
        return tokens

    def _told(self, method: str, path: str, **sent: Any) -> tuple[Json, Mapping[str, str]]:
        try:
            response = self._http.request(method, f"{setting(self._credentials, 'service')}{path}", **sent)
        except outbound.OutboundError as error:
            raise troubles.not_reached(error) from error
        body = json_in(response)
        if not response.is_success:
            raise troubles.answered(response.status_code, body, response.headers, account=self.account)
        if not isinstance(body, dict):
            raise TryLater(troubles.NOT_UNDERSTOOD)
        return body, response.headers


def json_in(response: outbound.Response) -> Any:
    """What came, or None when it is no JSON. An empty answer is an empty object."""
    try:
        return response.json() if response.content else {}
    except (ValueError, RecursionError):
        return None
