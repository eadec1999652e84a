"""The handbooks: open to everybody, found by their words, and offered beside the questions they help with (R-254)."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from handbooks.handbook_file import read_handbooks
from handbooks.queries import chapters_about, find_chapters
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.people.choices import Place
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.guidance import help_pages
from sandbox_portal.questions.queries import response_of
from sandbox_portal.questions.reading import read_question_set
from tests.factories.registration import make_registration_draft
from tests.signing_in import sign_in

FORMS = ("registration-application", "registration-manager")
BOOK = """code: small
title: Small
about: About it
chapters:
  - {key: one, title: One, summary: First, parts: [{heading: H, text: T}]}
"""


def sections() -> set[str]:
    """Every section of every form, as set/section."""
    root = settings.CONTENT_ROOT
    sets = [read_question_set(path, root=root)[1] for path in (root / "question_sets").glob("*.yaml")]
    return {f"{document.code}/{section.key}" for document in sets for section in document.sections}


def test_every_section_of_registration_has_a_chapter_and_every_chapter_names_sections_there_are():
    books = read_handbooks(settings.CONTENT_ROOT).values()
    explained = {place for book in books for chapter in book.chapters for place in chapter.helps_with}

    assert explained - sections() == set()
    assert {place for place in sections() if place.split("/")[0] in FORMS} - explained == set()


def test_a_chapter_is_found_by_all_of_its_words_in_any_part_of_it():
    found = [(book.code, chapter.key) for book, chapters in find_chapters("HEALTH numbers") for chapter in chapters]

    assert found == [("registration", "papers")]
    assert find_chapters("zebra") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (BOOK + "  - {key: one, title: Two, summary: Second, parts: [{heading: H}]}\n", "one"),
        (BOOK.replace("code: small", "code: other"), "its code must be small"),
        (BOOK.replace("summary: First", "sumary: First"), "sumary"),
    ],
    ids=["a chapter twice", "another code than the file", "a word the file does not know"],
)
def test_a_faulty_handbook_says_where(tmp_path, wrong, sentence):
    (tmp_path / "handbooks").mkdir()
    (tmp_path / "handbooks" / "small.yaml").write_text(wrong)

    with pytest.raises(FaultyContent, match=sentence):
        read_handbooks(tmp_path)


def test_anybody_reads_a_chapter_and_goes_on_to_the_next(client):
    first = client.get(reverse("handbook-chapter", args=["registration", "do-you-need-it"])).content.decode()
    last = client.get(reverse("handbook-chapter", args=["registration", "what-happens"])).content.decode()

    assert ("Next chapter" in first, "Chapter before" in first) == (True, False)
    assert ("Next chapter" in last, "Chapter before" in last) == (False, True)


@pytest.mark.parametrize("address", [("registration", "nothing"), ("nothing", "papers")])
def test_a_chapter_that_is_not_there_is_not_found(client, address):
    assert client.get(reverse("handbook-chapter", args=address)).status_code == 404


def test_the_list_narrows_to_words_and_says_when_nothing_matches(client):
    address = reverse("handbook-list")
    some, none = client.get(address, {"words": "insurance"}), client.get(address, {"words": "zebra"})

    assert "Money and insurance" in some.content.decode()
    assert "Shared care at home" not in some.content.decode().split('id="results"')[1]
    assert "No chapter holds these words" in none.content.decode()


@pytest.mark.django_db
def test_a_question_leads_to_the_chapter_of_its_section():
    draft = make_registration_draft()
    response = response_of(draft.case)
    page = reverse("response-question", args=[draft.pk, "activities", "activities"])
    [(book, chapter)] = chapters_about(response.set_code, "activities")
    answer = sign_in(Client(), people_of(draft.organisation, Place.OWNER)[0]).get(page)

    assert [each.title for each in help_pages(response.set_code, "activities")] == [chapter.title]
    assert reverse("handbook-chapter", args=[book.code, chapter.key]) in answer.content.decode()
