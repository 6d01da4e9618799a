"""How long a page waits for one question to the database: nobody looks at a page that comes after a minute, and what is
asked meanwhile would take every connection, one after the other."""

from django.db import connection

SECONDS = 30.0


def limit_questions() -> None:
    """For every connection that this process opens from now on: PostgreSQL ends a question that takes longer, and the
    page says that the database is busy (503). SQLite has no such limit."""
    if connection.vendor == "postgresql":
        asked = connection.settings_dict["OPTIONS"]
        asked["options"] = f"{asked.get('options', '')} -c statement_timeout={SECONDS * 1000:.0f}".strip()
