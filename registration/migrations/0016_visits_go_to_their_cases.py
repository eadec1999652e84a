"""A visit before registration becomes a visit of its case, as any other: each is moved with all that was written of it."""

import json

import django.db.models.deletion
from django.db import migrations, models

# Visits that were planned before are read with the questions they had; new ones have a checklist of their own.
ASKED = {
    "records": "Records of carers and of people",
    "systems": "A demonstration of the computer systems, or of the paper that does their work",
    "carers": "Meeting carers",
    "people": "Meeting people who will use the service, and families, with their consent",
    "insurance": "Originals of insurance certificates",
    "storage": "How papers and medicines are stored safely",
    "out_of_hours": "Who answers at night and at weekends",
}
TITLE = "Checklist of earlier visits before registration"
DOCUMENT = {
    "code": "registration-visit-earlier",
    "version": 1,
    "title": TITLE,
    "introduction": "What was found.",
    "sections": [
        {
            "key": "found",
            "title": "What was found",
            "questions": [
                {"key": key, "type": "long_text", "label": label, "required": False} for key, label in ASKED.items()
            ],
        }
    ],
}
NO_MORE_TRIGGERS = """
DROP TRIGGER files_of_photos_stay ON documents_attachment;
DROP TRIGGER visits_describe_photos ON registration_sitevisit;
DROP TRIGGER visit_photos_stay ON registration_visitphoto;
DROP FUNCTION registration_files_of_photos_stay, registration_visits_describe_photos, registration_visit_photos_stay;
"""
CHECKLIST = """
INSERT INTO questions_questionset (code, version, title, document, sha256, published_at)
SELECT 'registration-visit-earlier', 1, %s, %s::jsonb, '', now() WHERE EXISTS (SELECT 1 FROM registration_sitevisit)
"""
NUMBERED = """
WITH numbered AS (
    SELECT visit.*, row_number() OVER (PARTITION BY application_id ORDER BY starts_at, id) AS number
    FROM registration_sitevisit visit
)
"""
VISITS = (
    NUMBERED
    + """
INSERT INTO inspection_assessmentvisit (
    case_id, number, starts_at, minutes, mode, place, is_announced, is_short_notice, lead_id, agenda, note, another_day,
    checklist_id, planned_at, planned_by_id, agreed_how, agreed_at, agreed_by_id, answers, summary, done_at, done_by_id,
    endorsed_note, cancelled_at, cancelled_by_id, cancelled_because)
SELECT
    old.application_id, old.number, old.starts_at, 60,
    CASE old."where" WHEN 'meeting' THEN 'elsewhere' WHEN 'remote' THEN 'video' ELSE 'base' END,
    old.place, TRUE, old.is_short_notice, coalesce(application.inspector_id, old.told_by_id),
    coalesce((SELECT string_agg(%s::jsonb ->> code, E'\\n') FROM jsonb_array_elements_text(old.checklist) code), ''),
    old.note, CASE old.reply WHEN 'another_day' THEN old.reply_words ELSE '' END,
    (SELECT id FROM questions_questionset WHERE code = 'registration-visit-earlier'),
    old.told_at, old.told_by_id,
    CASE old.reply WHEN 'agreed' THEN left(trim('The organisation agreed to this day. ' || old.reply_words), 500)
        ELSE '' END,
    CASE old.reply WHEN 'agreed' THEN old.replied_at END, CASE old.reply WHEN 'agreed' THEN old.replied_by_id END,
    old.found,
    old.findings || CASE WHEN old.people_agreed = '' THEN ''
        ELSE E'\\n\\nWho agreed to be met: ' || old.people_agreed END,
    old.done_at, old.done_by_id, '', old.cancelled_at, old.cancelled_by_id, old.cancelled_because
FROM numbered old JOIN registration_registrationapplication application ON application.case_id = old.application_id
"""
)
MOVED = """
CREATE TEMPORARY TABLE moved_visits ON COMMIT DROP AS
SELECT old.id AS old_id, visit.id AS id, old.follow_up FROM (
    SELECT site.*, row_number() OVER (PARTITION BY application_id ORDER BY starts_at, id) AS number
    FROM registration_sitevisit site
) old JOIN inspection_assessmentvisit visit ON visit.case_id = old.application_id AND visit.number = old.number
"""
THE_REST = """
INSERT INTO inspection_followup (visit_id, words, field)
SELECT id, left(words, 500), '' FROM moved_visits, jsonb_array_elements_text(follow_up) words;
UPDATE registration_visitphoto SET of_case_id = moved.id FROM moved_visits moved WHERE visit_id = moved.old_id;
UPDATE casework_deadline SET key = 'announced-visit:' || moved.id, subject = moved.id::text, kind = 'announced_visit'
FROM moved_visits moved WHERE key = 'registration-visit:' || moved.old_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def move(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(CHECKLIST, [TITLE, json.dumps(DOCUMENT)])
        cursor.execute(VISITS, [json.dumps(ASKED)])
        cursor.execute(MOVED)
        cursor.execute(THE_REST)


class Migration(migrations.Migration):
    dependencies = [
        ("registration", "0015_promises_of_visit_photos"),
        ("inspection", "0026_notice_of_visits"),
        ("operations", "0009_history_of_visits"),
    ]

    operations = [
        migrations.RunSQL(NO_MORE_TRIGGERS),
        migrations.AddField(
            "visitphoto",
            "of_case",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photos",
                to="inspection.assessmentvisit",
            ),
        ),
        migrations.RunPython(move),
    ]
