"""A call that is made again does nothing twice, when it brings the same `Idempotency-Key`."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja.responses import Status
from pydantic import BaseModel

from beffroi.access.api.errors import Refusal
from beffroi.access.models import KeptAnswer
from beffroi.access.models.token import KEPT

KEY = re.compile(r"[!-~]{1,200}")


def once(view: Callable[..., Any], status: int) -> Callable[..., Any]:
    """The answer is kept in the transaction of the act itself: both stand or neither does, so that what was refused
    may be tried again."""

    @wraps(view)
    def kept(request: Any, **given: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(request, **given)
        if not KEY.fullmatch(key):
            raise Refusal(400, _("“Idempotency-Key” is 1 to 200 letters, digits or signs, without a blank."))
        asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
        with transaction.atomic():
            KeptAnswer.objects.filter(token=request.auth, key=key, at__lt=request.now - KEPT).delete()
            row, is_new = KeptAnswer.objects.get_or_create(
                token=request.auth, key=key, defaults={"asked": asked, "at": request.now}
            )
            if not is_new and row.asked != asked:
                raise Refusal(409, _("This “Idempotency-Key” was used for another call."))
            if not is_new:
                return Status(row.status, row.body)
            answer = view(request, **given)
            row.keep(status, answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer)
        return answer

    return kept
