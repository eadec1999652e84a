"""The history of assessments, their teams, interests, visits and plans. Evidence needs none: its rows never change."""

from django.db import migrations

TABLES = (
    ("inspection_assessment", "case_id"),
    ("inspection_teammember", "assessment_id"),
    ("inspection_interestdeclared", "assessment_id"),
    ("inspection_assessmentvisit", "assessment_id"),
    ("inspection_plannedevidence", "assessment_id"),
)
WATCH = """CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('{case}', '')"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0007_history_of_frameworks"),
        ("inspection", "0004_promises_of_assessments"),
    ]

    operations = [
        migrations.RunSQL(WATCH.format(table=table, case=case), f"DROP TRIGGER record_row_change ON {table}")
        for table, case in TABLES
    ]
