"""An edition and its places are refused any change by the database itself, whoever asks."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("rankings_edition", "rankings_place")
SQLITE = [
    f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END"
    for table in TABLES
]
POSTGRESQL = [
    "CREATE FUNCTION rankings_edition_stands() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'an edition is never changed'; END $$",
    *(
        f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION rankings_edition_stands()"
        for table in TABLES
    ),
]
BACK = {
    "sqlite": [f"DROP TRIGGER {table}_stands" for table in TABLES],
    "postgresql": [
        *(f"DROP TRIGGER {table}_stands ON {table}" for table in TABLES),
        "DROP FUNCTION rankings_edition_stands()",
    ],
}


def stand(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


def back(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("rankings", "0001_the_rankings")]
    operations = [migrations.RunPython(stand, back, elidable=False)]
