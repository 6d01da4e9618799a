import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("inbox", "0005_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConversationPoll",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("whole_at", models.DateTimeField(null=True)),
                ("trouble", models.JSONField(default=dict)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.account"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["due_at"], name="conversation_poll_due")]},
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("native_id", models.CharField(max_length=500)),
                ("said_at", models.DateTimeField()),
                ("answers", models.PositiveIntegerField()),
                ("read_at", models.DateTimeField(null=True)),
                ("trouble", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.account"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="conversation_due"
                    ),
                    models.Index(fields=["said_at"], name="conversation_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "native_id"), name="each_conversation_of_an_account_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BroughtIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="brought_in", to="inbox.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PastReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("since", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("reads", models.CharField(default="mentions", max_length=10)),
                ("place", models.CharField(default="", max_length=500)),
                ("reached", models.DateTimeField(null=True)),
                ("found", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("is_stopped", models.BooleanField(default=False)),
                ("trouble", models.JSONField(default=dict)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.account"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="past_reading_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("account",),
                        name="one_open_past_reading_per_account",
                    )
                ],
            },
        ),
    ]
