"""What the database itself promises: published questions and saved results are only ever added."""

from django.db import migrations

STAY = "".join(
    f"""
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""
    for table in ("registration_scopetree", "registration_scoperun")
)
UNDO = "".join(
    f"DROP TRIGGER refuse_truncate ON {table}; DROP TRIGGER refuse_change ON {table};"
    for table in ("registration_scopetree", "registration_scoperun")
)


class Migration(migrations.Migration):
    dependencies = [("registration", "0001_scope"), ("casework", "0002_triggers")]
    operations = [migrations.RunSQL(STAY, UNDO)]
