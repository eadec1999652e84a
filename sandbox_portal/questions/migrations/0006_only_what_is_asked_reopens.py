"""Sent answers stay, except those that were asked again, and those only until they were given back."""

from django.db import migrations

# What stands inside a group is named after its group: “partners--k3f9--full_name” is reopened with “partners”.
REOPENS = """
CREATE FUNCTION questions_is_reopened(answered bigint, asked_key text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM questions_returneditem item JOIN questions_return sent ON sent.id = item.returned_id
        WHERE sent.response_id = answered AND sent.sent_at IS NOT NULL AND sent.answered_at IS NULL
          AND sent.ended_at IS NULL AND item.reopens ? split_part(asked_key, '--', 1)
    )
$$;
"""

# As in 0002: the share lock makes a save wait for a locking, or a giving back, that is under way, and then see it.
ANSWERS_STAY_OR_REOPEN = """
CREATE OR REPLACE FUNCTION questions_locked_answers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    locked timestamptz;
    answered bigint;
    asked_key text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        answered := OLD.response_id; asked_key := OLD.question_key;
    ELSE
        answered := NEW.response_id; asked_key := NEW.question_key;
    END IF;
    SELECT locked_at INTO locked FROM questions_response WHERE id = answered FOR SHARE;
    IF locked IS NOT NULL AND (TG_OP = 'DELETE' OR NOT questions_is_reopened(answered, asked_key)) THEN
        RAISE EXCEPTION 'response % is locked: its answers stay as they are', answered
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

# Files of a case whose answers were asked again: only those put to a question that was asked.
FILES_STAY_OR_REOPEN = """
CREATE FUNCTION questions_files_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answered bigint;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.removed_at IS NOT DISTINCT FROM OLD.removed_at THEN RETURN NEW; END IF;
    SELECT response.id INTO answered
    FROM questions_response response JOIN questions_return sent ON sent.response_id = response.id
    WHERE response.case_id = NEW.case_id AND sent.sent_at IS NOT NULL AND sent.answered_at IS NULL
      AND sent.ended_at IS NULL;
    IF answered IS NOT NULL AND NOT questions_is_reopened(answered, NEW.question_key) THEN
        RAISE EXCEPTION 'the files of case % stay: no file was asked for at this question', NEW.case_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER files_stay BEFORE INSERT OR UPDATE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION questions_files_stay();
"""

# What was asked, and what it said before, is part of the record once it was sent.
SENT_ITEMS_STAY = """
CREATE FUNCTION questions_sent_items_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sent timestamptz;
BEGIN
    SELECT sent_at INTO sent FROM questions_return WHERE id = OLD.returned_id;
    IF sent IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR (NEW.returned_id, NEW.question_key, NEW.reopens, NEW.reason, NEW.words, NEW.before,
        NEW.version_before, NEW.files_before) IS DISTINCT FROM (OLD.returned_id, OLD.question_key, OLD.reopens,
        OLD.reason, OLD.words, OLD.before, OLD.version_before, OLD.files_before) THEN
        RAISE EXCEPTION 'what was asked again stays as it was sent' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER sent_items_stay BEFORE UPDATE OR DELETE ON questions_returneditem
    FOR EACH ROW EXECUTE FUNCTION questions_sent_items_stay();
"""

UNDO = """
DROP TRIGGER sent_items_stay ON questions_returneditem;
DROP FUNCTION questions_sent_items_stay;
DROP TRIGGER files_stay ON documents_attachment;
DROP FUNCTION questions_files_stay;
CREATE OR REPLACE FUNCTION questions_locked_answers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION questions_is_reopened(bigint, text);
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0005_returns"), ("documents", "0001_initial")]

    operations = [
        migrations.RunSQL([REOPENS, ANSWERS_STAY_OR_REOPEN, FILES_STAY_OR_REOPEN, SENT_ITEMS_STAY], UNDO),
    ]
