"""What the database itself promises about the text of a report, what an organisation says of it, and publication."""

from django.db import migrations

# what was published, and what was once written, stays as it is. A correction is another row.
STAYS = """
CREATE FUNCTION inspection_report_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a report said stays as it was said'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'report_rows_stay';
END $$;

CREATE TRIGGER publication_stays BEFORE UPDATE OR DELETE ON inspection_publication
    FOR EACH ROW EXECUTE FUNCTION inspection_report_row_stays();
CREATE TRIGGER earlier_text_stays BEFORE UPDATE OR DELETE ON inspection_earliertext
    FOR EACH ROW EXECUTE FUNCTION inspection_report_row_stays();
CREATE TRIGGER check_note_stays BEFORE UPDATE OR DELETE ON inspection_checknote
    FOR EACH ROW EXECUTE FUNCTION inspection_report_row_stays();
CREATE TRIGGER display_of_rating_stays BEFORE UPDATE OR DELETE ON inspection_displayofrating
    FOR EACH ROW EXECUTE FUNCTION inspection_report_row_stays();
"""

# The text changes while somebody writes it: while the draft is written, and after the organisation has replied.
TEXT_IS_OPEN = """
CREATE FUNCTION inspection_report_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a section of a report stays'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'report_rows_stay';
    END IF;
    SELECT stage INTO now_at FROM casework_case WHERE id = NEW.assessment_id FOR SHARE;
    IF now_at NOT IN ('draft_report', 'answering') THEN
        RAISE EXCEPTION 'the text of this report cannot be changed now'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'report_is_open';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER report_is_open BEFORE INSERT OR UPDATE OR DELETE ON inspection_reportsection
    FOR EACH ROW EXECUTE FUNCTION inspection_report_is_open();
"""

# a draft stays as it was sent; its last day only moves on; once the reply is in, nothing of it changes.
DRAFT_STAYS = """
CREATE FUNCTION inspection_sent_draft_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.replied_at IS NOT NULL OR NEW.last_day < OLD.last_day
       OR (NEW.assessment_id, NEW.number, NEW.content, NEW.sent_at, NEW.sent_by_id)
          IS DISTINCT FROM (OLD.assessment_id, OLD.number, OLD.content, OLD.sent_at, OLD.sent_by_id)
    THEN
        RAISE EXCEPTION 'a draft stays as it was sent'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sent_draft_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER sent_draft_stays BEFORE UPDATE OR DELETE ON inspection_sentdraft
    FOR EACH ROW EXECUTE FUNCTION inspection_sent_draft_stays();
"""

# what was said stays; it is said before the reply is in; nobody who was ever in the team answers it.
POINTS = """
CREATE FUNCTION inspection_accuracy_points() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    draft record;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what an organisation said stays'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'points_stay';
    END IF;
    SELECT * INTO draft FROM inspection_sentdraft WHERE id = NEW.draft_id FOR SHARE;
    IF TG_OP = 'INSERT' AND draft.replied_at IS NOT NULL
       OR TG_OP = 'UPDATE' AND (draft.replied_at IS NOT NULL OR OLD.taken_back_at IS NOT NULL)
          AND (NEW.draft_id, NEW.number, NEW.paragraph, NEW.kind, NEW.words, NEW.evidence, NEW.said_at, NEW.said_by_id,
               NEW.taken_back_at, NEW.taken_back_by_id)
              IS DISTINCT FROM (OLD.draft_id, OLD.number, OLD.paragraph, OLD.kind, OLD.words, OLD.evidence,
                                OLD.said_at, OLD.said_by_id, OLD.taken_back_at, OLD.taken_back_by_id)
    THEN
        RAISE EXCEPTION 'the reply to this draft is in'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'points_stay';
    END IF;
    IF NEW.answered_by_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM inspection_teammember
        WHERE assessment_id = draft.assessment_id AND person_id = NEW.answered_by_id
    ) THEN
        RAISE EXCEPTION 'a point is answered by somebody who was not in the team'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'points_are_answered_by_another';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER accuracy_points BEFORE INSERT OR UPDATE OR DELETE ON inspection_accuracypoint
    FOR EACH ROW EXECUTE FUNCTION inspection_accuracy_points();
"""

# a request stays as it was made, and is decided once.
REVIEW_STAYS = """
CREATE FUNCTION inspection_review_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL
       OR (NEW.assessment_id, NEW.words, NEW.asked_at, NEW.asked_by_id)
          IS DISTINCT FROM (OLD.assessment_id, OLD.words, OLD.asked_at, OLD.asked_by_id)
    THEN
        RAISE EXCEPTION 'a request for a review stays as it was made'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'review_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER review_stays BEFORE UPDATE OR DELETE ON inspection_reviewrequest
    FOR EACH ROW EXECUTE FUNCTION inspection_review_stays();
"""

UNDO = """
DROP TRIGGER review_stays ON inspection_reviewrequest;
DROP TRIGGER accuracy_points ON inspection_accuracypoint;
DROP TRIGGER sent_draft_stays ON inspection_sentdraft;
DROP TRIGGER report_is_open ON inspection_reportsection;
DROP TRIGGER display_of_rating_stays ON inspection_displayofrating;
DROP TRIGGER check_note_stays ON inspection_checknote;
DROP TRIGGER earlier_text_stays ON inspection_earliertext;
DROP TRIGGER publication_stays ON inspection_publication;
DROP FUNCTION inspection_review_stays, inspection_accuracy_points, inspection_sent_draft_stays,
    inspection_report_is_open, inspection_report_row_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0011_reports")]
    operations = [
        migrations.RunSQL([STAYS, TEXT_IS_OPEN, DRAFT_STAYS, POINTS, REVIEW_STAYS], UNDO),
    ]
