"""What the database itself promises about scores, what limits a rating, departures and results."""

from django.db import migrations

# a score is written while its assessment is scored, by nobody with an interest, and stays as it was
# written. Whatever replaces it is the next version.
SCORES = """
CREATE FUNCTION inspection_scores_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % stays as it was written', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE FUNCTION inspection_scoring_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
BEGIN
    SELECT stage INTO now_at FROM casework_case WHERE id = NEW.assessment_id FOR SHARE;
    IF now_at IS DISTINCT FROM 'scoring' THEN
        RAISE EXCEPTION 'this assessment is not scored now'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'scoring_is_open';
    END IF;
    IF EXISTS (
        SELECT 1 FROM inspection_interestdeclared
        WHERE assessment_id = NEW.assessment_id AND has_interest
          AND person_id::text = to_jsonb(NEW) ->> TG_ARGV[0]
    ) THEN
        RAISE EXCEPTION 'whoever has an interest does not score'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'scores_without_interest';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER category_scores_stay BEFORE UPDATE OR DELETE ON inspection_categoryscore
    FOR EACH ROW EXECUTE FUNCTION inspection_scores_stay();
CREATE TRIGGER statement_scores_stay BEFORE UPDATE OR DELETE ON inspection_statementscore
    FOR EACH ROW EXECUTE FUNCTION inspection_scores_stay();
CREATE TRIGGER area_judgements_stay BEFORE UPDATE OR DELETE ON inspection_areajudgement
    FOR EACH ROW EXECUTE FUNCTION inspection_scores_stay();
CREATE TRIGGER results_stay BEFORE UPDATE OR DELETE ON inspection_assessmentresult
    FOR EACH ROW EXECUTE FUNCTION inspection_scores_stay();

CREATE TRIGGER category_scores_open BEFORE INSERT ON inspection_categoryscore
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('written_by_id');
CREATE TRIGGER statement_scores_open BEFORE INSERT ON inspection_statementscore
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('written_by_id');
CREATE TRIGGER area_judgements_open BEFORE INSERT ON inspection_areajudgement
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('written_by_id');
CREATE TRIGGER limiters_open BEFORE INSERT ON inspection_notedlimiter
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('noted_by_id');
CREATE TRIGGER limiters_end_open BEFORE UPDATE ON inspection_notedlimiter
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('ended_by_id');
CREATE TRIGGER departures_open BEFORE INSERT ON inspection_departure
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('asked_by_id');
CREATE TRIGGER departures_signed_open BEFORE UPDATE ON inspection_departure
    FOR EACH ROW EXECUTE FUNCTION inspection_scoring_is_open('signed_by_id');
"""

# what limited a rating, and what departed from it, ends and never goes; what was signed stays signed.
ENDINGS = """
CREATE FUNCTION inspection_limiters_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    endings text[] := ARRAY['ended_at', 'ended_by_id', 'ended_because'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
       OR to_jsonb(NEW) - endings IS DISTINCT FROM to_jsonb(OLD) - endings
    THEN
        RAISE EXCEPTION 'what limited a rating stays as it was noted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'limiters_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER limiters_stay BEFORE UPDATE OR DELETE ON inspection_notedlimiter
    FOR EACH ROW EXECUTE FUNCTION inspection_limiters_stay();

CREATE FUNCTION inspection_departures_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signing text[] := ARRAY['signed_at', 'signed_by_id'];
    endings text[] := ARRAY['ended_at', 'ended_by_id', 'ended_because'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
       OR to_jsonb(NEW) - signing - endings IS DISTINCT FROM to_jsonb(OLD) - signing - endings
       OR (OLD.signed_at IS NOT NULL
           AND (NEW.signed_at, NEW.signed_by_id) IS DISTINCT FROM (OLD.signed_at, OLD.signed_by_id))
    THEN
        RAISE EXCEPTION 'a departure stays as it was asked and signed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'departures_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER departures_stay BEFORE UPDATE OR DELETE ON inspection_departure
    FOR EACH ROW EXECUTE FUNCTION inspection_departures_stay();
"""

# a result is made as scoring ends, and at no other time.
RESULTS = """
CREATE FUNCTION inspection_result_ends_scoring() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
BEGIN
    SELECT stage INTO now_at FROM casework_case WHERE id = NEW.assessment_id FOR SHARE;
    IF now_at IS NULL OR now_at NOT IN ('scoring', 'draft_report') THEN
        RAISE EXCEPTION 'a result is made when scoring ends'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_result_ends_scoring';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_result_ends_scoring BEFORE INSERT ON inspection_assessmentresult
    FOR EACH ROW EXECUTE FUNCTION inspection_result_ends_scoring();
"""

UNDO = """
DROP TRIGGER a_result_ends_scoring ON inspection_assessmentresult;
DROP TRIGGER results_stay ON inspection_assessmentresult;
DROP TRIGGER departures_stay ON inspection_departure;
DROP TRIGGER departures_signed_open ON inspection_departure;
DROP TRIGGER departures_open ON inspection_departure;
DROP TRIGGER limiters_stay ON inspection_notedlimiter;
DROP TRIGGER limiters_end_open ON inspection_notedlimiter;
DROP TRIGGER limiters_open ON inspection_notedlimiter;
DROP TRIGGER area_judgements_open ON inspection_areajudgement;
DROP TRIGGER area_judgements_stay ON inspection_areajudgement;
DROP TRIGGER statement_scores_open ON inspection_statementscore;
DROP TRIGGER statement_scores_stay ON inspection_statementscore;
DROP TRIGGER category_scores_open ON inspection_categoryscore;
DROP TRIGGER category_scores_stay ON inspection_categoryscore;
DROP FUNCTION inspection_result_ends_scoring, inspection_departures_stay, inspection_limiters_stay,
    inspection_scoring_is_open, inspection_scores_stay;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0007_scores")]
    operations = [migrations.RunSQL([SCORES, ENDINGS, RESULTS], UNDO)]
