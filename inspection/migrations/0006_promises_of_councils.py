"""The database keeps the council of an assessment as it keeps the service (R-352)."""

from django.db import migrations

KEEPS = """
CREATE OR REPLACE FUNCTION inspection_framework_of_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.told_at IS NOT NULL OR EXISTS (SELECT 1 FROM inspection_evidenceitem WHERE assessment_id = OLD.case_id))
       AND (NEW.framework_id, {new}) IS DISTINCT FROM (OLD.framework_id, {old})
    THEN
        RAISE EXCEPTION 'an assessment keeps the framework it was begun with'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assessment_keeps_its_framework';
    END IF;
    RETURN NEW;
END $$;
"""
SERVICE = KEEPS.format(new="NEW.service_id", old="OLD.service_id")
SUBJECT = KEEPS.format(new="NEW.service_id, NEW.organisation_id", old="OLD.service_id, OLD.organisation_id")


class Migration(migrations.Migration):
    dependencies = [("inspection", "0005_assessments_of_councils")]
    operations = [migrations.RunSQL(SUBJECT, SERVICE)]
