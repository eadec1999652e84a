"""What the database itself promises about photos of a visit, which belongs to a case as any other."""

from django.db import migrations

# The row of the visit is shared while a photo is written, so that it cannot be finished or called off meanwhile.
PHOTOS_STAY = """
CREATE FUNCTION registration_visit_photos_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    belongs uuid;
    is_over boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'photo % is removed with a reason, not deleted', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT case_id, done_at IS NOT NULL OR cancelled_at IS NOT NULL INTO belongs, is_over
        FROM inspection_assessmentvisit WHERE id = NEW.visit_id FOR SHARE;
    IF is_over THEN
        RAISE EXCEPTION 'the visit is over, so its photos stay as they are' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF belongs <> (SELECT case_id FROM documents_attachment WHERE id = NEW.attachment_id) THEN
            RAISE EXCEPTION 'a photo belongs to the case of its visit' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.removed_at IS NOT NULL
       OR (NEW.visit_id, NEW.number, NEW.attachment_id, NEW.photographer, NEW.taken_on, NEW.added_at, NEW.added_by_id)
          IS DISTINCT FROM
          (OLD.visit_id, OLD.number, OLD.attachment_id, OLD.photographer, OLD.taken_on, OLD.added_at, OLD.added_by_id)
    THEN
        RAISE EXCEPTION 'photo % stays as it was added', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER visit_photos_stay BEFORE INSERT OR UPDATE OR DELETE ON registration_visitphoto
    FOR EACH ROW EXECUTE FUNCTION registration_visit_photos_stay();
"""

VISITS_DESCRIBE_PHOTOS = """
CREATE FUNCTION registration_visits_describe_photos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.done_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM registration_visitphoto
        WHERE visit_id = NEW.id AND removed_at IS NULL AND described_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a photo of visit % says nothing of what is seen', NEW.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER visits_describe_photos BEFORE UPDATE OF done_at ON inspection_assessmentvisit
    FOR EACH ROW EXECUTE FUNCTION registration_visits_describe_photos();
"""

# The bytes of a photo stand among the files of the case, whose rows may otherwise be removed, replaced and described.
FILES_OF_PHOTOS_STAY = """
CREATE FUNCTION registration_files_of_photos_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM registration_visitphoto photo JOIN inspection_assessmentvisit visit ON visit.id = photo.visit_id
        WHERE photo.attachment_id = OLD.id AND (visit.done_at IS NOT NULL OR visit.cancelled_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'file % is a photo of a visit that is over', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER files_of_photos_stay
    BEFORE UPDATE OF case_id, question_key, evidence_file_id, shown_name, description, replaced_at, removed_at
    ON documents_attachment
    FOR EACH ROW WHEN (OLD.question_key = '~visit') EXECUTE FUNCTION registration_files_of_photos_stay();
"""

UNDO = """
DROP TRIGGER files_of_photos_stay ON documents_attachment;
DROP TRIGGER visits_describe_photos ON inspection_assessmentvisit;
DROP TRIGGER visit_photos_stay ON registration_visitphoto;
DROP FUNCTION registration_files_of_photos_stay, registration_visits_describe_photos, registration_visit_photos_stay;
"""


class Migration(migrations.Migration):
    dependencies = [("registration", "0017_a_visit_is_of_a_case")]
    operations = [migrations.RunSQL([PHOTOS_STAY, VISITS_DESCRIBE_PHOTOS, FILES_OF_PHOTOS_STAY], UNDO)]
