"""The history of one-time links is kept too: who was asked, and whose link was taken back; never the secret."""

from django.db import migrations

WATCH = """CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON people_link
    FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('', 'token_hash')"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0005_history_of_what_is_registered"),
        ("people", "0007_a_link_is_used_for_good"),
    ]

    operations = [migrations.RunSQL(WATCH, "DROP TRIGGER record_row_change ON people_link")]
