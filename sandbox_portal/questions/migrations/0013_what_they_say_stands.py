"""What somebody was asked about answers typed for them, and what they said, stays as it was said."""

from django.db import migrations

PROMISES = """
CREATE FUNCTION questions_typed_check_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL OR OLD.declined_at IS NOT NULL OR OLD.taken_back_at IS NOT NULL
        OR (NEW.response_id, NEW.link_id, NEW.asked_at, NEW.asked_by_id)
        IS DISTINCT FROM (OLD.response_id, OLD.link_id, OLD.asked_at, OLD.asked_by_id) THEN
        RAISE EXCEPTION 'a check of what was typed comes to one end and stays so' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER typed_check_stands BEFORE UPDATE ON questions_typedcheck
    FOR EACH ROW EXECUTE FUNCTION questions_typed_check_stands();

CREATE FUNCTION questions_typed_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.says <> ''
        OR to_jsonb(NEW) - 'says' - 'words' IS DISTINCT FROM to_jsonb(OLD) - 'says' - 'words'
        OR NOT EXISTS (
            SELECT FROM questions_typedcheck
            WHERE id = NEW.check_of_id AND answered_at IS NULL AND declined_at IS NULL AND taken_back_at IS NULL
        ) THEN
        RAISE EXCEPTION 'what is said of an answer is said once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER typed_answer_stands BEFORE UPDATE ON questions_typedanswer
    FOR EACH ROW EXECUTE FUNCTION questions_typed_answer_stands();
"""

UNDO = """
DROP TRIGGER typed_answer_stands ON questions_typedanswer;
DROP FUNCTION questions_typed_answer_stands();
DROP TRIGGER typed_check_stands ON questions_typedcheck;
DROP FUNCTION questions_typed_check_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0012_answers_typed_for_somebody")]

    operations = [migrations.RunSQL(PROMISES, UNDO)]
