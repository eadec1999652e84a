"""A message stands, but the day by which its answer is due moves once when more time is given (R11)."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION casework_message_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{more}    IF to_jsonb(NEW) - 'read_at' - 'read_by_id' - 'withdrawn_at' - 'withdrawn_by_id'
        IS DISTINCT FROM to_jsonb(OLD) - 'read_at' - 'read_by_id' - 'withdrawn_at' - 'withdrawn_by_id'
        OR OLD.read_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'a message never changes; it is opened once, or taken back before' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
MORE_TIME = """    IF to_jsonb(NEW) - 'answer_due_at' = to_jsonb(OLD) - 'answer_due_at'
        AND NEW.answer_due_at > OLD.answer_due_at
        AND EXISTS (
            SELECT 1 FROM casework_moretime asked JOIN casework_deadline due ON due.id = asked.deadline_id
            WHERE due.subject = OLD.id::text AND asked.state = 'granted' AND asked.granted_until = NEW.answer_due_at
        ) THEN
        RETURN NEW;
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_typing_and_looks_stand")]

    operations = [migrations.RunSQL(FUNCTION.replace("{more}", MORE_TIME), FUNCTION.replace("{more}", ""))]
