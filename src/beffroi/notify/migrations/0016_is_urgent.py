from django.db import migrations, models

URGENT = ["alarm", "account_frozen", "too_early", "everything_stopped", "fact_waits", "handle_taken"]


def mark(apps, schema_editor):
    """Calls that are under way while this version is installed."""
    waiting = apps.get_model("notify", "Message").objects.filter(state__in=["queued", "sending"])
    waiting.filter(kind__in=URGENT).update(is_urgent=True)


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0015_what_left_keeps_no_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_urgent",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
