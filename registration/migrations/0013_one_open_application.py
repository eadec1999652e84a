"""An organisation has one open application to register at a time: of two that are started at once, one stands."""

from django.db import migrations

ONE_AT_A_TIME = """
CREATE UNIQUE INDEX one_open_application_to_register ON casework_case (organisation_id)
    WHERE kind = 'registration' AND closed_at IS NULL;
"""
UNDO = "DROP INDEX one_open_application_to_register;"


class Migration(migrations.Migration):
    dependencies = [("registration", "0012_email_as_one_word"), ("casework", "0011_email_as_one_word")]
    operations = [migrations.RunSQL(ONE_AT_A_TIME, UNDO)]
