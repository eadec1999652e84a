"""Promises of selection that must survive a race, kept by the database itself."""

from django.db import migrations

CONFLICT_OR_SCORE = """
ALTER TABLE selection_memberscore
  ADD CONSTRAINT score_needs_a_declaration_without_conflict
  FOREIGN KEY (member_id, application_id, may_score)
  REFERENCES selection_conflictdeclaration (member_id, application_id, may_score);
"""

CLOSED_SHEETS = """
CREATE FUNCTION selection_sheet_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE row_in_hand selection_memberscore;
BEGIN
  IF TG_OP = 'DELETE' THEN row_in_hand := OLD; ELSE row_in_hand := NEW; END IF;
  -- The declaration is the lock that scores and sheets of one member and application share.
  PERFORM 1 FROM selection_conflictdeclaration
    WHERE member_id = row_in_hand.member_id AND application_id = row_in_hand.application_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM selection_submittedsheet
             WHERE member_id = row_in_hand.member_id AND application_id = row_in_hand.application_id
               AND step = row_in_hand.step) THEN
    RAISE EXCEPTION 'scores of this step are finished' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'finished_scores_are_closed';
  END IF;
  RETURN row_in_hand;
END $$;
CREATE TRIGGER finished_scores_are_closed BEFORE INSERT OR UPDATE OR DELETE ON selection_memberscore
  FOR EACH ROW EXECUTE FUNCTION selection_sheet_is_closed();

CREATE FUNCTION selection_sheet_needs_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM selection_conflictdeclaration
    WHERE member_id = NEW.member_id AND application_id = NEW.application_id AND NOT has_conflict FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no declaration without conflict' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'a_sheet_needs_a_clear_declaration';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_sheet_needs_a_clear_declaration BEFORE INSERT ON selection_submittedsheet
  FOR EACH ROW EXECUTE FUNCTION selection_sheet_needs_word();
"""

SUBMISSION_IN_WINDOW = """
CREATE FUNCTION selection_submission_is_in_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE opening timestamptz; closing timestamptz;
BEGIN
  IF NEW.submitted_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.submitted_at IS DISTINCT FROM NEW.submitted_at) THEN
    SELECT opens_at, closes_at INTO opening, closing FROM programme_round WHERE case_id = NEW.round_id;
    IF NEW.submitted_at < opening OR NEW.submitted_at >= closing
       OR NEW.submitted_at > portal_now() + interval '1 second'
       OR NEW.submitted_at < portal_now() - interval '1 minute' THEN
      RAISE EXCEPTION 'outside the window' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'submission_is_inside_the_window';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER submission_is_inside_the_window BEFORE INSERT OR UPDATE ON selection_application
  FOR EACH ROW EXECUTE FUNCTION selection_submission_is_in_window();
"""

FROZEN = """
CREATE FUNCTION selection_only_these_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- TG_ARGV is null, not empty, when no column may change.
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - coalesce(TG_ARGV, '{}')) IS DISTINCT FROM (to_jsonb(OLD) - coalesce(TG_ARGV, '{}')) THEN
    RAISE EXCEPTION '% is part of the record and cannot be changed', TG_TABLE_NAME USING ERRCODE = 'check_violation',
      CONSTRAINT = 'the_record_is_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER the_record_is_frozen BEFORE UPDATE OR DELETE ON selection_consensus
  FOR EACH ROW EXECUTE FUNCTION selection_only_these_columns('replaced_at');
CREATE TRIGGER the_record_is_frozen BEFORE UPDATE OR DELETE ON selection_cutoff
  FOR EACH ROW EXECUTE FUNCTION selection_only_these_columns('replaced_at');
CREATE TRIGGER the_record_is_frozen BEFORE UPDATE OR DELETE ON selection_proposal
  FOR EACH ROW EXECUTE FUNCTION selection_only_these_columns('confirmed_at', 'confirmed_by_id', 'cancelled_at',
    'decision', 'decision_reason', 'modifications', 'accepts_below_minimum', 'decided_at', 'decided_by_id',
    'seconded_at', 'seconded_by_id');
CREATE TRIGGER the_record_is_frozen BEFORE DELETE ON selection_draw
  FOR EACH ROW EXECUTE FUNCTION selection_only_these_columns();
CREATE TRIGGER the_frozen_draw_stands BEFORE UPDATE ON selection_draw
  FOR EACH ROW WHEN (OLD.drawn_at IS NULL)
  EXECUTE FUNCTION selection_only_these_columns('source_values', 'entered_at', 'entered_by_id', 'confirmed_by_id',
    'reveal', 'key', 'drawn_at', 'sealed_secret', 'voided_at', 'voided_by_id', 'void_reason');
CREATE TRIGGER the_held_draw_stands BEFORE UPDATE ON selection_draw
  FOR EACH ROW WHEN (OLD.drawn_at IS NOT NULL)
  EXECUTE FUNCTION selection_only_these_columns('voided_at', 'voided_by_id', 'void_reason');
CREATE TRIGGER the_frozen_group_stands BEFORE UPDATE OR DELETE ON selection_drawgroup
  FOR EACH ROW WHEN (OLD."order" IS NULL) EXECUTE FUNCTION selection_only_these_columns('order');
CREATE TRIGGER the_drawn_group_stands BEFORE UPDATE OR DELETE ON selection_drawgroup
  FOR EACH ROW WHEN (OLD."order" IS NOT NULL) EXECUTE FUNCTION selection_only_these_columns();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial"), ("programme", "0001_initial"), ("people", "0003_portal_now")]
    operations = [
        migrations.RunSQL(CONFLICT_OR_SCORE, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSED_SHEETS, migrations.RunSQL.noop),
        migrations.RunSQL(SUBMISSION_IN_WINDOW, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN, migrations.RunSQL.noop),
    ]
