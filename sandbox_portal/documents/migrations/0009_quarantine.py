"""The bytes of a file with a virus go after a time; the moment is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_certificates")]

    operations = [
        migrations.AddField(
            model_name="evidencefile",
            name="bytes_removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("bytes_removed_at", None), ("scan_state", "refused"), _connector="OR"),
                name="only_refused_bytes_are_removed",
            ),
        ),
    ]
