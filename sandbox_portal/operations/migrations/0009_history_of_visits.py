"""The history of visits names their case, which may be of any kind."""

from django.db import migrations

WATCH = """DROP TRIGGER record_row_change ON inspection_assessmentvisit;
CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON inspection_assessmentvisit
    FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('{case}', '')"""


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0008_history_of_assessments"),
        ("inspection", "0025_visits_of_any_case"),
    ]

    operations = [migrations.RunSQL(WATCH.format(case="case_id"), WATCH.format(case="assessment_id"))]
