"""An index for searches that find ended cases too, and the database's clock as one moment for a whole statement.

portal_now() goes on while a statement runs, so no index can be read up to it; casework_moment() stands still.
"""

from django.db import migrations, models

MOMENT = """
CREATE FUNCTION casework_moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT portal_now() $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_what_lists_read")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("stage_since"), models.F("id"), name="case_by_age_ended_too"),
        ),
        migrations.RunSQL(MOMENT, "DROP FUNCTION casework_moment"),
    ]
