"""What was set aside is only ever added: it is there so that nothing is lost."""

from django.db import migrations

ADDED_ONLY = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON questions_setasidetext
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON questions_setasidetext
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

UNDO = """
DROP TRIGGER refuse_truncate ON questions_setasidetext;
DROP TRIGGER refuse_change ON questions_setasidetext;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_answering_together"), ("casework", "0002_triggers")]

    operations = [migrations.RunSQL(ADDED_ONLY, UNDO)]
