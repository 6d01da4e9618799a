from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0003_posts_change_and_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="changed_text",
            field=models.TextField(default=""),
        ),
    ]
