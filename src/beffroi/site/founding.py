"""Who may found the first organisation: whoever sits at this machine, or holds the code that it printed."""

import os

from django.conf import settings
from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from beffroi.access.models import Organisation

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def is_founded() -> bool:
    """Whether an organisation works here; the demonstration is none."""
    return Organisation.objects.filter(is_demo=False).exists()


def wait_for_others() -> None:
    """Until the end of this transaction nobody else founds. On SQLite the transaction itself sees to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Organisation._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def code() -> str:
    """Printed by `beffroi up` where strangers could reach the welcome page first."""
    return salted_hmac("beffroi.founding", "the first organisation").hexdigest()[:12]


def asks_for_a_code() -> bool:
    """Whether the pages can be reached from elsewhere: another address than loopback, or a public one."""
    return bool(settings.PUBLIC_ADDRESS) or os.environ.get("BEFFROI_BOUND_TO", "127.0.0.1") not in LOOPBACK


def accepts(given: str) -> bool:
    return not asks_for_a_code() or constant_time_compare(given.strip(), code())
