"""What the database itself promises about the proof of what was written on a tablet."""

from django.db import migrations

# E03, E06: what a tablet saved, when and by which clock stays as it came, word by word.
PROOF_STAYS = """
CREATE FUNCTION inspection_proof_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the proof of what a tablet saved stays as it came'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'proof_stays';
END $$;

CREATE TRIGGER proof_of_evidence_stays BEFORE UPDATE OR DELETE ON inspection_capturedevidence
    FOR EACH ROW EXECUTE FUNCTION inspection_proof_stays();
CREATE TRIGGER proof_of_photos_stays BEFORE UPDATE OR DELETE ON inspection_capturedphoto
    FOR EACH ROW EXECUTE FUNCTION inspection_proof_stays();
"""

# An answer that was given stands; only what was held gets its answer later.
ANSWERS_STAY = """
CREATE FUNCTION inspection_answers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> 'held'
       OR to_jsonb(NEW) - '{outcome,answer,payload}'::text[]
          IS DISTINCT FROM to_jsonb(OLD) - '{outcome,answer,payload}'::text[]
    THEN
        RAISE EXCEPTION 'what a tablet was answered stays'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'answers_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER answers_stay BEFORE UPDATE OR DELETE ON inspection_syncoperation
    FOR EACH ROW EXECUTE FUNCTION inspection_answers_stay();
"""

UNDO = """
DROP TRIGGER answers_stay ON inspection_syncoperation;
DROP FUNCTION inspection_answers_stay();
DROP TRIGGER proof_of_photos_stays ON inspection_capturedphoto;
DROP TRIGGER proof_of_evidence_stays ON inspection_capturedevidence;
DROP FUNCTION inspection_proof_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0013_work_without_signal")]

    operations = [migrations.RunSQL(PROOF_STAYS + ANSWERS_STAY, UNDO)]
