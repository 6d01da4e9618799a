from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="quote_of",
            field=models.CharField(max_length=500, null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="private",
            field=models.BooleanField(null=True),
        ),
    ]
