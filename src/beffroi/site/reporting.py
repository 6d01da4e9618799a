"""What a report of a crash shows: where it happened, and nothing that a secret could stand in."""

import re
from types import FrameType
from typing import Any

from django.views.debug import SafeExceptionReporterFilter


class NoSecrets(SafeExceptionReporterFilter):
    """Also with BEFFROI_DEBUG: the page of a crash is copied into mails and issues. The local variables of every frame
    are left out, since an opened credential stands in some of them; so are cookies and what was typed."""

    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|COOKIE|MAIL|SMS|NATS|DATABASE", re.IGNORECASE
    )

    def get_traceback_frame_variables(self, request: Any, tb_frame: FrameType) -> Any:
        return {}.items()

    def get_post_parameters(self, request: Any) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        return dict.fromkeys(getattr(request, "COOKIES", {}), self.cleansed_substitute)
