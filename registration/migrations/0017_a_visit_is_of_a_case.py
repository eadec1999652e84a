"""Photos belong to visits of a case; the table of visits that only registrations had is empty of use and goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registration", "0016_visits_go_to_their_cases")]

    operations = [
        migrations.RemoveConstraint("visitphoto", "one_visit_photo_of_a_number"),
        migrations.AlterModelOptions("visitphoto", {}),
        migrations.RemoveField("visitphoto", "visit"),
        migrations.RenameField("visitphoto", "of_case", "visit"),
        migrations.AlterField(
            "visitphoto",
            "visit",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="inspection.assessmentvisit"
            ),
        ),
        migrations.AlterModelOptions("visitphoto", {"ordering": ["visit", "number"]}),
        migrations.AddConstraint(
            "visitphoto", models.UniqueConstraint("visit", "number", name="one_visit_photo_of_a_number")
        ),
        migrations.DeleteModel("SiteVisit"),
    ]
