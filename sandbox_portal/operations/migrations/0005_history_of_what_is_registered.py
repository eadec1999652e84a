"""What is registered, and what changes in it, are tables whose history is kept."""

from django.db import migrations

TABLES = [
    ("register_particulars", "case_id"),
    ("registration_registration", "case_id"),
    ("registration_change", "case_id"),
    ("registration_conversion", "registration_id"),
]


def watch(table, case_column):
    return migrations.RunSQL(
        f"""CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('{case_column}', '')""",
        f"DROP TRIGGER record_row_change ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0004_history_of_registration"),
        ("register", "0005_services_by_name"),
        ("registration", "0007_what_is_registered"),
    ]

    operations = [watch(*table) for table in TABLES]
