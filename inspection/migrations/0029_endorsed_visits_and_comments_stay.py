"""A visit that is endorsed or cancelled stays as it is, and so does what was said of a draft of the materials."""

from django.db import migrations

# once endorsed, nothing of a visit is written anew. Its words may go when their time is over, as retention says.
VISITS_STAY = """
CREATE FUNCTION inspection_visits_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (NEW.case_id, NEW.number, NEW.starts_at, NEW.mode, NEW.lead_id, NEW.checklist_id, NEW.done_at, NEW.done_by_id,
           NEW.endorsed_at, NEW.endorsed_by_id, NEW.cancelled_at, NEW.cancelled_by_id)
          IS DISTINCT FROM
          (OLD.case_id, OLD.number, OLD.starts_at, OLD.mode, OLD.lead_id, OLD.checklist_id, OLD.done_at, OLD.done_by_id,
           OLD.endorsed_at, OLD.endorsed_by_id, OLD.cancelled_at, OLD.cancelled_by_id)
       OR NEW.answers NOT IN (OLD.answers, '{}') OR NEW.summary NOT IN (OLD.summary, '')
       OR NEW.agenda NOT IN (OLD.agenda, '') OR NEW.endorsed_note NOT IN (OLD.endorsed_note, '')
       OR NEW.cancelled_because NOT IN (OLD.cancelled_because, '')
    THEN
        RAISE EXCEPTION 'a visit that is endorsed or cancelled stays as it is'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'visits_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER visits_stay BEFORE UPDATE OR DELETE ON inspection_assessmentvisit
    FOR EACH ROW WHEN (OLD.endorsed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL)
    EXECUTE FUNCTION inspection_visits_stay();
"""

# nobody changes what an organisation said, and what becomes of it is said once.
COMMENTS_STAY = """
CREATE FUNCTION inspection_comments_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
       OR (NEW.says, NEW.words, NEW.answered_at, NEW.declined_at)
          IS DISTINCT FROM (OLD.says, OLD.words, OLD.answered_at, OLD.declined_at)
    THEN
        RAISE EXCEPTION 'what an organisation said of a draft stays, and is settled once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'comments_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER comments_stay BEFORE UPDATE OR DELETE ON inspection_materialscomment
    FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL OR OLD.declined_at IS NOT NULL)
    EXECUTE FUNCTION inspection_comments_stay();
"""

UNDO = """
DROP TRIGGER comments_stay ON inspection_materialscomment;
DROP TRIGGER visits_stay ON inspection_assessmentvisit;
DROP FUNCTION inspection_comments_stay, inspection_visits_stay;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0028_promises_under_a_lock_before")]
    operations = [migrations.RunSQL([VISITS_STAY, COMMENTS_STAY], UNDO)]
