from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspection", "0023_a_draft_knows_its_open_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportsection",
            name="written_from",
            field=models.CharField(blank=True, db_default="", default="", max_length=36),
        ),
    ]
