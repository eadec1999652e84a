"""What the database itself promises about messages and decisions."""

from django.db import migrations

MESSAGE_STANDS = """
CREATE FUNCTION casework_message_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'read_at' - 'read_by_id' - 'withdrawn_at' - 'withdrawn_by_id'
        IS DISTINCT FROM to_jsonb(OLD) - 'read_at' - 'read_by_id' - 'withdrawn_at' - 'withdrawn_by_id'
        OR OLD.read_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'a message never changes; it is opened once, or taken back before' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER message_stands BEFORE UPDATE ON casework_message
    FOR EACH ROW EXECUTE FUNCTION casework_message_stands();
CREATE TRIGGER refuse_delete BEFORE DELETE ON casework_message
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_message
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

# Whoever wrote any version of the words, or signed them first, cannot be the second to sign: a constraint on the row
# sees only the last writer. The stage is compared too, so that a step taken at the same moment is not passed over.
DECISION_KEEPS_ITS_WORD = """
CREATE FUNCTION casework_decision_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage_now text;
BEGIN
    IF OLD.state IN ('signed', 'void') THEN
        RAISE EXCEPTION 'a decision that is signed or void never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'signed' AND OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'a decision is signed by one person, then by another' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.case_id <> OLD.case_id OR NEW.reason_list_id <> OLD.reason_list_id THEN
        RAISE EXCEPTION 'a decision stays on its case' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'waiting' AND NEW.state <> 'draft' AND
        ROW(NEW.outcome, NEW.reasons, NEW.text, NEW.first_signed_at, NEW.first_signed_by_id, NEW.case_stage, NEW.case_mark)
        IS DISTINCT FROM
        ROW(OLD.outcome, OLD.reasons, OLD.text, OLD.first_signed_at, OLD.first_signed_by_id, OLD.case_stage, OLD.case_mark)
    THEN
        RAISE EXCEPTION 'the words of a signed decision stand' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'signed' THEN
        IF EXISTS (SELECT 1 FROM casework_decisionentry WHERE decision_id = NEW.id AND by_id = NEW.signed_by_id
                   AND what IN ('drafted', 'first_signed')) THEN
            RAISE EXCEPTION 'nobody signs second what they wrote' USING ERRCODE = 'restrict_violation';
        END IF;
        SELECT stage INTO stage_now FROM casework_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
        IF stage_now IS DISTINCT FROM OLD.case_stage THEN
            RAISE EXCEPTION 'the case has moved since the first signature' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER decision_keeps_its_word BEFORE UPDATE ON casework_decision
    FOR EACH ROW EXECUTE FUNCTION casework_decision_keeps_its_word();
CREATE TRIGGER refuse_delete BEFORE DELETE ON casework_decision
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_decision
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON casework_decisionentry
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_decisionentry
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON casework_reasonlist
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_reasonlist
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

SIGNATURE_ENDS_WITH_THE_STAGE = """
CREATE FUNCTION casework_signature_ends_with_the_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH ended AS (
        UPDATE casework_decision
        SET state = 'void', voided_at = portal_now(), void_reason = 'The case moved to another stage after the first signature.'
        WHERE case_id = NEW.id AND state = 'waiting'
        RETURNING id, voided_at, void_reason
    )
    INSERT INTO casework_decisionentry (decision_id, what, by_id, at, comment, content)
    SELECT id, 'voided', NULL, voided_at, void_reason, '{}'::jsonb FROM ended;
    RETURN NULL;
END $$;

CREATE TRIGGER signature_ends_with_the_stage AFTER UPDATE OF stage ON casework_case
    FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage)
    EXECUTE FUNCTION casework_signature_ends_with_the_stage();
"""

UNDO = """
DROP TRIGGER signature_ends_with_the_stage ON casework_case;
DROP TRIGGER refuse_truncate ON casework_reasonlist;
DROP TRIGGER refuse_change ON casework_reasonlist;
DROP TRIGGER refuse_truncate ON casework_decisionentry;
DROP TRIGGER refuse_change ON casework_decisionentry;
DROP TRIGGER refuse_truncate ON casework_decision;
DROP TRIGGER refuse_delete ON casework_decision;
DROP TRIGGER decision_keeps_its_word ON casework_decision;
DROP TRIGGER refuse_truncate ON casework_message;
DROP TRIGGER refuse_delete ON casework_message;
DROP TRIGGER message_stands ON casework_message;
DROP FUNCTION casework_signature_ends_with_the_stage, casework_decision_keeps_its_word, casework_message_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_messages_and_decisions")]

    operations = [
        migrations.RunSQL([MESSAGE_STANDS, DECISION_KEEPS_ITS_WORD, SIGNATURE_ENDS_WITH_THE_STAGE], UNDO),
    ]
