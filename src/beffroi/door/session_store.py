"""Sessions as Django keeps them, but for their key: in the database stands its digest, only the browser has the key.

Whoever comes by a copy of the database, such as a backup, comes in with none of the sessions in it.
"""

import hashlib
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

LENGTH = 40  # what the column holds: 160 bits, where the key itself has 165


def digest_of(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:LENGTH]


def row_of(session: SessionBase) -> str:
    """The key of the session's row; of no row for a session that was never saved."""
    return digest_of(session.session_key) if session.session_key else ""


class SessionStore(db.SessionStore):
    def exists(self, session_key: str) -> bool:
        return super().exists(digest_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101  # for the type checker
        row.session_key = digest_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(digest_of(key))

    def _get_session_from_db(self) -> Session | None:
        living = Session.objects.filter(session_key=row_of(self), expire_date__gt=timezone.now())
        if (row := living.first()) is None:
            self._session_key = None
        return row

    # Django has each of them twice; nothing of ours asks for these, and they must not read or write the key itself
    async def aexists(self, session_key: str) -> bool:
        return await sync_to_async(self.exists)(session_key)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Session:
        return await sync_to_async(self.create_model_instance)(data)

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)

    async def _aget_session_from_db(self) -> Session | None:
        return await sync_to_async(self._get_session_from_db)()
