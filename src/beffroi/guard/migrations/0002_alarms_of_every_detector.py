import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0007_written_elsewhere"),
        ("guard", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("alarm", "kind", "detector"),
        migrations.RenameField("alarm", "shown", "about"),
        migrations.AlterField("alarm", "score", models.FloatField(null=True)),
        migrations.AlterField(
            "alarm",
            "snapshot",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="archive.profilesnapshot",
            ),
        ),
        migrations.AddField("alarm", "threshold", models.FloatField(null=True)),
        migrations.AddField("alarm", "signs", models.JSONField(default=list)),
        migrations.AddField("alarm", "due_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "alarm",
            "post",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.post"
            ),
        ),
        migrations.AddIndex(
            "alarm",
            models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="alarm_due"),
        ),
        migrations.AddField("profilepoll", "doubt", models.JSONField(default=dict)),
        migrations.AddField("profilepoll", "memory", models.TextField(default="")),
        migrations.AddField("profilepoll", "month", models.DateField(null=True)),
        migrations.AddField("profilepoll", "readings", models.PositiveIntegerField(default=0)),
        migrations.AddField("profilepoll", "gone_at", models.DateTimeField(null=True)),
        migrations.AddField("baseline", "accepted_once", models.JSONField(default=list)),
        migrations.AddField("baseline", "office", models.CharField(default="", max_length=200)),
        migrations.AddField("baseline", "link_domains", models.JSONField(default=list)),
        migrations.AddField("baseline", "languages", models.JSONField(default=list)),
        migrations.AddField("baseline", "pictures", models.JSONField(default=list)),
        migrations.AddField("baseline", "is_institutional", models.BooleanField(default=True)),
        migrations.AddField("baseline", "is_used_elsewhere", models.BooleanField(null=True)),
        migrations.AddField("baseline", "shown_name", models.CharField(default="", max_length=255)),
        migrations.AddField("baseline", "description", models.TextField(default="")),
        migrations.CreateModel(
            name="StrangerSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("trouble", models.JSONField(default=dict)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.account"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["due_at"], name="stranger_search_due")],
            },
        ),
        migrations.CreateModel(
            name="Peer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("network", models.CharField(max_length=40)),
                ("native_id", models.CharField(max_length=255)),
                ("handle", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=255)),
                ("added_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("trouble", models.JSONField(default=dict)),
                ("found", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField(null=True)),
                ("shown_name", models.CharField(default="", max_length=255)),
                ("shown_handle", models.CharField(default="", max_length=255)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="access.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["due_at"], name="peer_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "network", "native_id"), name="each_peer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Watching",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("detector", models.CharField(max_length=40, unique=True)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
