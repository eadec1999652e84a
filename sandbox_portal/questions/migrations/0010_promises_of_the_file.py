"""The organisation's file is only added to, and only by its own people."""

from django.db import migrations

PROMISES = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON questions_keptanswer
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON questions_keptanswer
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON questions_toldbefore
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON questions_toldbefore
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();

CREATE FUNCTION questions_only_by_its_own_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM people_membership
        WHERE organisation_id = NEW.organisation_id AND user_id = NEW.said_by_id
    ) THEN
        RAISE EXCEPTION 'only people of the organisation write in its file' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_by_its_own_people BEFORE INSERT ON questions_keptanswer
    FOR EACH ROW EXECUTE FUNCTION questions_only_by_its_own_people();
"""

UNDO = """
DROP TRIGGER only_by_its_own_people ON questions_keptanswer;
DROP FUNCTION questions_only_by_its_own_people();
DROP TRIGGER refuse_truncate ON questions_toldbefore;
DROP TRIGGER refuse_change ON questions_toldbefore;
DROP TRIGGER refuse_truncate ON questions_keptanswer;
DROP TRIGGER refuse_change ON questions_keptanswer;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0009_the_organisations_file"), ("casework", "0002_triggers")]

    operations = [migrations.RunSQL(PROMISES, UNDO)]
