"""What the list of reports reads stands in columns of its own: it read every word of thirty reports for thirty cards."""

from django.db import migrations, models

CARD = models.Func("snapshot", template="(%(expressions)s - '{sections,statements,changes,breaches}'::text[])")
SUMMARY = models.Func(
    "snapshot",
    template="""(jsonb_path_query_first(%(expressions)s,
        '$.sections[*] ? (@.key == "summary").paragraphs[0].text') #>> '{}')""",
)


class Migration(migrations.Migration):
    dependencies = [("inspection", "0026_notice_of_visits")]

    operations = [
        migrations.AddField(
            "publication",
            "card",
            models.GeneratedField(expression=CARD, output_field=models.JSONField(), db_persist=True),
        ),
        migrations.AddField(
            "publication",
            "summary",
            models.GeneratedField(expression=SUMMARY, output_field=models.TextField(null=True), db_persist=True),
        ),
        migrations.AddIndex("publication", models.Index("published_at", "id", name="publication_by_day")),
    ]
