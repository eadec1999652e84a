"""What the database itself promises about evidence, issued documents and the words of letters."""

from django.db import migrations

# Numbers may have gaps (a document that could not be made used one up); they are never given twice.
NUMBERS = "CREATE SEQUENCE documents_number"

EVIDENCE_KEEPS_ITS_BYTES = """
CREATE FUNCTION documents_evidence_keeps_its_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(NEW.id, NEW.sha256, NEW.size, NEW.media_type, NEW.stored_name, NEW.created_at)
        IS DISTINCT FROM ROW(OLD.id, OLD.sha256, OLD.size, OLD.media_type, OLD.stored_name, OLD.created_at) THEN
        RAISE EXCEPTION 'an evidence file never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.scan_state = 'refused' AND NEW.scan_state <> 'refused' THEN
        RAISE EXCEPTION 'a refused file stays refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER evidence_keeps_its_bytes BEFORE UPDATE ON documents_evidencefile
    FOR EACH ROW EXECUTE FUNCTION documents_evidence_keeps_its_bytes();
"""

ISSUED_IS_FINAL = """
CREATE FUNCTION documents_issued_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an issued document is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.released_at IS NULL AND NEW.released_at IS NOT NULL
        AND to_jsonb(NEW) - 'released_at' - 'released_by_id' = to_jsonb(OLD) - 'released_at' - 'released_by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued document never changes; it is released once' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER issued_is_final BEFORE UPDATE OR DELETE ON documents_issueddocument
    FOR EACH ROW EXECUTE FUNCTION documents_issued_is_final();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON documents_issueddocument
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

USED_WORDS_STAY = """
CREATE FUNCTION documents_used_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM documents_issueddocument WHERE template_id = OLD.id) THEN
        RAISE EXCEPTION 'a letter that was used never changes; write a new version' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER used_words_stay BEFORE UPDATE OR DELETE ON documents_lettertemplate
    FOR EACH ROW EXECUTE FUNCTION documents_used_words_stay();
"""

UNDO = """
DROP TRIGGER used_words_stay ON documents_lettertemplate;
DROP TRIGGER refuse_truncate ON documents_issueddocument;
DROP TRIGGER issued_is_final ON documents_issueddocument;
DROP TRIGGER evidence_keeps_its_bytes ON documents_evidencefile;
DROP FUNCTION documents_used_words_stay, documents_issued_is_final, documents_evidence_keeps_its_bytes;
DROP SEQUENCE documents_number;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("casework", "0002_triggers")]

    operations = [
        migrations.RunSQL([NUMBERS, EVIDENCE_KEEPS_ITS_BYTES, ISSUED_IS_FINAL, USED_WORDS_STAY], UNDO),
    ]
