"""What the database itself promises about good practice that partners share."""

from django.db import migrations

# what a partner said stays theirs, word by word, and what became of it is decided once.
WORDS_STAY = """
CREATE FUNCTION inspection_shared_practice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
       OR (NEW.assessment_id, NEW.partner, NEW.link_id) IS DISTINCT FROM (OLD.assessment_id, OLD.partner, OLD.link_id)
       OR ((OLD.answered_at IS NOT NULL OR OLD.declined_at IS NOT NULL)
           AND (NEW.words, NEW.known_by, NEW.answered_at, NEW.declined_at)
               IS DISTINCT FROM (OLD.words, OLD.known_by, OLD.answered_at, OLD.declined_at))
    THEN
        RAISE EXCEPTION 'the words of a partner, and what was decided about them, stay'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'shared_practice_stays';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER shared_practice_stays BEFORE UPDATE OR DELETE ON inspection_sharedpractice
    FOR EACH ROW EXECUTE FUNCTION inspection_shared_practice_stays();
"""
UNDO = """
DROP TRIGGER shared_practice_stays ON inspection_sharedpractice;
DROP FUNCTION inspection_shared_practice_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0020_good_practice_of_partners")]

    operations = [migrations.RunSQL(WORDS_STAY, UNDO)]
