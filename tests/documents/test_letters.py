"""Letters: written as data, made once, held, released, never changed."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sending import rendered
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import issue_letter, release_letter, release_letters
from sandbox_portal.documents.choices import Audience
from sandbox_portal.documents.content import load_letters
from sandbox_portal.documents.models import IssuedDocument, LetterTemplate
from sandbox_portal.documents.queries import (
    MAKE_LETTER,
    documents_visible_to,
    held_letters,
    letter_of,
    letters_being_made,
)
from sandbox_portal.people.choices import Place, Role
from tests.factories.people import make_provider

from .test_pdf import words_of

SCORES = [{"criterion": "Can commit to the work", "score": 3, "meaning": "partly", "reason": "A clear plan"}]
FACTS = {
    "L-03": {"round_title": "Round 3", "submitted_at": "4pm", "decision_by": date(2026, 3, 2)},
    "L-03W": {"round_title": "Round 3", "withdrawn_at": "4pm on Monday"},
    "L-04": {"round_title": "Round 3", "criterion_question": "Is it social care?", "reason": "It is a shop."},
    "L-05": {"round_title": "Round 3", "criterion_question": "Can you come?", "reason": "You cannot come."},
    "L-06": {
        "round_title": "Round 3",
        "first_workshop_on": date(2026, 4, 14),
        "scores": SCORES,
        "total": 17,
        "highest_total": 20,
        "cut_off": 12,
    },
    "L-07": {
        "round_title": "Round 3",
        "reserve_place": 2,
        "reserve_until": date(2026, 4, 13),
        "scores": SCORES,
        "total": 13,
        "highest_total": 20,
        "cut_off": 12,
    },
    "L-08": {
        "round_title": "Round 3",
        "outcome_because": "Your total is below the cut-off.",
        "scores": SCORES,
        "total": 11,
        "highest_total": 20,
        "cut_off": 12,
    },
    "L-10": {
        "round_title": "Round 3",
        "key_dates": [{"day": date(2026, 4, 14), "what": "First workshop"}],
        "commitments": ["Come to each workshop", "Share what you learn"],
    },
}


def asked(case, code, by, at, **options):
    issue_letter(case, code=code, data=FACTS[code], by=by, at=at, **options)


@pytest.fixture
def made(parcel, programme_lead, at, letters, do_tasks):
    """`made("L-08", held=True)` asks for a letter and makes it."""

    def make(code: str, **options) -> IssuedDocument:
        asked(parcel, code, programme_lead, at, **options)
        do_tasks(MAKE_LETTER)
        return letter_of(parcel, code)

    return make


def bytes_of(document: IssuedDocument) -> bytes:
    with storage.open_stored(document.stored_name) as file:
        return file.read()


def mails() -> list[OutboxEntry]:
    return list(OutboxEntry.objects.filter(name="documents/letter_waiting").order_by("created_at"))


@pytest.mark.parametrize("code", FACTS)
def test_every_letter_of_a_round_can_be_made(code, made, tmp_path):
    letter = made(code)

    words = " ".join(words_of(bytes_of(letter), tmp_path).split())
    assert letter.number in words
    assert letter.data["summary"] in words
    assert "{{" not in words
    assert re.fullmatch(r"(LET|REC)-\d{4}-\d{6}", letter.number)


def test_the_letters_in_content_are_loaded_once(letters, settings, at):
    number = len(list((settings.CONTENT_ROOT / "letters").glob("L-*.yaml")))

    assert number > 0
    assert letters == f"{number} loaded, 0 unchanged"
    assert load_letters(settings.CONTENT_ROOT, at) == f"0 loaded, {number} unchanged"


def test_a_letter_without_a_fact_is_refused_with_the_place(parcel, programme_lead, at, letters):
    facts = {key: value for key, value in FACTS["L-08"].items() if key != "outcome_because"}

    with pytest.raises(Refused) as refused:
        issue_letter(parcel, code="L-08", data=facts, by=programme_lead, at=at)

    assert refused.value.sentence == (
        "The letter L-08 version 1 cannot be made: body, line 5: “outcome_because” is not known for this case."
    )
    assert OutboxEntry.objects.filter(name=MAKE_LETTER).count() == 0


def test_a_letter_asked_for_twice_is_made_once(made, do_tasks, parcel, programme_lead, at):
    first = made("L-03")
    entry = OutboxEntry.objects.get(name=MAKE_LETTER)

    asked(parcel, "L-03", programme_lead, at)
    OutboxEntry.objects.filter(pk=entry.pk).update(finished_at=None)
    do_tasks(MAKE_LETTER)

    assert list(IssuedDocument.objects.all()) == [first]
    assert len({mail.payload["to"] for mail in mails()}) == len(mails()) == 2


def test_a_held_letter_is_seen_by_staff_only_and_leaves_no_trace(
    made, parcel, provider_user, programme_lead, staff_user
):
    letter = made("L-08", held=True)

    seen = {
        "owner": list(documents_visible_to(provider_user)),
        "panel": list(documents_visible_to(staff_user(Role.PANEL_MEMBER))),
        "lead": list(documents_visible_to(programme_lead)),
    }
    assert seen == {"owner": [], "panel": [], "lead": [letter]}
    assert mails() == []
    assert list(Event.objects.filter(case=parcel).values_list("verb", flat=True)) == ["opened"]


def test_released_it_is_seen_by_its_organisation_and_told_by_mail_to_its_owners(
    made, parcel, organisation, provider_user, newcomer, programme_lead, at
):
    reader = make_provider(organisation, place=Place.READER)
    letter = made("L-08", held=True)

    release_letter(letter, by=programme_lead, at=at)

    seen = {who.pk: list(documents_visible_to(who)) for who in (provider_user, reader, newcomer)}
    assert seen == {provider_user.pk: [letter], reader.pk: [letter], newcomer.pk: []}
    assert reader.email not in {mail.payload["to"] for mail in mails()}
    assert provider_user.email in {mail.payload["to"] for mail in mails()}
    assert list(Event.objects.filter(case=parcel).values_list("verb", flat=True)) == ["opened", "letter sent"]
    with pytest.raises(Refused, match="has already been sent"):
        release_letter(letter, by=programme_lead, at=at)


def test_the_mail_says_that_a_letter_waits_and_nothing_of_what_it_says(made, organisation):
    letter = made("L-08")

    subject, body = rendered("documents/letter_waiting", mails()[0].payload["context"])

    assert subject == f"A letter from us is waiting for you: {letter.number}"
    assert f"/documents/{letter.pk}/" in body
    said = (subject + body).replace(letter.number, "").replace(str(letter.pk), "")
    assert [word for word in (organisation.name, "selected", "11") if re.search(rf"\b{re.escape(word)}\b", said)] == []


def test_letters_are_released_together_once_all_are_made(made, parcel, programme_lead, at, do_tasks):
    made("L-06", held=True)
    asked(parcel, "L-10", programme_lead, at, held=True)

    with pytest.raises(Refused, match="still being made"):
        release_letters(parcel, by=programme_lead, at=at)
    do_tasks(MAKE_LETTER)
    released = release_letters(parcel, by=programme_lead, at=at)

    assert sorted(letter.code for letter in released) == ["L-06", "L-10"]
    assert (list(held_letters(parcel)), letters_being_made(parcel)) == ([], 0)


def test_a_correction_is_a_new_version_that_says_why(made, parcel, programme_lead, at, tmp_path):
    first = made("L-08")
    with pytest.raises(Refused, match="must say what was wrong"):
        asked(parcel, "L-08", programme_lead, at, replaces=first)

    second = made("L-08", replaces=first, correction_note="The first letter gave a wrong total.")

    assert (second.version, second.replaces, second.number != first.number) == (2, first, True)
    words = " ".join(words_of(bytes_of(second), tmp_path).split())
    assert f"This replaces letter {first.number}. The first letter gave a wrong total." in words


@pytest.mark.parametrize("change", [{"title": "x"}, {"sha256": "0" * 64}, {"data": {}}, {"released_at": None}])
def test_an_issued_document_never_changes(made, change):
    made("L-08")

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        IssuedDocument.objects.update(**change)


def test_an_issued_document_is_never_deleted(made):
    made("L-08", held=True)

    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        IssuedDocument.objects.all().delete()


def test_the_words_of_a_letter_that_was_used_never_change(made):
    made("L-08")

    with pytest.raises(DatabaseError, match="write a new version"), transaction.atomic():
        LetterTemplate.objects.filter(code="L-08").update(body="other words")
    LetterTemplate.objects.filter(code="L-07").update(summary="These words were not used yet.")


LETTER_FILE = """code: L-99
version: 1
subject: A letter to {{organisation}}
summary: It has {{total}} points.
body: |
  Hello {{organisation}}

  You have {{total}} points of {{hightotal}}.
"""


def test_a_faulty_letter_file_is_told_with_file_and_line(tmp_path, at):
    folder = tmp_path / "content" / "letters"
    folder.mkdir(parents=True)
    (folder / "L-99.yaml").write_text(LETTER_FILE)

    with pytest.raises(FaultyContent) as faulty:
        load_letters(tmp_path / "content", at)

    assert str(faulty.value) == "content/letters/L-99.yaml, line 8: “hightotal” is not a field that letters know."
    assert LetterTemplate.objects.count() == 0


def test_new_words_for_a_letter_that_was_sent_need_a_new_version(made, tmp_path, settings, at):
    made("L-08")
    folder = tmp_path / "content" / "letters"
    folder.mkdir(parents=True)
    text = (settings.CONTENT_ROOT / "letters" / "L-08.yaml").read_text()
    (folder / "L-08.yaml").write_text(text.replace("We are sorry to tell you", "We regret to tell you"))

    with pytest.raises(FaultyContent, match=r"line 5: Version 1 of L-08 has been sent to people"):
        load_letters(tmp_path / "content", at)
    (folder / "L-08.yaml").write_text(text.replace("version: 1", "version: 2"))
    assert load_letters(tmp_path / "content", at) == "1 loaded, 0 unchanged"


def test_a_letter_is_read_as_a_page_and_downloaded_as_the_same_bytes(made, provider_client):
    letter = made("L-08")

    shown = provider_client.get(reverse("document-page", args=[letter.pk])).content.decode()
    answered = provider_client.get(reverse("document-download", args=[letter.pk]))

    assert "Your total is below the cut-off." in shown
    assert answered["Content-Disposition"] == f'attachment; filename="{letter.number}.pdf"'
    assert b"".join(answered.streaming_content) == bytes_of(letter)


@pytest.mark.parametrize("name", ["document-page", "document-download"])
def test_somebody_else_is_told_that_there_is_no_such_document(name, made, newcomer, sign_in, client):
    letter = made("L-08")
    address = reverse(name, args=[letter.pk])

    assert [client.get(address).status_code, sign_in(client, newcomer).get(address).status_code] == [404, 404]


def test_the_list_shows_what_was_sent_and_not_what_is_held(made, parcel, provider_client):
    sent, held = made("L-03"), made("L-08", held=True)

    shown = provider_client.get(reverse("case-documents", args=[parcel.pk])).content.decode()

    assert (sent.number in shown, held.number in shown) == (True, False)


def test_anybody_may_ask_whether_a_released_document_is_genuine_and_learns_nothing_else(made, client, organisation):
    letter, held = made("L-08"), made("L-06", held=True)

    def answer(number: str, **query: str) -> str:
        return client.get(reverse("document-verify", args=[number]), query).content.decode()

    known = answer(letter.number)
    assert "We did issue a document with this number" in known
    assert [word for word in (organisation.name, letter.title, "selected") if word in known] == []
    assert "Your file is this document, unchanged." in answer(letter.number, sha256=letter.sha256.upper())
    assert "Your file is not this document." in answer(letter.number, sha256="0" * 64)
    assert "A SHA-256 has 64 characters" in answer(letter.number, sha256="zz")
    assert "We know no document with this number" in answer(held.number)
    assert "We know no document with this number" in answer("LET-2026-999999")


def test_a_number_typed_with_spaces_and_small_letters_is_found(made, client):
    letter = made("L-08")

    answered = client.post(reverse("document-check"), {"number": f" {letter.number.lower()} "})

    assert answered["Location"] == reverse("document-verify", args=[letter.number])


def test_a_letter_is_for_the_organisation(made):
    assert made("L-08").audience == Audience.ORGANISATION


def test_every_letter_can_be_looked_at_with_made_up_facts(letters, lead_client):
    listed = lead_client.get(reverse("letter-list")).content.decode()
    shown = [lead_client.get(reverse("letter-preview", args=[code])).content.decode() for code in FACTS]

    assert [code for code in FACTS if reverse("letter-detail", args=[code]) not in listed] == []
    assert [page for page in shown if "{{" in page or "The facts in it are made up." not in page] == []
    assert lead_client.get(reverse("letter-preview", args=["L-99"])).status_code == 404


def test_the_words_of_letters_are_for_staff_who_write_or_send_them(letters, provider_client):
    assert provider_client.get(reverse("letter-list")).status_code == 403


def test_staff_see_who_sent_a_letter_and_the_organisation_does_not(made, lead_client, provider_client, programme_lead):
    letter = made("L-08")
    address = reverse("document-page", args=[letter.pk])

    shown = [client.get(address).content.decode() for client in (lead_client, provider_client)]

    assert [programme_lead.name in page for page in shown] == [True, False]
