"""What the database itself promises about evidence, interests and the plan of an assessment."""

from django.db import migrations

# what was seen and heard stays word by word. A correction is another row; this one learns only when.
EVIDENCE_STAYS = """
CREATE FUNCTION inspection_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.replaced_at IS NOT NULL
       OR to_jsonb(NEW) - 'replaced_at' IS DISTINCT FROM to_jsonb(OLD) - 'replaced_at'
    THEN
        RAISE EXCEPTION 'evidence % stays as it was written', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER evidence_stays BEFORE UPDATE OR DELETE ON inspection_evidenceitem
    FOR EACH ROW EXECUTE FUNCTION inspection_evidence_stays();

CREATE FUNCTION inspection_uses_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
       OR (NEW.item_id, NEW.statement, NEW.used_at, NEW.used_by_id)
          IS DISTINCT FROM (OLD.item_id, OLD.statement, OLD.used_at, OLD.used_by_id)
    THEN
        RAISE EXCEPTION 'what evidence was used for stays as it was'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_uses_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER evidence_uses_stay BEFORE UPDATE OR DELETE ON inspection_evidenceuse
    FOR EACH ROW EXECUTE FUNCTION inspection_uses_stay();
"""

# Evidence comes in while it is gathered, and from nobody who has an interest in the service.
EVIDENCE_IS_OPEN = """
CREATE FUNCTION inspection_evidence_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at text;
BEGIN
    SELECT stage INTO now_at FROM casework_case WHERE id = NEW.assessment_id FOR SHARE;
    IF now_at NOT IN ('gathering', 'on_site') THEN
        RAISE EXCEPTION 'the evidence of this assessment is closed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_is_open';
    END IF;
    IF EXISTS (
        SELECT 1 FROM inspection_interestdeclared
        WHERE assessment_id = NEW.assessment_id AND person_id = NEW.written_by_id AND has_interest
    ) THEN
        RAISE EXCEPTION 'whoever has an interest writes no evidence'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_without_interest';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER evidence_is_open BEFORE INSERT ON inspection_evidenceitem
    FOR EACH ROW EXECUTE FUNCTION inspection_evidence_is_open();
"""

# An interest, once declared, is not taken back.
INTERESTS_STAY = """
CREATE FUNCTION inspection_interests_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.has_interest AND NOT NEW.has_interest)
       OR (NEW.assessment_id, NEW.person_id) IS DISTINCT FROM (OLD.assessment_id, OLD.person_id)
    THEN
        RAISE EXCEPTION 'a declared interest stays declared'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'interests_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER interests_stay BEFORE UPDATE OR DELETE ON inspection_interestdeclared
    FOR EACH ROW EXECUTE FUNCTION inspection_interests_stay();
"""

# what was told to the organisation, and what evidence is filed by, does not change under either.
FRAMEWORK_STAYS = """
CREATE FUNCTION inspection_framework_of_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.told_at IS NOT NULL OR EXISTS (SELECT 1 FROM inspection_evidenceitem WHERE assessment_id = OLD.case_id))
       AND (NEW.framework_id, NEW.service_id) IS DISTINCT FROM (OLD.framework_id, OLD.service_id)
    THEN
        RAISE EXCEPTION 'an assessment keeps the framework it was begun with'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assessment_keeps_its_framework';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER assessment_keeps_its_framework BEFORE UPDATE ON inspection_assessment
    FOR EACH ROW EXECUTE FUNCTION inspection_framework_of_assessment_stays();
"""

UNDO = """
DROP TRIGGER assessment_keeps_its_framework ON inspection_assessment;
DROP TRIGGER interests_stay ON inspection_interestdeclared;
DROP TRIGGER evidence_is_open ON inspection_evidenceitem;
DROP TRIGGER evidence_uses_stay ON inspection_evidenceuse;
DROP TRIGGER evidence_stays ON inspection_evidenceitem;
DROP FUNCTION inspection_framework_of_assessment_stays, inspection_interests_stay, inspection_evidence_is_open,
    inspection_uses_stay, inspection_evidence_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0003_assessments")]
    operations = [
        migrations.RunSQL([EVIDENCE_STAYS, EVIDENCE_IS_OPEN, INTERESTS_STAY, FRAMEWORK_STAYS], UNDO),
    ]
