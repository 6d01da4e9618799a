from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0006_quotes_and_privacy"),
    ]

    operations = [
        migrations.AddField(
            model_name="ownpost",
            name="elsewhere_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="ownpost",
            index=models.Index(
                condition=models.Q(("elsewhere_at__isnull", False)),
                fields=["elsewhere_at"],
                name="own_post_elsewhere",
            ),
        ),
    ]
