"""What the database itself promises about applications to register and what came back with them."""

from django.db import migrations

# Whoever applies is free to apply again as soon as the case is over, whichever step ended it (V-28).
ENTITY_IS_FREE_AGAIN = """
CREATE FUNCTION registration_entity_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registration_registrationapplication SET live_entity = NULL
        WHERE case_id = NEW.id AND live_entity IS NOT NULL;
    RETURN NEW;
END $$;

CREATE TRIGGER entity_is_free_again AFTER UPDATE OF closed_at ON casework_case
    FOR EACH ROW WHEN (NEW.kind = 'registration' AND NEW.closed_at IS NOT NULL)
    EXECUTE FUNCTION registration_entity_is_free();
"""

# What came back, and why, is part of the record. The share lock makes a line wait for a return that is under way.
SHORTCOMINGS_STAY = """
CREATE FUNCTION registration_shortcomings_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    returned timestamptz;
    meant bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN meant := OLD.attempt_id; ELSE meant := NEW.attempt_id; END IF;
    SELECT returned_at INTO returned FROM registration_attempt WHERE id = meant FOR SHARE;
    IF returned IS NOT NULL THEN
        RAISE EXCEPTION 'attempt % has come back: what was missing stays as it was said', meant
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER shortcomings_stay BEFORE INSERT OR UPDATE OR DELETE ON registration_shortcoming
    FOR EACH ROW EXECUTE FUNCTION registration_shortcomings_stay();
"""

ATTEMPTS_STAY = """
CREATE FUNCTION registration_attempts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attempt % has come back and stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER attempts_stay BEFORE UPDATE OR DELETE ON registration_attempt
    FOR EACH ROW WHEN (OLD.returned_at IS NOT NULL) EXECUTE FUNCTION registration_attempts_stay();
"""

UNDO = """
DROP TRIGGER attempts_stay ON registration_attempt;
DROP TRIGGER shortcomings_stay ON registration_shortcoming;
DROP TRIGGER entity_is_free_again ON casework_case;
DROP FUNCTION registration_attempts_stay, registration_shortcomings_stay, registration_entity_is_free;
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0003_applications"), ("casework", "0007_index_of_ended_cases")]
    operations = [migrations.RunSQL([ENTITY_IS_FREE_AGAIN, SHORTCOMINGS_STAY, ATTEMPTS_STAY], UNDO)]
