import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0007_what_is_registered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BurdenRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section_key", models.CharField(max_length=60)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("was_relevant", models.BooleanField()),
                ("comment", models.TextField(blank=True)),
                ("rated_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="burden_ratings",
                        to="registration.registrationapplication",
                    ),
                ),
                (
                    "rated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["application", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("application"), models.F("section_key"), name="one_burden_rating_per_section"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__lte", 6000)), name="minutes_of_a_section_are_sane"
                    ),
                ],
            },
        ),
    ]
