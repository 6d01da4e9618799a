"""Our session with the server that holds the account: the AT Protocol SDK, sent through our own door.

Logging in is rationed (30 times in 5 minutes), so the session is kept, refreshed, and handed to `keep` each time it
changes; the app password is used only when there is no session or its refresh is refused.

Methods are called by name and answers stay JSON: the SDK's models leave out what is null, where Bluesky gives null a
meaning, and refuse a whole page of notifications for one record that somebody wrote oddly.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from atproto_client import Client, Session, SessionEvent
from atproto_client.request import Request
from atproto_core.exceptions import AtProtocolError

from beffroi.connectors.bluesky import setting, troubles
from beffroi.connectors.contract import AccessLost, Credentials, Keep, NetworkTrouble, Refused, TryLater
from beffroi.outbound import InvalidURL, OutboundError, Transport, behind
from beffroi.vocabulary import Sentence

Json = dict[str, Any]
Params = str | int | list[str]
Value = TypeVar("Value")

FAILURES = (AtProtocolError, OutboundError, InvalidURL, ValueError)  # ValueError: what came was no JSON
NOT_IN_A_HANDLE = re.compile(r"[^\w.:@+-]")  # an app that shows handles puts invisible signs around them


class BlueskySession:
    """One account's way to its server, and a way without an account to the public view."""

    def __init__(self, credentials: Credentials, keep: Keep, transport: Transport) -> None:
        self._credentials = dict(credentials)
        self._keep = keep
        self._transport = transport
        self._sdk = self._client("service")
        self._view = self._client("appview")
        self._is_open = False

    def __repr__(self) -> str:
        return f"<BlueskySession of {self.account}>"

    @property
    def account(self) -> str:
        return NOT_IN_A_HANDLE.sub("", self._credentials.get("handle", "")).lstrip("@").lower()

    @property
    def did(self) -> str:
        self._open()
        return self._credentials["did"]

    def query(self, method: str, **params: Params) -> Json:
        """Asks the account's server."""
        return self._asked(lambda: self._sdk.invoke_query(with_params(method, params)))

    def procedure(self, method: str, body: Mapping[str, Any]) -> Json:
        """Has the account's server do something."""
        return self._asked(lambda: self._sdk.invoke_procedure(method, json=body))

    def upload(self, content: bytes, mime: str) -> Json:
        """Stores a file; returns the server's own words for it, to be put into a record."""
        method = "com.atproto.repo.uploadBlob"
        stored = self._asked(lambda: self._sdk.invoke_procedure(method, content=content, input_encoding=mime))
        return dict(stored["blob"])

    def view(self, method: str, **params: Params) -> Json:
        """Asks the public view what anyone may know."""
        return self._told(lambda: json_of(self._view.invoke_query(with_params(method, params))))

    def _client(self, name: str) -> Any:
        url = setting(self._credentials, name)
        return Client(base_url=url, request=Request(transport=self._transport, trust_env=False))

    def _asked(self, call: Callable[[], Any]) -> Json:
        self._open()
        try:
            return self._told(lambda: json_of(call()))
        except AccessLost:
            self._renew()
        return self._told(lambda: json_of(call()))

    def _open(self) -> None:
        if not self._is_open:
            if not self._resumed():
                self._log_in()
            self._is_open = True

    def _resumed(self) -> bool:
        """Takes up the kept session, whether or not it still opens anything; False when there is none."""
        try:
            session = Session.decode(self._credentials.get("session", ""))
            session.access_jwt_payload  # noqa: B018  # read for its error: the SDK trips over it at every call
            self._sdk.login(session_string=session.encode(), fetch_bsky_profile=False)
        except FAILURES:
            return False
        self._credentials["did"] = session.did
        self._sdk.on_session_change(self._changed)
        return True

    def _renew(self) -> None:
        try:
            self._told(self._sdk._refresh_and_set_session)
        except troubles.Closed:
            raise
        except (AccessLost, Refused):
            self._log_in()

    def _log_in(self) -> None:
        """With the app password, through a client that carries no old token."""
        name = self._credentials.get("did") or self.account  # a handle can change hands
        fresh = self._client("service")
        fresh.on_session_change(self._changed)
        try:
            fresh.login(name, self._credentials["app_password"], fetch_bsky_profile=False)
        except FAILURES as error:
            raise self._login_trouble(error) from error
        self._sdk = fresh

    def _changed(self, event: SessionEvent, session: Session) -> None:
        self._credentials |= {"session": session.export(), "did": session.did}
        self._keep(dict(self._credentials))

    def _told(self, call: Callable[[], Value]) -> Value:
        """What `call` returns, or the contract's error for what went wrong."""
        try:
            return call()
        except FAILURES as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> NetworkTrouble:
        if outbound := behind(error):
            return troubles.not_reached(outbound)
        response = getattr(error, "response", None)
        if response is None:
            return TryLater(troubles.NOT_UNDERSTOOD)
        code, message = code_of(error), str(getattr(response.content, "message", None) or "")
        return troubles.answered(response.status_code, code, message, response.headers, account=self.account)

    def _login_trouble(self, error: Exception) -> NetworkTrouble:
        match code_of(error):
            case "AuthFactorTokenRequired":
                sentence = troubles.MAIN_PASSWORD
            case "AuthenticationRequired":
                sentence = troubles.WRONG_PASSWORD if self._is_known() else troubles.NO_SUCH_ACCOUNT
            case _:
                return self._trouble(error)
        return AccessLost(Sentence(sentence, {"account": self.account}))

    def _is_known(self) -> bool:
        """Whether the server has an account of this name: it says the same of a wrong name and a wrong password."""
        method = with_params("com.atproto.identity.resolveHandle", {"handle": self.account})
        try:
            self._told(lambda: self._client("service").invoke_query(method))
        except Refused:
            return "@" in self.account  # an e-mail address also logs in, and is nobody's handle
        return True


def with_params(method: str, params: Mapping[str, Params]) -> str:
    return f"{method}?{urlencode(params, doseq=True)}" if params else method


def json_of(response: Any) -> Json:
    """The object that came. Raises ValueError for anything else."""
    if not isinstance(response.content, dict):
        raise ValueError("the answer is no JSON object")
    return dict(response.content)


def code_of(error: Exception) -> str:
    response = getattr(error, "response", None)
    return str(getattr(response.content, "error", None) or "") if response else ""
