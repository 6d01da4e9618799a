"""The playbook of the alarm that stands in the town, as saying "not us" would open it; the alarm's own page goes on
asking. Run as a program, with the product's own data folder: the browser's tests have no database of their own."""

import os
import subprocess
import sys

from tests.browser.product import Product, environment


def playbook(product: Product) -> str:
    """The address of the page."""
    command = [sys.executable, "-m", "tests.browser.taken"]
    told = {**environment(), "BEFFROI_DATA_DIR": str(product.data)}
    found = subprocess.run(command, env=told, check=True, capture_output=True, text=True)
    return f"/guard/playbooks/{int(found.stdout)}"


def _begin() -> int:
    # Django must know its settings before its models are imported
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
    django.setup()
    from django.utils import timezone

    from beffroi.guard.models import Alarm

    alarm = Alarm.objects.filter(account__organisation__is_resting=False).latest("pk")
    run = alarm.runs.begin(alarm, by=alarm.account.added_by, now=timezone.now())
    run.tick("recover", by=run.opened_by, now=timezone.now())
    return run.pk


if __name__ == "__main__":
    print(_begin())
