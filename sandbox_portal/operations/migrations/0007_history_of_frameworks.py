"""The history of frameworks is kept too: who put a version on trial, into use or out of use."""

from django.db import migrations

WATCH = """CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON inspection_framework
    FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('', 'content')"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0006_history_of_links"),
        ("inspection", "0002_promises_of_frameworks"),
    ]

    operations = [migrations.RunSQL(WATCH, "DROP TRIGGER record_row_change ON inspection_framework")]
