"""What the database itself promises about recommendations, notices and what is said to them."""

from django.db import migrations

# whoever signs has neither recommended nor, where it was fought, proposed. The columns alone could lie.
OTHERS_SIGN = """
CREATE FUNCTION registration_others_sign() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    maker uuid;
    belongs uuid;
    proposer uuid;
    is_fought boolean;
BEGIN
    SELECT made_by_id, application_id INTO maker, belongs
        FROM registration_recommendation WHERE id = NEW.recommendation_id;
    IF maker <> NEW.recommended_by_id OR belongs <> NEW.application_id THEN
        RAISE EXCEPTION 'a notice names whoever made its recommendation' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.proposal_id IS NOT NULL THEN
        SELECT signed_by_id, EXISTS (
            SELECT 1 FROM registration_representation WHERE notice_id = NEW.proposal_id AND said = 'against'
        ) INTO proposer, is_fought FROM registration_notice WHERE id = NEW.proposal_id;
        IF is_fought AND proposer = NEW.signed_by_id THEN
            RAISE EXCEPTION 'representations are considered by somebody who did not propose'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER others_sign BEFORE INSERT ON registration_notice
    FOR EACH ROW EXECUTE FUNCTION registration_others_sign();
"""

# A notice that was served says for ever what it said; only late representations and a withdrawal are written later.
NOTICES_STAY = """
CREATE FUNCTION registration_notices_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
       OR (NEW.application_id, NEW.kind, NEW.outcome, NEW.recommendation_id, NEW.recommended_by_id, NEW.proposal_id,
           NEW.considered, NEW.reason_list_id, NEW.reasons, NEW.text, NEW.served_at, NEW.signed_by_id, NEW.last_day)
          IS DISTINCT FROM
          (OLD.application_id, OLD.kind, OLD.outcome, OLD.recommendation_id, OLD.recommended_by_id, OLD.proposal_id,
           OLD.considered, OLD.reason_list_id, OLD.reasons, OLD.text, OLD.served_at, OLD.signed_by_id, OLD.last_day)
    THEN
        RAISE EXCEPTION 'notice % was served and stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER notices_stay BEFORE UPDATE OR DELETE ON registration_notice
    FOR EACH ROW EXECUTE FUNCTION registration_notices_stay();
"""

WORDS_STAY = """
CREATE FUNCTION registration_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was said in % stays as it was said', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER representations_stay BEFORE UPDATE OR DELETE ON registration_representation
    FOR EACH ROW EXECUTE FUNCTION registration_words_stay();
CREATE TRIGGER conditions_stay BEFORE UPDATE OR DELETE ON registration_condition
    FOR EACH ROW EXECUTE FUNCTION registration_words_stay();

CREATE FUNCTION registration_recommendations_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.sent_back_at IS NOT NULL
       OR (NEW.application_id, NEW.number, NEW.outcome, NEW.reason_list_id, NEW.reasons, NEW.text, NEW.made_at,
           NEW.made_by_id)
          IS DISTINCT FROM
          (OLD.application_id, OLD.number, OLD.outcome, OLD.reason_list_id, OLD.reasons, OLD.text, OLD.made_at,
           OLD.made_by_id)
    THEN
        RAISE EXCEPTION 'recommendation % stays as it was made', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER recommendations_stay BEFORE UPDATE OR DELETE ON registration_recommendation
    FOR EACH ROW EXECUTE FUNCTION registration_recommendations_stay();
"""

UNDO = """
DROP TRIGGER recommendations_stay ON registration_recommendation;
DROP TRIGGER conditions_stay ON registration_condition;
DROP TRIGGER representations_stay ON registration_representation;
DROP TRIGGER notices_stay ON registration_notice;
DROP TRIGGER others_sign ON registration_notice;
DROP FUNCTION registration_recommendations_stay, registration_words_stay, registration_notices_stay,
    registration_others_sign;
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0005_assessment")]
    operations = [migrations.RunSQL([OTHERS_SIGN, NOTICES_STAY, WORDS_STAY], UNDO)]
