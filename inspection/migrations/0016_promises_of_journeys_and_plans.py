"""What the database itself promises about a council's journey and about improvement plans."""

from django.db import migrations

# a move stays as it was decided, and begins where the one before ended.
MOVES_STAY = """
CREATE FUNCTION inspection_moves_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number integer;
    last_level integer;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a move of a council stays as it was decided'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'moves_stay';
    END IF;
    PERFORM 1 FROM people_organisation WHERE id = NEW.council_id FOR NO KEY UPDATE;
    SELECT number, to_level INTO last_number, last_level FROM inspection_journeymove
        WHERE council_id = NEW.council_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> COALESCE(last_number, 0) + 1 OR NEW.from_level <> COALESCE(last_level, 0)
       OR NOT EXISTS (
           SELECT 1 FROM inspection_journeyproposal AS p
           WHERE p.id = NEW.proposal_id AND p.council_id = NEW.council_id AND p.is_accepted
             AND (p.from_level, p.to_level) = (NEW.from_level, NEW.to_level) AND p.decided_by_id = NEW.decided_by_id)
    THEN
        RAISE EXCEPTION 'a move begins where the one before ended, and follows an accepted proposal'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'moves_follow_each_other';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER moves_stay BEFORE INSERT OR UPDATE OR DELETE ON inspection_journeymove
    FOR EACH ROW EXECUTE FUNCTION inspection_moves_stay();

CREATE FUNCTION inspection_proposals_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL OR (OLD.voice <> '' AND NEW.voice <> OLD.voice)
       OR (NEW.council_id, NEW.assessment_id, NEW.from_level, NEW.to_level, NEW.because, NEW.proposed_at, NEW.proposed_by_id)
          IS DISTINCT FROM
          (OLD.council_id, OLD.assessment_id, OLD.from_level, OLD.to_level, OLD.because, OLD.proposed_at, OLD.proposed_by_id)
    THEN
        RAISE EXCEPTION 'what was proposed, said of it and decided stays'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'proposals_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER proposals_stay BEFORE UPDATE OR DELETE ON inspection_journeyproposal
    FOR EACH ROW EXECUTE FUNCTION inspection_proposals_stay();
"""

# A risk that was found is lifted once, and never unsaid.
RISKS_STAY = """
CREATE FUNCTION inspection_risks_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.lifted_at IS NOT NULL
       OR (NEW.assessment_id, NEW.because, NEW.noted_at, NEW.noted_by_id)
          IS DISTINCT FROM (OLD.assessment_id, OLD.because, OLD.noted_at, OLD.noted_by_id)
    THEN
        RAISE EXCEPTION 'a risk that was found stays written'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'risks_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER risks_stay BEFORE UPDATE OR DELETE ON inspection_seriousrisk
    FOR EACH ROW EXECUTE FUNCTION inspection_risks_stay();
"""

# what a plan answers to, what was said of progress, and a review that was held.
PLANS_STAY = """
CREATE FUNCTION inspection_plan_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this row of an improvement plan stays as it was written'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER findings_stay BEFORE UPDATE OR DELETE ON inspection_planfinding
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_rows_stay();
CREATE TRIGGER progress_stays BEFORE UPDATE OR DELETE ON inspection_actionprogress
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_rows_stay();
CREATE TRIGGER good_practice_stays BEFORE UPDATE OR DELETE ON inspection_goodpractice
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_rows_stay();
CREATE TRIGGER held_reviews_stay BEFORE UPDATE ON inspection_progressreview
    FOR EACH ROW WHEN (OLD.held_at IS NOT NULL) EXECUTE FUNCTION inspection_plan_rows_stay();
CREATE TRIGGER reviews_do_not_go BEFORE DELETE ON inspection_progressreview
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_rows_stay();

-- What an action says is agreed with us: it changes while the plan is written and in no other stage.
CREATE FUNCTION inspection_agreed_actions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
BEGIN
    SELECT stage INTO now_at FROM casework_case WHERE id = NEW.plan_id FOR SHARE;
    IF now_at <> 'drafting' AND (TG_OP = 'INSERT'
       OR (NEW.plan_id, NEW.finding_id, NEW.number, NEW.what, NEW.owner, NEW.due_on, NEW.measure, NEW.removed_at)
          IS DISTINCT FROM
          (OLD.plan_id, OLD.finding_id, OLD.number, OLD.what, OLD.owner, OLD.due_on, OLD.measure, OLD.removed_at))
    THEN
        RAISE EXCEPTION 'the actions of this plan are agreed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'agreed_actions_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER agreed_actions_stay BEFORE INSERT OR UPDATE ON inspection_planaction
    FOR EACH ROW EXECUTE FUNCTION inspection_agreed_actions_stay();
CREATE TRIGGER plan_actions_do_not_go BEFORE DELETE ON inspection_planaction
    FOR EACH ROW EXECUTE FUNCTION inspection_plan_rows_stay();
"""

UNDO = """
DROP TRIGGER plan_actions_do_not_go ON inspection_planaction;
DROP TRIGGER agreed_actions_stay ON inspection_planaction;
DROP TRIGGER reviews_do_not_go ON inspection_progressreview;
DROP TRIGGER held_reviews_stay ON inspection_progressreview;
DROP TRIGGER good_practice_stays ON inspection_goodpractice;
DROP TRIGGER progress_stays ON inspection_actionprogress;
DROP TRIGGER findings_stay ON inspection_planfinding;
DROP TRIGGER risks_stay ON inspection_seriousrisk;
DROP TRIGGER proposals_stay ON inspection_journeyproposal;
DROP TRIGGER moves_stay ON inspection_journeymove;
DROP FUNCTION inspection_agreed_actions_stay, inspection_plan_rows_stay, inspection_risks_stay,
    inspection_proposals_stay, inspection_moves_stay;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0015_journeys_and_improvement_plans")]
    operations = [migrations.RunSQL([MOVES_STAY, RISKS_STAY, PLANS_STAY], UNDO)]
