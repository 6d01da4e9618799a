"""What happened at the desk earlier that day, as Driss typed it in and answered it then. Run as a program, with the
product's own data folder: the browser's tests have no database of their own, and nobody waits for a day to pass."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

from tests.browser.product import Product, environment

Call = tuple[datetime, datetime | None, str]  # found, answered or closed, and which of both: "answered", "closed", ""


def lived(product: Product, calls: Sequence[Call]) -> None:
    """Each call is a case that came by telephone, with what became of it; every verb is given its own moment."""
    told = [[found.isoformat(), ended.isoformat() if ended else "", how] for found, ended, how in calls]
    command = [sys.executable, "-m", "tests.browser.earlier", json.dumps(told)]
    subprocess.run(command, env={**environment(), "BEFFROI_DATA_DIR": str(product.data)}, check=True)


def _live(calls: Sequence[tuple[str, str, str]]) -> None:
    # Django must know its settings before its models are imported
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
    django.setup()
    from beffroi.access.models import Membership
    from beffroi.inbox.models import TypedMessage

    agent = Membership.objects.select_related("user", "organisation").get(user__name="Driss")
    by, organisation = agent.user, agent.organisation
    for found, ended, how in calls:
        text, now = f"Une question de {found[11:16]}.", datetime.fromisoformat(found)
        case = TypedMessage.take(organisation, channel="telephone", text=text, by=by, now=now)
        if how == "closed":
            case.close(by=by, now=datetime.fromisoformat(ended))
        elif how == "answered":
            at = datetime.fromisoformat(ended)
            case.write_elsewhere("C’est noté.", by=by, seen=None, now=at).declare_posted(by=by, now=at)


if __name__ == "__main__":
    _live(json.loads(sys.argv[1]))
