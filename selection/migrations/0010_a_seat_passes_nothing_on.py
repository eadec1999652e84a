"""A seat of the panel goes to another person only once nothing is declared on it: interests are a person's own."""

from django.db import migrations

NOTHING_PASSES_ON = """
CREATE FUNCTION selection_seat_passes_nothing_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM selection_conflictdeclaration WHERE member_id = OLD.id) THEN
    RAISE EXCEPTION 'what somebody declared does not pass to another person' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'a_seat_passes_nothing_on';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_seat_passes_nothing_on BEFORE UPDATE OF user_id ON programme_panelmember
  FOR EACH ROW WHEN (OLD.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id)
  EXECUTE FUNCTION selection_seat_passes_nothing_on();
"""
UNDO = """
DROP TRIGGER a_seat_passes_nothing_on ON programme_panelmember;
DROP FUNCTION selection_seat_passes_nothing_on();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0009_index_of_ranking"), ("programme", "0002_frozen_rounds")]
    operations = [migrations.RunSQL(NOTHING_PASSES_ON, UNDO)]
