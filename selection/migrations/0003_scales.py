"""Scores lie on the scale that the round gives their criterion, and an interest that was declared stays declared."""

from django.db import migrations

ON_THE_SCALE = """
CREATE FUNCTION selection_score_is_on_scale() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found jsonb;
BEGIN
  SELECT each INTO found
    FROM selection_application a
    JOIN programme_round r ON r.case_id = a.round_id
    CROSS JOIN LATERAL jsonb_array_elements(r.criteria) each
    WHERE a.case_id = NEW.application_id AND each->>'code' = NEW.criterion;
  IF found IS NULL
     OR (found->>'kind' = 'gate' AND NEW.value NOT IN (0, 1))
     OR (found->>'kind' = 'score'
         AND NEW.value NOT BETWEEN (found->>'lowest')::int AND (found->>'highest')::int) THEN
    RAISE EXCEPTION '% is not a score of criterion %', NEW.value, NEW.criterion USING ERRCODE = 'check_violation',
      CONSTRAINT = 'a_score_lies_on_its_scale';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_score_lies_on_its_scale BEFORE INSERT OR UPDATE OF value, criterion ON selection_memberscore
  FOR EACH ROW EXECUTE FUNCTION selection_score_is_on_scale();
CREATE TRIGGER a_score_lies_on_its_scale BEFORE INSERT ON selection_consensus
  FOR EACH ROW EXECUTE FUNCTION selection_score_is_on_scale();
"""

AN_INTEREST_STAYS = """
CREATE FUNCTION selection_interest_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.has_conflict AND NOT NEW.has_conflict THEN
    RAISE EXCEPTION 'an interest that was declared stays' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'an_interest_stays';
  END IF;
  IF NEW.has_conflict AND EXISTS (SELECT 1 FROM selection_submittedsheet
      WHERE member_id = NEW.member_id AND application_id = NEW.application_id) THEN
    RAISE EXCEPTION 'a finished sheet and an interest' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'no_sheet_beside_an_interest';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER an_interest_stays BEFORE UPDATE ON selection_conflictdeclaration
  FOR EACH ROW EXECUTE FUNCTION selection_interest_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0002_promises")]
    operations = [
        migrations.RunSQL(ON_THE_SCALE, migrations.RunSQL.noop),
        migrations.RunSQL(AN_INTEREST_STAYS, migrations.RunSQL.noop),
    ]
