"""The bundle of a case: everything the person may see and nothing else, checked again when it is fetched."""

import csv
import hashlib
import io
import json
import zipfile
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sandbox_portal.casework.actions.messages import open_messages
from sandbox_portal.casework.models import Event
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import attach_evidence
from sandbox_portal.documents.actions.bundles import ask_for_case_bundle, ask_for_organisation_bundle
from sandbox_portal.documents.actions.jobs import run_job
from sandbox_portal.documents.actions.messages import send_message
from sandbox_portal.documents.actions.sweeping import sweep_files
from sandbox_portal.documents.bundles import items_of
from sandbox_portal.documents.bundles.packing import LeftOut, Packed, index_table
from sandbox_portal.documents.choices import RESULT_KEPT, JobState, ScanState
from sandbox_portal.documents.models import Attachment, Bundle, EvidenceFile
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership, User

from .kinds import ON_THE_PANEL, SENT

INDEX = ("index.csv", "index.html", "index.pdf")


def file(name="plan.txt", words="The plan.\n"):
    return SimpleUploadedFile(name, words.encode())


@pytest.fixture
def full(parcel, provider_user, programme_lead, at):
    """A parcel with a file, and a message with a file that was opened."""
    attach_evidence(parcel, upload=file("../=plan.txt"), by=provider_user, at=at)
    answer = {"key": uuid4(), "files": [file("note.txt", "A note.\n")], "by": programme_lead, "at": at}
    send_message(parcel, text="We got it.", **answer)
    open_messages(parcel, by=provider_user, at=database_now())
    return parcel


def made(job):
    done = run_job(job, by=job.asked_by, at=database_now())
    assert (done.state, done.reason) == (JobState.DONE, "")
    return done


def unpacked(job):
    """Every file of the ZIP by its path."""
    with storage.open_stored(job.file_name) as content, zipfile.ZipFile(content) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def bundle_of(case, user, **left_out):
    return made(ask_for_case_bundle(case, left_out=left_out, by=user, at=database_now()))


def fetch(client, job):
    response = client.get(reverse("job-download", args=[job.pk]))
    return response.status_code, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def fetched(full, provider_user):
    """One bundle of the organisation, and all that is in it."""
    job = bundle_of(full, provider_user)
    return job, unpacked(job)


def test_a_bundle_holds_the_whole_case_with_fingerprints_and_goes_when_its_time_is_over(fetched, full, lead_client):
    job, whole = fetched
    rows = list(csv.DictReader(io.StringIO(whole["index.csv"].decode("utf-8-sig"))))
    newest = Event.objects.filter(case=full).order_by("-sequence").first()

    assert list(whole) == [
        "00 The case/001 case.json",
        "00 The case/002 timeline.pdf",
        "00 The case/003 timeline.json",
        "03 Files/001 =plan.txt",
        "04 Messages/001 messages.pdf",
        "04 Messages/002 messages.json",
        "04 Messages/003 note.txt",
        "index.csv",
        "index.html",
        "00 Cover and index.pdf",
    ]
    assert whole["03 Files/001 =plan.txt"] == b"The plan.\n"
    assert json.loads(whole["04 Messages/002 messages.json"])["oldest_first"][0]["text"] == "We got it."
    assert {row["Path"]: row["SHA-256"] for row in rows} == {
        path: hashlib.sha256(content).hexdigest() for path, content in whole.items() if not path.endswith(INDEX)
    }
    with pikepdf.open(io.BytesIO(whole["00 Cover and index.pdf"])) as pdf:
        marks = pdf.open_metadata()
        assert (marks["pdfuaid:part"], bool(pdf.Root.MarkInfo.Marked)) == ("1", True)
    assert newest.hash in whole["index.html"].decode()
    assert json.loads(whole["00 The case/001 case.json"])["chain_head"]["hash"] == newest.hash
    assert fetch(lead_client, job)[0] == 404

    sweep_files(at=database_now() + RESULT_KEPT - RESULT_KEPT / 10)
    kept = storage.is_whole(job.file_name, job.file_sha256)
    sweep_files(at=database_now() + RESULT_KEPT * 2)
    assert (kept, storage.is_whole(job.file_name, job.file_sha256)) == (True, False)


def test_no_cell_of_the_index_is_a_formula():
    packed, left_out = Packed("=1+1", "plain", "＝1", 5, "-ab"), LeftOut("key", "+folder", "@kind", "\treason")

    assert list(csv.reader(index_table([packed], [left_out]).splitlines()))[1:] == [
        ["'=1+1", "plain", "'＝1", "5", "'-ab", ""],
        ["'+folder", "'@kind", "", "", "", "'\treason"],
    ]


def test_the_same_case_gives_the_same_names_in_the_same_order(full, provider_user):
    first, second = ([(item.key, item.folder, item.name) for item in items_of(full, provider_user)] for _ in range(2))

    assert first == second
    assert len({name for _key, *name in map(list, first) for name in [tuple(name)]}) == len(first)


def test_what_is_left_out_or_cannot_be_given_is_listed_with_its_reason_and_without_its_name(full, programme_lead):
    """Left out by staff, still being checked, and damaged: none of them stops the others."""
    plan = Attachment.objects.get()
    damaged = attach_evidence(full, upload=file("broken.txt", "b"), by=plan.uploaded_by, at=database_now())
    storage.discard(damaged.evidence_file.stored_name)
    EvidenceFile.objects.filter(message_files__isnull=False).update(scan_state=ScanState.BEING_CHECKED)
    key = f"attachment:{plan.pk}"

    whole = unpacked(bundle_of(full, programme_lead, **{key: "It names a person who did not agree."}))

    text = whole["index.html"].decode()
    assert not any(word in name for name in whole for word in ("plan", "note", "broken"))
    reasons = ("It names a person who did not agree.", "still being checked for viruses", "damaged or gone")
    assert [text.count(reason) for reason in reasons] == [1, 1, 1]
    assert "plan.txt" not in text
    assert Bundle.objects.get().withheld[0] == {
        "key": key,
        "kind": "A file put to the case",
        "reason": "It names a person who did not agree.",
    }


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [({"attachment:no-such": "x"}, "not there any more"), ({"case:{}": " "}, "Say why it is left out")],
)
def test_leaving_out_needs_a_thing_that_is_there_and_a_reason(left_out, sentence, full, programme_lead, at):
    chosen = {key.format(full.pk): reason for key, reason in left_out.items()}
    with pytest.raises(Refused, match=sentence):
        ask_for_case_bundle(full, left_out=chosen, by=programme_lead, at=at)


def test_an_organisation_cannot_leave_anything_out(full, provider_user, at):
    with pytest.raises(Refused, match="Only staff"):
        ask_for_case_bundle(full, left_out={f"case:{full.pk}": "x"}, by=provider_user, at=at)


def test_what_a_person_may_not_see_is_not_in_it(full, staff_user, provider_user, programme_lead):
    """A member of the panel with an interest sees the case and not its files, as everywhere else."""
    from sandbox_portal.people.choices import Role

    full.title = ON_THE_PANEL
    full.save(update_fields=["title"])
    member = staff_user(Role.PANEL_MEMBER)

    keys = {item.key.split(":")[0] for item in items_of(full, member)}

    assert "attachment" not in keys
    assert "attachment" in {item.key.split(":")[0] for item in items_of(full, programme_lead)}


def test_a_right_lost_between_asking_and_making_stops_it(full, provider_user, newcomer, at):
    job = ask_for_case_bundle(full, left_out={}, by=provider_user, at=at)
    Membership.objects.create(user=newcomer, organisation=full.organisation)  # a team keeps an owner
    Membership.objects.filter(user=provider_user).update(ended_at=at)
    job = type(job).objects.select_related("asked_by").get(pk=job.pk)

    assert (run_job(job, by=None, at=at).reason, Bundle.objects.count()) == (
        "You may not see this any more, so it was not made.",
        0,
    )


def test_a_right_lost_between_making_and_fetching_stops_it(full, provider_user, provider_client, at):
    job = bundle_of(full, provider_user)
    before = fetch(provider_client, job)[0]
    Attachment.objects.update(removed_at=at, removed_by=provider_user)

    after, words = fetch(provider_client, job)

    assert (before, after) == (200, 409)
    assert "What you may see has changed" in words.decode()


def test_there_is_a_bundle_at_every_stage(full, provider_user):
    full.stage_since = database_now()
    stages = {"packing": len(items_of(full, provider_user))}
    full.stage = SENT

    assert len(items_of(full, provider_user)) == stages["packing"]


def test_everything_of_an_organisation_is_its_profile_and_each_of_its_cases(full, provider_user, at):
    job = made(ask_for_organisation_bundle(full.organisation, by=provider_user, at=at))

    folders = {name.split("/")[0] for name in unpacked(job) if "/" in name}

    assert folders == {"00 The organisation", f"01 {full.reference}"}


def test_strangers_ask_for_nothing(full, newcomer, client, at):
    from tests.signing_in import sign_in

    stranger = sign_in(client, newcomer)
    pages = [reverse("case-bundle", args=[full.pk]), reverse("organisation-bundle", args=[full.organisation_id])]

    assert [stranger.post(page).status_code for page in pages] == [404, 404]
    with pytest.raises(Refused, match="Only people of the organisation"):
        ask_for_organisation_bundle(full.organisation, by=newcomer, at=at)


def test_the_page_makes_a_job_and_staff_choose_on_it(full, lead_client, provider_client):
    page = reverse("case-bundle", args=[full.pk])
    key = f"attachment:{Attachment.objects.get().pk}"

    missing = lead_client.post(page, {"left_out": [key], "reason": ""})
    asked = lead_client.post(page, {"left_out": [key], "reason": "Private."})

    assert (missing.status_code, asked.status_code) == (422, 302)
    assert "Say why it is left out" in missing.content.decode()
    assert "Leave out" not in provider_client.get(page).content.decode()
    assert "/jobs/" in provider_client.post(page)["Location"]


def test_two_hundred_files_come_into_one_bundle(parcel, provider_user, at):
    evidence = attach_evidence(parcel, upload=file(), by=provider_user, at=at).evidence_file
    Attachment.objects.bulk_create(
        Attachment(
            case=parcel, question_key=f"q{number}", evidence_file=evidence, shown_name="plan.txt",
            uploaded_by=User.objects.get(pk=provider_user.pk), uploaded_at=at,
        )
        for number in range(199)
    )  # fmt: skip

    job = bundle_of(parcel, provider_user)

    assert sum(name.startswith("03 Files/") for name in unpacked(job)) == 200
    assert (job.done_of, job.total) == (203, 204)
