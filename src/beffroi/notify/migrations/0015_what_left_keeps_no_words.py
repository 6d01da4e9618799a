from django.db import migrations


def forget(apps, schema_editor):
    """What was settled before the values of a message went with its secrets."""
    settled = apps.get_model("notify", "Message").objects.filter(due_at=None, body__values__isnull=False)
    for message in settled.only("pk", "body").iterator():
        settled.model.objects.filter(pk=message.pk).update(body={"say": message.body["say"]})


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0014_digest"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
