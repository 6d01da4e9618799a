from django.db import migrations


def end_all_sessions(apps, _editor):
    """From now on a row has the digest of its session's key: those of before would only keep their keys readable."""
    apps.get_model("sessions", "Session").objects.all().delete()
    apps.get_model("door", "OpenSession").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("door", "0001_door"), ("sessions", "0001_initial")]
    operations = [migrations.RunPython(end_all_sessions, migrations.RunPython.noop)]
