"""What the database itself promises about question sets and answers."""

from django.db import migrations

PUBLISHED_SETS_STAY = """
CREATE FUNCTION questions_published_set_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'question set % version % is published: make a new version', OLD.code, OLD.version
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER published_set_stays BEFORE UPDATE OR DELETE ON questions_questionset
    FOR EACH ROW EXECUTE FUNCTION questions_published_set_stays();
"""

# The share lock makes a save wait for a locking of the same response that is under way, and then see it.
LOCKED_ANSWERS_STAY = """
CREATE FUNCTION questions_locked_answers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    locked timestamptz;
    answered bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN answered := OLD.response_id; ELSE answered := NEW.response_id; END IF;
    SELECT locked_at INTO locked FROM questions_response WHERE id = answered FOR SHARE;
    IF locked IS NOT NULL THEN
        RAISE EXCEPTION 'response % is locked: its answers stay as they are', answered
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER locked_answers_stay BEFORE INSERT OR UPDATE OR DELETE ON questions_answer
    FOR EACH ROW EXECUTE FUNCTION questions_locked_answers_stay();
"""

RESPONSES_STAY_PINNED = """
CREATE FUNCTION questions_response_stays_pinned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.question_set_id <> OLD.question_set_id OR NEW.case_id <> OLD.case_id OR NEW.set_code <> OLD.set_code THEN
        RAISE EXCEPTION 'response % keeps its case and its question set', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER response_stays_pinned BEFORE UPDATE ON questions_response
    FOR EACH ROW EXECUTE FUNCTION questions_response_stays_pinned();
"""

REVISIONS_ARE_ADDED_ONLY = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON questions_answerrevision
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON questions_answerrevision
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

UNDO = """
DROP TRIGGER refuse_truncate ON questions_answerrevision;
DROP TRIGGER refuse_change ON questions_answerrevision;
DROP TRIGGER response_stays_pinned ON questions_response;
DROP TRIGGER locked_answers_stay ON questions_answer;
DROP TRIGGER published_set_stays ON questions_questionset;
DROP FUNCTION questions_response_stays_pinned, questions_locked_answers_stay, questions_published_set_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial"), ("casework", "0002_triggers")]

    operations = [
        migrations.RunSQL(
            [PUBLISHED_SETS_STAY, LOCKED_ANSWERS_STAY, RESPONSES_STAY_PINNED, REVISIONS_ARE_ADDED_ONLY], UNDO
        ),
    ]
