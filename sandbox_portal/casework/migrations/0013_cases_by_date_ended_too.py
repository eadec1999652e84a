"""An index by date for searches, which find ended cases too: words that nearly every case has are found along it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_refusals_of_typing_stand")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("due_order"), models.F("id"), name="case_by_due_ended_too"),
        ),
    ]
