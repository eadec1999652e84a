"""What the database itself promises: whoever typed for an applicant neither checks, assesses nor decides it."""

from django.db import migrations

TYPED_FOR = """
CREATE FUNCTION registration_typed_for(application uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM registration_registrationapplication WHERE case_id = application AND typed_in_by_id = person
    ) OR EXISTS (
        SELECT 1 FROM casework_assistance WHERE typist_id = person AND (
            case_id = application
            OR case_id IN (SELECT case_id FROM registration_managerapplication WHERE application_id = application)
        )
    )
$$;
"""

# Each of these writings, with the columns that say of which application it is and who wrote it.
WRITINGS = (
    ("attempt", "BEFORE UPDATE OF returned_by_id", "application_id", "returned_by_id"),
    ("assessment", "BEFORE INSERT OR UPDATE", "application_id", "written_by_id"),
    ("readinessview", "BEFORE INSERT OR UPDATE", "application_id", "written_by_id"),
    ("recommendation", "BEFORE INSERT", "application_id", "made_by_id"),
    ("notice", "BEFORE INSERT", "application_id", "signed_by_id"),
)


def stay_out(table: str, moment: str, application: str, person: str) -> str:
    return f"""
CREATE FUNCTION registration_{table}_not_by_a_typist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF registration_typed_for(NEW.{application}, NEW.{person}) THEN
        RAISE EXCEPTION 'somebody who typed for an applicant does not check or decide it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER typists_stay_out {moment} ON registration_{table}
    FOR EACH ROW EXECUTE FUNCTION registration_{table}_not_by_a_typist();
"""


UNDO = "".join(
    f"DROP TRIGGER typists_stay_out ON registration_{table};"
    f"DROP FUNCTION registration_{table}_not_by_a_typist;"
    for table, *_rest in WRITINGS
)


class Migration(migrations.Migration):
    dependencies = [("registration", "0009_members"), ("casework", "0008_on_behalf_looks_and_more_time")]
    operations = [
        migrations.RunSQL(
            [TYPED_FOR, *(stay_out(*each) for each in WRITINGS)], UNDO + "DROP FUNCTION registration_typed_for;"
        )
    ]
