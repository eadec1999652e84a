"""Triggers that keep the tallies in the transaction of the change, and the tallies of what is there already."""

from django.db import migrations

COLUMNS = "round_id, member_id, stage, sent, said, clear, finished"

OF_STAGE = """
CREATE FUNCTION selection_tally_of_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE in_round uuid; is_sent boolean;
BEGIN
  -- A word on an application and its move come one after the other; words do not wait for each other.
  SELECT round_id, submitted_at IS NOT NULL INTO in_round, is_sent FROM selection_application
    WHERE case_id = NEW.id FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO selection_tally (round_id, member_id, stage, sent, said, clear, finished)
    SELECT in_round, NULL, stage, sign, 0, 0, 0 FROM (VALUES (OLD.stage, -1), (NEW.stage, 1)) moved (stage, sign)
      WHERE is_sent
    UNION ALL
    SELECT in_round, word.member_id, moved.stage, 0, sign, CASE WHEN word.has_conflict THEN 0 ELSE sign END,
      CASE WHEN sheet.id IS NULL THEN 0 ELSE sign END
    FROM (VALUES (OLD.stage, -1), (NEW.stage, 1)) moved (stage, sign)
    JOIN selection_conflictdeclaration word ON word.application_id = NEW.id
    LEFT JOIN selection_submittedsheet sheet ON sheet.member_id = word.member_id
      AND sheet.application_id = NEW.id AND 'step' || sheet.step = moved.stage;
  RETURN NULL;
END $$;
CREATE TRIGGER tally_of_stage AFTER UPDATE OF stage ON casework_case FOR EACH ROW
  WHEN (OLD.stage <> NEW.stage) EXECUTE FUNCTION selection_tally_of_stage();
"""

OF_SENDING = """
CREATE FUNCTION selection_tally_of_sending() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE its selection_application; sign integer := 1;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.submitted_at IS NULL) = (NEW.submitted_at IS NULL) THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN its := OLD; ELSE its := NEW; END IF;
  IF TG_OP <> 'INSERT' AND OLD.submitted_at IS NOT NULL THEN sign := -1; END IF;
  IF TG_OP <> 'UPDATE' AND its.submitted_at IS NULL THEN RETURN NULL; END IF;
  INSERT INTO selection_tally (round_id, member_id, stage, sent, said, clear, finished)
    SELECT its.round_id, NULL, stage, sign, 0, 0, 0 FROM casework_case WHERE id = its.case_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tally_of_sending AFTER INSERT OR DELETE OR UPDATE OF submitted_at ON selection_application
  FOR EACH ROW EXECUTE FUNCTION selection_tally_of_sending();
"""

# {rows} are those of a statement as it found or left them; applications are locked in the order a chair moves them.
OF_ROWS = """
CREATE FUNCTION selection_tally_of_{name}_{rows}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM selection_application WHERE case_id IN (SELECT application_id FROM {rows}_rows)
    ORDER BY number FOR SHARE;
  INSERT INTO selection_tally (round_id, member_id, stage, sent, said, clear, finished)
    SELECT application.round_id, it.member_id, c.stage, 0, {sign} * {said}, {sign} * {clear}, {sign} * {finished}
    FROM {rows}_rows it JOIN selection_application application ON application.case_id = it.application_id
    JOIN casework_case c ON c.id = it.application_id {only}
    GROUP BY 1, 2, 3;
  RETURN NULL;
END $$;
"""
WORD = {"name": "word", "said": "count(*)", "clear": "count(*) FILTER (WHERE NOT it.has_conflict)", "finished": "0"}
SHEET = {"name": "sheet", "said": "0", "clear": "0", "finished": "count(*)", "only": "AND 'step' || it.step = c.stage"}
NEW, OLD = {"rows": "new", "sign": "1"}, {"rows": "old", "sign": "-1"}
TRIGGER = """
CREATE TRIGGER tally_of_{rows}_after_{event} AFTER {event} ON {table} REFERENCING {what} TABLE AS {rows}_rows
  FOR EACH STATEMENT EXECUTE FUNCTION selection_tally_of_{name}_{rows}();
"""
TABLES = {"word": "selection_conflictdeclaration", "sheet": "selection_submittedsheet"}
EVENTS = (("insert", "new", "NEW"), ("update", "new", "NEW"), ("update", "old", "OLD"), ("delete", "old", "OLD"))


def of_rows():
    for what in (WORD, SHEET):
        for which in (NEW, OLD):
            yield OF_ROWS.format(**{"only": "", **what, **which})
        for event, rows, transition in EVENTS:
            names = {"name": what["name"], "table": TABLES[what["name"]], "event": event, "rows": rows}
            yield TRIGGER.format(what=transition, **names)


BEGIN = f"""
INSERT INTO selection_tally ({COLUMNS})
SELECT application.round_id, NULL, c.stage, count(*), 0, 0, 0
  FROM selection_application application JOIN casework_case c ON c.id = application.case_id
  WHERE application.submitted_at IS NOT NULL GROUP BY 1, 3
UNION ALL
SELECT application.round_id, word.member_id, c.stage, 0, count(*), count(*) FILTER (WHERE NOT word.has_conflict),
    count(sheet.id)
  FROM selection_conflictdeclaration word
  JOIN selection_application application ON application.case_id = word.application_id
  JOIN casework_case c ON c.id = application.case_id
  LEFT JOIN selection_submittedsheet sheet ON sheet.member_id = word.member_id
    AND sheet.application_id = word.application_id AND 'step' || sheet.step = c.stage
  GROUP BY 1, 2, 3;
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0007_tallies"), ("casework", "0001_initial")]
    operations = [
        migrations.RunSQL([OF_STAGE, OF_SENDING, *of_rows()], migrations.RunSQL.noop),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
    ]
