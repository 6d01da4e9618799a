from django.db import migrations


def forget(apps, schema_editor):
    """What was settled before the values of a message went with its secrets."""
    messages = apps.get_model("notify", "Message").objects.filter(body__values__isnull=False)
    settled = messages.filter(state__in=["sent", "failed", "withdrawn"])  # a line of a digest is never due, and waits
    for message in settled.only("pk", "body").iterator():
        settled.model.objects.filter(pk=message.pk).update(body={"say": message.body["say"]})


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0014_digest"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
