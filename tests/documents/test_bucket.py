"""Files in an S3-compatible store, over HTTP against a local one (A09, C15, C16)."""

import base64
import hashlib
import io
import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.models import AccessRecord
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import attach_evidence, sweep_files
from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.storage import StoreSilent
from sandbox_portal.people.clock import database_now

from .samples import upload

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.filterwarnings("ignore:.*boto.*")]

NAME = "papers"


@pytest.fixture(scope="module")
def store():
    """A local store; its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def shelf(settings, address: str, **options) -> None:
    keys = {"bucket": NAME, "endpoint": address, "region": "eu-west-2", "key_id": "key", "secret": "secret"}
    backend = {"BACKEND": "sandbox_portal.documents.bucket.Bucket", "OPTIONS": {**keys, **options}}
    settings.STORAGES = {**settings.STORAGES, "documents": backend}


@pytest.fixture
def bucket(store, settings):
    """An empty bucket as the place of files; gives its client."""
    shelf(settings, store)
    client = storage._shelf().client
    client.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield client
    for each in client.list_objects_v2(Bucket=NAME).get("Contents", ()):
        client.delete_object(Bucket=NAME, Key=each["Key"])
    client.delete_bucket(Bucket=NAME)


def names(client) -> list[str]:
    return [each["Key"] for each in client.list_objects_v2(Bucket=NAME).get("Contents", ())]


def test_a_file_is_kept_under_its_sha256_read_back_and_taken_away(bucket):
    content = b"a plan" * 300_000
    digest = hashlib.sha256(content).hexdigest()

    kept = storage.keep(io.BytesIO(content), folder="evidence")
    again = storage.keep(io.BytesIO(content), folder="evidence")
    with storage.open_stored(kept[0]) as file:
        read = file.read()

    assert kept == again == (f"evidence/{digest[:2]}/{digest}", digest, len(content))
    assert (names(bucket), read == content) == ([kept[0]], True)
    storage.discard(kept[0])
    assert (names(bucket), storage.is_whole(kept[0], digest)) == ([], False)


def test_the_store_is_given_the_sha256_to_compare_what_arrived(bucket):
    given = []
    bucket.meta.events.register("before-send.s3.PutObject", lambda request, **named: given.append(request.headers))

    _, digest, _ = storage.keep(io.BytesIO(b"a plan"), folder="evidence")

    assert [base64.b64decode(headers["x-amz-checksum-sha256"]).hex() for headers in given] == [digest]


def test_a_changed_object_is_not_handed_out(bucket, parcel, provider_user, provider_client, at):
    attachment = attach_evidence(parcel, upload=upload(b"a plan", "plan.txt"), by=provider_user, at=at)
    address = reverse("evidence-download", args=[attachment.pk])
    whole = provider_client.get(address)
    bucket.put_object(Bucket=NAME, Key=attachment.evidence_file.stored_name, Body=b"a plot")

    assert (whole.getvalue(), whole["Content-Length"]) == (b"a plan", "6")
    assert whole["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert provider_client.get(address).status_code == 404


def test_nobody_reads_an_object_without_a_signature(bucket, parcel, provider_user, at):
    """Says that we never ask the store to make anything public."""
    attachment = attach_evidence(parcel, upload=upload(b"a plan", "plan.txt"), by=provider_user, at=at)

    granted = bucket.get_object_acl(Bucket=NAME, Key=attachment.evidence_file.stored_name)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in granted] == ["CanonicalUser"]


def test_by_setting_a_download_goes_by_a_short_lived_address_after_our_own_check(
    bucket, store, settings, parcel, provider_user, provider_client, newcomer, sign_in, at
):
    attachment = attach_evidence(parcel, upload=upload(b"a plan", "plan.txt"), by=provider_user, at=at)
    shelf(settings, store, signed_seconds=60)
    address = reverse("evidence-download", args=[attachment.pk])

    sent = provider_client.get(address)

    assert sent.status_code == 302
    assert sent.url.startswith(f"{store}/{NAME}/{attachment.evidence_file.stored_name}?")
    assert ("X-Amz-Expires=60" in sent.url, "plan.txt" in sent.url, sent["Cache-Control"]) == (True, True, "no-store")
    assert sign_in(Client(), newcomer).get(address).status_code == 404


def test_a_member_of_staff_who_is_sent_to_the_store_is_written_down(
    bucket, store, settings, parcel, provider_user, programme_lead, sign_in, at
):
    attachment = attach_evidence(parcel, upload=upload(b"a plan", "plan.txt"), by=provider_user, at=at)
    shelf(settings, store, signed_seconds=60)

    sent = sign_in(Client(), programme_lead).get(reverse("evidence-download", args=[attachment.pk]))

    look = AccessRecord.objects.get()
    assert (sent.status_code, look.by, look.what, look.case_id) == (302, programme_lead, "file", parcel.pk)


@pytest.fixture
def silent(settings):
    """A store that nobody answers for."""
    shelf(settings, "http://127.0.0.1:9")


def test_a_silent_store_is_a_plain_page_and_leaves_neither_row_nor_object(silent, parcel, provider_client):
    with pytest.raises(StoreSilent):
        storage.keep(io.BytesIO(b"a plan"), folder="evidence")

    answer = provider_client.post(reverse("case-evidence", args=[parcel.pk]), {"files": upload(b"a plan", "plan.txt")})

    assert answer.status_code == 503
    assert "We cannot reach our files just now. Nothing was lost." in answer.content.decode()
    assert Attachment.objects.count() == 0


def test_a_store_that_falls_silent_answers_a_download_with_the_same_page(
    bucket, settings, parcel, provider_user, provider_client, at
):
    attachment = attach_evidence(parcel, upload=upload(b"a plan", "plan.txt"), by=provider_user, at=at)
    shelf(settings, "http://127.0.0.1:9")

    answer = provider_client.get(reverse("evidence-download", args=[attachment.pk]))

    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")


def test_the_night_takes_away_what_no_row_points_to(bucket, parcel, provider_user, at):
    attachment = attach_evidence(parcel, upload=upload(b"a plan", "plan.txt"), by=provider_user, at=at)
    storage.keep(io.BytesIO(b"undone"), folder="evidence")

    assert sweep_files(at=database_now()) == 0
    assert sweep_files(at=database_now() + timedelta(hours=25)) == 1
    assert names(bucket) == [attachment.evidence_file.stored_name]
