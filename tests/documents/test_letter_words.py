"""The words of letters: shared paragraphs, drafts a second person publishes, only known fields replaced (D09)."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import (
    NewWords,
    close_letter_draft,
    publish_letter_draft,
    save_letter_draft,
    start_letter_draft,
)
from sandbox_portal.documents.content import faults_of, load_letters
from sandbox_portal.documents.merging import assembled, paragraphs_in, unfit_paragraphs
from sandbox_portal.documents.models import Job, LetterDraft, LetterTemplate
from sandbox_portal.documents.queries import newest_letter_template
from sandbox_portal.documents.reading import letter_preview
from sandbox_portal.people.choices import Role

SHARED = {"ring_us": "Ring us.\n", "reserve": "You are number {{reserve_place}}."}
BODY = "Hello {{organisation}}\n\n[[ring_us]]\n[[reserve if reserve_place]]\n[[ring_us if not reserve_place]]"
ATTACKS = [
    "{% include 'x' %}",
    "{{ settings.SECRET_KEY }}",
    "{{ x.__class__ }}",
    "{{reference|safe}}",
    "<script>x</script>",
]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"reserve_place": "2"}, "Hello {{organisation}}\n\nRing us.\nYou are number {{reserve_place}}."),
        ({}, "Hello {{organisation}}\n\nRing us.\nRing us."),
    ],
)
def test_a_shared_paragraph_stands_where_it_is_named_when_its_condition_holds(facts, text):
    assert assembled(BODY, SHARED, facts) == text


def test_paragraphs_and_conditions_that_do_not_exist_are_told_with_their_line():
    body = "[[ring_us]]\n[[nobody]]\n[[reserve if password]]\nin a [[ring_us]] line"

    assert [str(unfit) for unfit in unfit_paragraphs(body, SHARED)] == [
        "body, line 2: There is no shared paragraph “nobody”.",
        "body, line 3: “password” is not a field that letters know.",
    ]
    assert [str(each) for each in paragraphs_in(BODY)] == [
        "always",
        "when “reserve_place” is known",
        "when “reserve_place” is not known",
    ]


def folder_with(tmp_path, *, letter: str = "", paragraphs: str = ""):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "L-08.yaml").write_text(letter)
    (folder / "paragraphs.yaml").write_text(paragraphs)
    return tmp_path


LETTER = """code: L-08
version: {version}
subject: A result
summary: This is the result.
body: |
  Hello {{{{organisation}}}}
  [[{named}]]
"""
LIBRARY = """paragraphs:
  - name: ring_us
    about: How to reach us.
    text: |
      {text}
"""


def test_a_faulty_paragraph_or_its_name_is_told_with_file_and_line(tmp_path, at):
    letter = LETTER.format(version=1, named="nobody")
    root = folder_with(tmp_path, letter=letter, paragraphs=LIBRARY.format(text="Ring {{password}}."))

    with pytest.raises(FaultyContent) as faulty:
        load_letters(root, at)

    told = [str(fault) for fault in faulty.value.faults]
    assert [sentence.partition("letters/")[2] for sentence in told] == [
        "L-08.yaml, line 7: There is no shared paragraph “nobody”.",
        "paragraphs.yaml, line 5: “password” is not a field that letters know.",
    ]


def test_a_version_keeps_the_paragraphs_it_was_loaded_with(tmp_path, at, db):
    root = folder_with(
        tmp_path, letter=LETTER.format(version=1, named="ring_us"), paragraphs=LIBRARY.format(text="Ring.")
    )
    load_letters(root, at)
    (root / "letters" / "paragraphs.yaml").write_text(LIBRARY.format(text="Write."))
    (root / "letters" / "L-08.yaml").write_text(LETTER.format(version=2, named="ring_us"))
    load_letters(root, at)

    assert list(LetterTemplate.objects.values_list("version", "paragraphs")) == [
        (1, {"ring_us": "Ring.\n"}),
        (2, {"ring_us": "Write.\n"}),
    ]


@pytest.fixture
def editor(staff_user):
    return staff_user(Role.CONTENT_EDITOR)


@pytest.fixture
def draft(letters, editor, at) -> LetterDraft:
    return start_letter_draft("L-04", by=editor, at=at)


def saved(draft: LetterDraft, by, at, **changed: str) -> LetterDraft:
    words = {
        "subject": draft.subject,
        "summary": draft.summary,
        "body": draft.body,
        "change_note": "Plainer",
        **changed,
    }
    return save_letter_draft(draft, words=NewWords(**words), revision=draft.revision, by=by, at=at)


def test_new_words_are_published_by_a_second_person_and_never_change_again(draft, editor, programme_lead, at):
    draft = saved(draft, editor, at, subject="Your application to {{round_title}}")

    with pytest.raises(Refused, match="Somebody else must publish these words"):
        publish_letter_draft(draft, revision=draft.revision, by=editor, at=at)
    template = publish_letter_draft(draft, revision=draft.revision, by=programme_lead, at=at)

    assert newest_letter_template("L-04") == template
    assert (template.version, template.published_by, sorted(template.paragraphs)) == (
        3,
        programme_lead,
        ["misread", "no_view"],
    )
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        LetterTemplate.objects.filter(pk=template.pk).update(body="other words")
    with pytest.raises(DatabaseError, match="closed draft"), transaction.atomic():
        LetterDraft.objects.filter(pk=draft.pk).update(body="other words")


def test_twin_the_database_too_wants_a_second_person(draft, editor, at):
    template = newest_letter_template("L-05")

    with pytest.raises(DatabaseError, match="a_second_person_publishes"), transaction.atomic():
        LetterDraft.objects.filter(pk=draft.pk).update(closed_at=at, closed_by=editor, became=template)


def test_what_was_read_is_what_is_published(draft, editor, programme_lead, at):
    read = draft.revision
    saved(draft, editor, at, subject="Something quite different")

    with pytest.raises(Refused, match="Somebody saved other words"):
        publish_letter_draft(draft, revision=read, by=programme_lead, at=at)


def test_a_letter_has_one_draft_at_a_time_and_a_closed_one_lets_the_next_begin(draft, editor, at):
    with pytest.raises(Refused, match="already begun"):
        start_letter_draft("L-04", by=editor, at=at)
    close_letter_draft(draft, by=editor, at=at)

    assert start_letter_draft("L-04", by=editor, at=at).revision == 1
    with pytest.raises(Refused, match="is closed"):
        saved(draft, editor, at)


def test_who_only_reads_letters_does_not_write_them(letters, staff_user, at):
    with pytest.raises(Refused, match="Only content editors and programme leads"):
        start_letter_draft("L-04", by=staff_user(Role.AUDITOR), at=at)


def test_words_that_name_an_unknown_field_are_kept_and_cannot_be_published(draft, editor, programme_lead, at):
    draft = saved(draft, editor, at, subject="For {{password}} only", body=f"{draft.body}\n[[nobody]]")

    assert len(faults_of(draft)) == 2
    with pytest.raises(Refused, match=r"cannot be published: subject, line 1: “password” is not a field"):
        publish_letter_draft(draft, revision=draft.revision, by=programme_lead, at=at)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_an_editor_writes_is_text_and_nothing_of_it_runs(attack, draft, editor, programme_lead, at, settings):
    draft = saved(draft, editor, at, body=f"Before {attack} after")
    preview = letter_preview(publish_letter_draft(draft, revision=draft.revision, by=programme_lead, at=at))

    shown = preview.body.replace("&#x27;", "'").replace("&#39;", "'")
    assert [sign in shown for sign in (settings.SECRET_KEY, "<script", "class 'str'")] == [False] * 3
    assert attack.replace("<", "&lt;").replace(">", "&gt;").split()[0] in shown


def test_an_editor_writes_looks_and_prints_and_a_lead_publishes_on_the_pages(
    letters, editor, lead_client, programme_lead, sign_in, do_tasks
):
    client = sign_in(Client(), editor)
    begun = client.post(reverse("letter-draft-start", args=["L-04"]))
    draft = LetterDraft.objects.get()
    form = {
        "subject": "A new subject",
        "summary": draft.summary,
        "body": "Dear {{organisation}}",
        "change_note": "Shorter",
    }
    client.post(begun.url, {**form, "revision": draft.revision})
    page = client.get(begun.url).content.decode()
    stale = client.post(begun.url, {**form, "revision": 1})
    client.post(reverse("letter-draft-print", args=[draft.pk]))
    do_tasks("documents.run_job")
    other = lead_client.get(begun.url).content.decode()
    lead_client.post(reverse("letter-draft-publish", args=[draft.pk]), {"revision": 2})

    assert ("Dear Example Care" in page, "You wrote these words" in page, stale.status_code) == (True, True, 409)
    job = Job.objects.get()
    assert (job.state, job.reason, job.file_shown_name) == ("done", "", "Preview of new words for L-04.pdf")
    assert reverse("letter-draft-publish", args=[draft.pk]) in other
    shown = lead_client.get(reverse("letter-detail", args=["L-04"])).content.decode()
    assert [
        "A new subject" in shown,
        "L-04 version 3" in shown,
        "the name of the organisation".capitalize() in shown,
    ] == [True] * 3


def test_the_page_of_a_letter_says_its_paragraphs_its_occasion_and_what_was_sent(letters, lead_client):
    shown = lead_client.get(reverse("letter-detail", args=["L-04"])).content.decode()
    found = lead_client.get(reverse("letter-list") + "?words=reserve").content.decode()

    words = ("misread", "outside what the round is about", "Nothing that you may see")
    assert [each in shown for each in words] == [True] * 3
    assert (reverse("letter-detail", args=["L-07"]) in found, reverse("letter-detail", args=["L-04"]) in found) == (
        True,
        False,
    )
    assert lead_client.get(reverse("letter-detail", args=["L-04"]) + "?version=9").status_code == 404
