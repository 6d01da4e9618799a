"""Details that can be erased without breaking the chain, and a ledger that the database itself keeps from any other change."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STANDS = ("id", "organisation_id", "number", "at", "actor_id", "verb", "subject_kind", "subject_id", "form", "digest")
STANDS += ("previous", "hash")
ERASURE = "NEW.salt = '' AND COALESCE(NEW.erased_in, 0) > COALESCE(OLD.erased_in, OLD.number) AND OLD.verb <> 'JOURNAL_DETAIL_ERASED'"
WORDS = "an event of the journal is never changed"

SAME_ON_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in STANDS)
SAME_ON_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in STANDS)

SQLITE = [
    f"CREATE TRIGGER journal_event_stands BEFORE UPDATE ON journal_event WHEN NOT ({SAME_ON_SQLITE} AND {ERASURE}) "
    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "CREATE TRIGGER journal_event_stays BEFORE DELETE ON journal_event "
    "BEGIN SELECT RAISE(ABORT, 'an event of the journal is never removed'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION journal_event_stands() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF TG_OP = 'UPDATE' AND {SAME_ON_POSTGRESQL} AND {ERASURE} THEN RETURN NEW; END IF; "
    f"RAISE integrity_constraint_violation USING MESSAGE = '{WORDS}'; END $$",
    "CREATE TRIGGER journal_event_stands BEFORE UPDATE OR DELETE ON journal_event "
    "FOR EACH ROW EXECUTE FUNCTION journal_event_stands()",
]
BACK = {
    "sqlite": ["DROP TRIGGER journal_event_stands", "DROP TRIGGER journal_event_stays"],
    "postgresql": ["DROP TRIGGER journal_event_stands ON journal_event", "DROP FUNCTION journal_event_stands()"],
}


def stand(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement, params=None)


def back(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.AddField("event", "form", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("event", "salt", models.CharField(blank=True, default="", max_length=32)),
        migrations.AddField("event", "digest", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("event", "erased_in", models.PositiveBigIntegerField(null=True)),
        migrations.RunPython(stand, back, elidable=False),
    ]
