"""What the database itself promises about materials, the record after a trial inspection, and feedback."""

from django.db import migrations

# what inspectors worked with, or work with now, keeps every word. Only its status goes on, never back.
MATERIALS_STAY = """
CREATE FUNCTION inspection_materials_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.status = 'draft' OR (OLD.status = 'superseded' AND NEW.status <> 'superseded')
       OR to_jsonb(NEW) - 'status' IS DISTINCT FROM to_jsonb(OLD) - 'status'
    THEN
        RAISE EXCEPTION 'materials %.% are in use or were, and stay as they are', OLD.major, OLD.minor
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'used_materials_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER used_materials_stay BEFORE UPDATE OR DELETE ON inspection_materialsversion
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION inspection_materials_stay();
"""

# an inspection keeps the version it was begun with, and a closed record keeps what it says. What is begun with a
# version has the version that is in use.
RECORDS_STAY = """
CREATE FUNCTION inspection_refinement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
       OR (NEW.assessment_id, NEW.version_id, NEW.series, NEW.is_trial, NEW.locked_at)
          IS DISTINCT FROM (OLD.assessment_id, OLD.version_id, OLD.series, OLD.is_trial, OLD.locked_at)
    THEN
        RAISE EXCEPTION 'the materials of an inspection, and a closed record of them, stay'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'refinement_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER refinement_stays BEFORE UPDATE OR DELETE ON inspection_materialsuse
    FOR EACH ROW EXECUTE FUNCTION inspection_refinement_stays();

CREATE FUNCTION inspection_materials_are_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    SELECT status, series INTO found FROM inspection_materialsversion WHERE id = NEW.version_id FOR SHARE;
    IF found.status <> 'in_use' OR found.series <> NEW.series THEN
        RAISE EXCEPTION 'an inspection begins with the materials that are in use'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'begun_with_materials_in_use';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER begun_with_materials_in_use BEFORE INSERT ON inspection_materialsuse
    FOR EACH ROW EXECUTE FUNCTION inspection_materials_are_in_use();
"""

# nobody changes what somebody said; it is taken in once.
ANSWERS_STAY = """
CREATE FUNCTION inspection_feedback_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.taken_in_at IS NOT NULL
       OR to_jsonb(NEW) - 'taken_in_at' IS DISTINCT FROM to_jsonb(OLD) - 'taken_in_at'
    THEN
        RAISE EXCEPTION 'what somebody answered stays as it is'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'feedback_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER feedback_stays BEFORE UPDATE OR DELETE ON inspection_feedbackanswer
    FOR EACH ROW EXECUTE FUNCTION inspection_feedback_stays();
"""

UNDO = """
DROP TRIGGER feedback_stays ON inspection_feedbackanswer;
DROP TRIGGER begun_with_materials_in_use ON inspection_materialsuse;
DROP TRIGGER refinement_stays ON inspection_materialsuse;
DROP TRIGGER used_materials_stay ON inspection_materialsversion;
DROP FUNCTION inspection_feedback_stays, inspection_materials_are_in_use, inspection_refinement_stays,
    inspection_materials_stay;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0009_feedback_materials_and_drafts")]
    operations = [migrations.RunSQL([MATERIALS_STAY, RECORDS_STAY, ANSWERS_STAY], UNDO)]
