import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_old_bundles_go"),
        ("inspection", "0012_promises_of_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("secret_hash", models.CharField(max_length=64)),
                ("recovery", models.TextField(blank=True)),
                ("added_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-seen_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CapturedPhoto",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("capture_id", models.UUIDField(db_index=True)),
                ("fingerprint", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("captured_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("clock_behind", models.IntegerField()),
                (
                    "came_by",
                    models.CharField(
                        choices=[("tablet", "Sent by the tablet"), ("file", "Brought in from a file")], max_length=10
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.attachment"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="captured_photos",
                        to="inspection.assessmentvisit",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspection.device"
                    ),
                ),
            ],
            options={
                "ordering": ["captured_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CapturedEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capture_id", models.UUIDField(db_index=True)),
                ("counter", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("captured_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("clock_behind", models.IntegerField()),
                (
                    "came_by",
                    models.CharField(
                        choices=[("tablet", "Sent by the tablet"), ("file", "Brought in from a file")], max_length=10
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="captured",
                        to="inspection.evidenceitem",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspection.device"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_number", models.PositiveSmallIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("waiting", models.PositiveIntegerField(default=0)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inspection.assessment"
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="inspection.device"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="inspection.assessmentvisit",
                    ),
                ),
            ],
            options={
                "ordering": ["-taken_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SyncOperation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("op_id", models.UUIDField()),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(choices=[("evidence", "Evidence"), ("person", "Somebody we met")], max_length=10),
                ),
                ("subject", models.UUIDField(db_index=True)),
                ("counter", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "Kept"),
                            ("refused", "Not taken"),
                            ("conflict", "Changed elsewhere meanwhile"),
                            ("held", "Waiting for an earlier part"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.JSONField()),
                ("payload", models.JSONField(null=True)),
                ("received_at", models.DateTimeField()),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="operations", to="inspection.device"
                    ),
                ),
            ],
            options={
                "ordering": ["device", "counter", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="device_revoked_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="packtaken",
            constraint=models.UniqueConstraint(
                models.F("device"), models.F("visit"), name="a_visit_is_taken_once_by_a_device"
            ),
        ),
        migrations.AddConstraint(
            model_name="syncoperation",
            constraint=models.UniqueConstraint(
                models.F("op_id"), models.F("fingerprint"), name="an_operation_is_answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="syncoperation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["held", "conflict"]), _negated=True),
                    ("payload__isnull", False),
                    _connector="OR",
                ),
                name="what_is_held_or_in_conflict_is_kept_whole",
            ),
        ),
    ]
