"""One open assessment of a subject, and no use of evidence changes once it is closed, however many ask at once."""

from django.db import migrations

# Whether an assessment is open stands in its case, so no unique index can say it: the organisation is locked.
ONE_OPEN = """
CREATE FUNCTION inspection_one_open_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM people_organisation WHERE id = NEW.organisation_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM inspection_assessment a JOIN casework_case c ON c.id = a.case_id
        WHERE a.organisation_id = NEW.organisation_id AND a.service_id IS NOT DISTINCT FROM NEW.service_id
          AND a.case_id <> NEW.case_id AND c.closed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'an assessment of this service or council is still open'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'one_open_assessment';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER one_open_assessment BEFORE INSERT ON inspection_assessment
    FOR EACH ROW EXECUTE FUNCTION inspection_one_open_assessment();
"""

# while statements are scored, the evidence under them stands still.
USES_ARE_OPEN = """
CREATE FUNCTION inspection_uses_are_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
BEGIN
    SELECT c.stage INTO now_at
      FROM casework_case c JOIN inspection_evidenceitem e ON e.assessment_id = c.id WHERE e.id = NEW.item_id
       FOR SHARE OF c;
    IF now_at NOT IN ('gathering', 'on_site') THEN
        RAISE EXCEPTION 'the evidence of this assessment is closed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_uses_are_open';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER evidence_uses_are_open BEFORE INSERT OR UPDATE ON inspection_evidenceuse
    FOR EACH ROW EXECUTE FUNCTION inspection_uses_are_open();
"""

UNDO = """
DROP TRIGGER evidence_uses_are_open ON inspection_evidenceuse;
DROP TRIGGER one_open_assessment ON inspection_assessment;
DROP FUNCTION inspection_uses_are_open, inspection_one_open_assessment;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0016_promises_of_journeys_and_plans")]
    operations = [migrations.RunSQL([ONE_OPEN, USES_ARE_OPEN], UNDO)]
