"""Applications to register are tables whose history is kept."""

from django.db import migrations

TABLES = [
    ("registration_registrationapplication", "case_id", "submission_key"),
    ("registration_managerapplication", "case_id", ""),
    ("registration_attempt", "application_id", ""),
    ("registration_shortcoming", "", ""),
]


def watch(table, case_column, hidden):
    return migrations.RunSQL(
        f"""CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('{case_column}', '{hidden}')""",
        f"DROP TRIGGER record_row_change ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0003_more_row_history"),
        ("registration", "0004_promises_of_applications"),
    ]

    operations = [watch(*table) for table in TABLES]
