"""What was used to assess somebody stays as it was, whoever writes to the table (R-352)."""

from django.db import migrations

STAY = """
CREATE FUNCTION inspection_refuse_change_of_used_framework() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'status' IS DISTINCT FROM to_jsonb(OLD) - 'status' THEN
        RAISE EXCEPTION 'framework % was used: its content stays as it was', OLD.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'used_framework_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER used_framework_stays BEFORE UPDATE OR DELETE ON inspection_framework
    FOR EACH ROW WHEN (OLD.first_used_at IS NOT NULL) EXECUTE FUNCTION inspection_refuse_change_of_used_framework();
"""
UNDO = """
DROP TRIGGER used_framework_stays ON inspection_framework;
DROP FUNCTION inspection_refuse_change_of_used_framework;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_frameworks")]
    operations = [migrations.RunSQL(STAY, UNDO)]
