"""More tables whose history is kept: who was invited, flags, what was asked again, what the register says."""

from django.db import migrations

TABLES = [
    ("people_invitation", "", "token_hash"),
    ("people_secondstepreset", "", ""),
    ("casework_batch", "", ""),
    ("casework_flag", "case_id", ""),
    ("questions_return", "", ""),
    ("questions_sectionhandover", "", ""),
    ("register_service", "", "words"),
    ("register_statusentry", "case_id", ""),
    ("selection_witness", "", "value"),
]


def watch(table, case_column, hidden):
    return migrations.RunSQL(
        f"""CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('{case_column}', '{hidden}')""",
        f"DROP TRIGGER record_row_change ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0002_row_history"),
        ("casework", "0007_index_of_ended_cases"),
        ("people", "0005_promises"),
        ("questions", "0005_returns"),
        ("register", "0002_promises"),
        ("selection", "0005_who_and_when"),
    ]

    operations = [watch(*table) for table in TABLES]
