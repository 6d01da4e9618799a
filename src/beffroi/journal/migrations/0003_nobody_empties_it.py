"""PostgreSQL has a second way to remove rows, which asks no trigger of a row: it is refused as well."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = [
    "CREATE FUNCTION journal_event_stays() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'an event of the journal is never removed'; END $$",
    "CREATE TRIGGER journal_event_stays BEFORE TRUNCATE ON journal_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_event_stays()",
]
BACK = ["DROP TRIGGER journal_event_stays ON journal_event", "DROP FUNCTION journal_event_stays()"]


def stand(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else ():
        editor.execute(statement, params=None)


def back(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACK if editor.connection.vendor == "postgresql" else ():
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_erasable_detail")]
    operations = [migrations.RunPython(stand, back, elidable=False)]
