"""What held by the lock of a case alone is promised by the database too: feedback, plans, and who decides a review."""

from django.db import migrations

# an answer comes in while evidence is gathered and its request is open, so that each becomes evidence.
FEEDBACK_IS_OPEN = """
CREATE FUNCTION inspection_feedback_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
    ended timestamptz;
BEGIN
    SELECT c.stage INTO now_at FROM casework_case AS c
        JOIN inspection_feedbackrequest AS r ON r.assessment_id = c.id WHERE r.id = NEW.request_id FOR SHARE OF c;
    SELECT ended_at INTO ended FROM inspection_feedbackrequest WHERE id = NEW.request_id FOR SHARE;
    IF now_at NOT IN ('gathering', 'on_site') OR ended IS NOT NULL THEN
        RAISE EXCEPTION 'this request for feedback takes no more answers'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'feedback_is_open';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_is_open BEFORE INSERT ON inspection_feedbackanswer
    FOR EACH ROW EXECUTE FUNCTION inspection_feedback_is_open();
"""

# each row of a plan is written in its own stages; of a plan that has ended nothing changes.
PLANS = """
CREATE FUNCTION inspection_plan_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan uuid;
    now_at text;
BEGIN
    IF TG_TABLE_NAME = 'inspection_actionprogress' THEN
        SELECT plan_id INTO plan FROM inspection_planaction WHERE id = NEW.action_id;
    ELSE
        plan := NEW.plan_id;
    END IF;
    SELECT stage INTO now_at FROM casework_case WHERE id = plan FOR SHARE;
    IF NOT now_at = ANY (TG_ARGV) THEN
        RAISE EXCEPTION 'this cannot be written into the plan at its stage'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'plan_is_open';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER findings_while_written BEFORE INSERT ON inspection_planfinding
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_is_open('drafting');
CREATE TRIGGER progress_while_it_runs BEFORE INSERT ON inspection_actionprogress
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_is_open('under_way');
CREATE TRIGGER practice_while_open BEFORE INSERT ON inspection_goodpractice
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_is_open('drafting', 'checking', 'under_way');
CREATE TRIGGER reviews_while_open BEFORE INSERT ON inspection_progressreview
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_is_open('drafting', 'under_way');
CREATE TRIGGER reviews_held_while_it_runs BEFORE UPDATE ON inspection_progressreview
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_is_open('under_way');

CREATE FUNCTION inspection_ended_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
       OR (NEW.organisation_id, NEW.assessment_id, NEW.move_id, NEW.because, NEW.runs_from)
          IS DISTINCT FROM (OLD.organisation_id, OLD.assessment_id, OLD.move_id, OLD.because, OLD.runs_from)
    THEN
        RAISE EXCEPTION 'why a plan was opened stays, and a plan that has ended stays as a whole'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ended_plan_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ended_plan_stays BEFORE UPDATE OR DELETE ON inspection_improvementplan
    FOR EACH ROW EXECUTE FUNCTION inspection_ended_plan_stays();
"""

# nobody decides about a review, or is named for it, who was in the team, published, or has an interest.
REVIEWED_BY_ANOTHER = """
CREATE FUNCTION inspection_review_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    people uuid[] := ARRAY[]::uuid[];
BEGIN
    IF NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id THEN
        people := people || NEW.decided_by_id;
    END IF;
    IF NEW.reviewer_id IS DISTINCT FROM OLD.reviewer_id THEN
        people := people || NEW.reviewer_id;
    END IF;
    PERFORM 1 FROM casework_case WHERE id = NEW.assessment_id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM inspection_teammember WHERE assessment_id = NEW.assessment_id AND person_id = ANY (people)
        UNION ALL
        SELECT 1 FROM inspection_publication
            WHERE assessment_id = NEW.assessment_id AND published_by_id = ANY (people)
        UNION ALL
        SELECT 1 FROM inspection_interestdeclared
            WHERE assessment_id = NEW.assessment_id AND has_interest AND person_id = ANY (people)
    ) THEN
        RAISE EXCEPTION 'a review is decided by somebody who had no part in the assessment'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'review_by_another';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER review_by_another BEFORE UPDATE ON inspection_reviewrequest
    FOR EACH ROW EXECUTE FUNCTION inspection_review_by_another();
"""

UNDO = """
DROP TRIGGER review_by_another ON inspection_reviewrequest;
DROP TRIGGER ended_plan_stays ON inspection_improvementplan;
DROP TRIGGER reviews_held_while_it_runs ON inspection_progressreview;
DROP TRIGGER reviews_while_open ON inspection_progressreview;
DROP TRIGGER practice_while_open ON inspection_goodpractice;
DROP TRIGGER progress_while_it_runs ON inspection_actionprogress;
DROP TRIGGER findings_while_written ON inspection_planfinding;
DROP TRIGGER feedback_is_open ON inspection_feedbackanswer;
DROP FUNCTION inspection_review_by_another, inspection_ended_plan_stays, inspection_plan_is_open,
    inspection_feedback_is_open;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0027_cards_of_published_reports")]
    operations = [migrations.RunSQL([FEEDBACK_IS_OPEN, PLANS, REVIEWED_BY_ANOTHER], UNDO)]
