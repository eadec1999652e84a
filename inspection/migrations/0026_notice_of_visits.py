"""A visit says whether its notice is short, what the organisation was told besides, and that it asked for another day."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("inspection", "0025_visits_of_any_case")]

    operations = [
        migrations.AddField("assessmentvisit", "is_short_notice", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("assessmentvisit", "note", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("assessmentvisit", "another_day", models.TextField(blank=True, default="", db_default="")),
        migrations.AlterField(
            "assessmentvisit",
            "mode",
            models.CharField(
                choices=[
                    ("base", "At their office, or where they work from"),
                    ("home", "In somebody’s home"),
                    ("phone", "By telephone"),
                    ("video", "By video"),
                    ("elsewhere", "Somewhere else"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "assessmentvisit",
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(is_short_notice=False) | Q(agreed_at__isnull=False),
                name="a_visit_at_short_notice_is_agreed",
            ),
        ),
    ]
