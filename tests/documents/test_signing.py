"""What we issue can be checked: by its signature, its number, its bytes; and it can be withdrawn (F07)."""

from datetime import UTC, datetime, timedelta

import page
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import Paper, issue_document, withdraw_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument, Withdrawal
from sandbox_portal.documents.signing import SignatureState, signature_of, signed

UNTIL = timedelta(days=30)


def key_and_certificate(folder) -> dict[str, str]:
    """A key and its own certificate, made for the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The authority")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + UNTIL)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return {"PDF_SIGNING_KEY": str(folder / "key.pem"), "PDF_SIGNING_CERT": str(folder / "certificate.pem")}


@pytest.fixture
def with_a_key(settings, tmp_path):
    for name, value in key_and_certificate(tmp_path).items():
        setattr(settings, name, value)


@pytest.fixture
def issued(programme_lead, at):
    def issue(audience: Audience = Audience.PUBLIC) -> IssuedDocument:
        paper = Paper(
            request_key="one",
            kind=DocumentKind.STATISTICS,
            title="Statistics of the round",
            layout="documents/record.html",
            audience=audience,
            data={"facts": [["Applications", "8"]]},
        )
        return issue_document(paper, by=programme_lead, at=at)

    return issue


def bytes_of(document: IssuedDocument) -> bytes:
    with storage.open_stored(document.stored_name) as file:
        return file.read()


def test_an_issued_pdf_is_signed_stays_accessible_and_is_never_changed_unseen(with_a_key, issued, tmp_path):
    pdf = bytes_of(issued())
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    middle = pdf.index(b"/Catalog")
    altered = pdf[:middle] + b"/CatalOg" + pdf[middle + 8 :]

    assert page.is_pdf_compliant(str(path), profile="ua1")
    assert [signature_of(each) for each in (pdf, altered, pdf + b"\n% more", b"%PDF-1.7 /ByteRange")] == [
        SignatureState.HOLDS,
        SignatureState.BROKEN,
        SignatureState.BROKEN,
        SignatureState.BROKEN,
    ]
    call_command("check_signature", str(path), verbosity=0)
    path.write_bytes(altered)
    with pytest.raises(CommandError, match="Changed after it was signed"):
        call_command("check_signature", str(path))


def test_a_signature_of_somebody_else_is_not_ours(with_a_key, issued, settings, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    pdf = bytes_of(issued())
    for name, value in key_and_certificate(theirs).items():
        setattr(settings, name, value)

    assert signature_of(pdf) == SignatureState.BROKEN


def test_without_a_key_nothing_is_signed(issued):
    pdf = bytes_of(issued())

    assert (signature_of(pdf), signed(pdf) == pdf, b"/ByteRange" in pdf) == (SignatureState.NONE, True, False)


def test_anybody_compares_a_file_with_ours_and_it_is_kept_nowhere(issued, client):
    document = issued()
    before = list(storage.root().rglob("*"))
    address = reverse("document-check-file")

    def asked(content: bytes) -> str:
        return client.post(address, {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()

    same, changed = asked(bytes_of(document)), asked(bytes_of(document) + b" ")

    assert ("a document of ours, unchanged" in same, document.number in same, document.title in same) == (
        True,
        True,
        False,
    )
    assert "no document of ours" in changed
    assert "Choose the PDF" in client.post(address, {}).content.decode()
    assert list(storage.root().rglob("*")) == before


def test_the_printed_address_may_be_typed_in_place_of_the_number(issued, client):
    document = issued()
    printed = f"https://portal.example/check-a-document/{document.number.lower()}/"

    found = client.post(reverse("document-check"), {"number": printed})
    wrong = client.post(reverse("document-check"), {"number": "?!"})

    assert found.url == reverse("document-verify", args=[document.number])
    assert "The number has letters, numbers and hyphens" in wrong.content.decode()


def test_who_checks_a_withdrawn_document_is_told_so_and_not_why(issued, client, lead_client, programme_lead):
    document = issued()
    empty = lead_client.post(reverse("document-withdraw", args=[document.pk]), {})
    lead_client.post(reverse("document-withdraw", args=[document.pk]), {"reason": "A number was wrong"})

    told = client.get(reverse("document-verify", args=[document.number])).content.decode()
    read = lead_client.get(reverse("document-page", args=[document.pk])).content.decode()

    assert "Say why it no longer holds" in empty.content.decode()
    assert ("it was withdrawn on" in told, "A number was wrong" in told, document.sha256 in told) == (True, False, True)
    assert "A number was wrong" in read
    assert Withdrawal.objects.get().withdrawn_by == programme_lead


def test_a_document_is_withdrawn_once_by_a_lead_and_the_withdrawal_stays(issued, programme_lead, provider_user, at):
    document = issued()
    with pytest.raises(Refused, match="Only a programme lead"):
        withdraw_document(document, reason="No", by=provider_user, at=at)
    withdraw_document(document, reason="A number was wrong", by=programme_lead, at=at)

    with pytest.raises(Refused, match="already been withdrawn"):
        withdraw_document(document, reason="Again", by=programme_lead, at=at)
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        Withdrawal.objects.update(reason="Another")
