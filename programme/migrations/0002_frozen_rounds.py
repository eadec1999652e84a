"""What applicants were told when the window opened stays as it was, whoever writes to the tables (R-154)."""

from django.db import migrations

FROZEN_ROUND = """
CREATE FUNCTION programme_refuse_change_of_frozen_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.criteria, NEW.document, NEW.question_set, NEW.question_set_version, NEW.min_places, NEW.max_places,
        NEW.number, NEW.opens_at, NEW.frozen_at)
       IS DISTINCT FROM
       (OLD.criteria, OLD.document, OLD.question_set, OLD.question_set_version, OLD.min_places, OLD.max_places,
        OLD.number, OLD.opens_at, OLD.frozen_at)
    THEN
        RAISE EXCEPTION 'round % is frozen: its criteria, words, questions and places stay as applicants saw them',
            OLD.number USING ERRCODE = 'restrict_violation', CONSTRAINT = 'frozen_round';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER frozen_round BEFORE UPDATE ON programme_round
    FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION programme_refuse_change_of_frozen_round();
"""

# Applicants promise to come on the mandatory dates, so none may appear, vanish or change its kind after they promised.
# A date may still move: that is a step with a reason, and everybody is told.
MANDATORY_DATES = """
CREATE FUNCTION programme_refuse_change_of_mandatory_date() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.is_mandatory = OLD.is_mandatory AND NEW.code = OLD.code AND NEW.round_id = OLD.round_id
    THEN
        RETURN NEW;
    END IF;
    SELECT frozen_at INTO frozen FROM programme_round
        WHERE case_id = CASE WHEN TG_OP = 'INSERT' THEN NEW.round_id ELSE OLD.round_id END;
    IF frozen IS NOT NULL AND (TG_OP = 'DELETE' AND OLD.is_mandatory
                               OR TG_OP = 'INSERT' AND NEW.is_mandatory
                               OR TG_OP = 'UPDATE' AND (OLD.is_mandatory OR NEW.is_mandatory))
    THEN
        RAISE EXCEPTION 'the dates applicants must promise to come on are fixed once the window has opened'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mandatory_dates_are_fixed';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER mandatory_dates_are_fixed BEFORE INSERT OR UPDATE OR DELETE ON programme_keydate
    FOR EACH ROW EXECUTE FUNCTION programme_refuse_change_of_mandatory_date();
"""

UNDO = """
DROP TRIGGER mandatory_dates_are_fixed ON programme_keydate;
DROP TRIGGER frozen_round ON programme_round;
DROP FUNCTION programme_refuse_change_of_mandatory_date, programme_refuse_change_of_frozen_round;
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial"), ("people", "0003_portal_now")]

    operations = [migrations.RunSQL([FROZEN_ROUND, MANDATORY_DATES], UNDO)]
