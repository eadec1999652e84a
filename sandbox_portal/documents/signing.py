"""Signing what we issue, when settings name a key; and saying of a PDF whether its signature is ours and holds (F07).

The signature is invisible and hidden from screen readers: the document stays PDF/UA-1.
"""

import asyncio
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

FIELD = "Signature"
REASON = "Issued by the authority"


class SignatureState(models.TextChoices):
    """What can be said of the signature in a PDF."""

    HOLDS = "holds", "Signed by us, and unchanged since"
    BROKEN = "broken", "Changed after it was signed, or not signed by us"
    NONE = "none", "Not signed"


def is_configured() -> bool:
    return bool(settings.PDF_SIGNING_KEY and settings.PDF_SIGNING_CERT)


def signed(pdf: bytes) -> bytes:
    """The same document with our signature appended; unchanged when there is no key."""
    if not is_configured():
        return pdf
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec

    signer = _signer(settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_CERT, settings.PDF_SIGNING_PASSPHRASE)
    quiet = InvisSigSettings(set_print_flag=False, set_hidden_flag=True, box_out_of_bounds=False)
    field = SigFieldSpec(FIELD, readable_field_name="Signature of the authority", invis_sig_settings=quiet)
    said = PdfSignatureMetadata(field_name=FIELD, reason=REASON, md_algorithm="sha256")
    output = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _waited_for(PdfSigner(said, signer=signer, new_field_spec=field).async_sign_pdf(writer, output=output))
    return output.getvalue()


def signature_of(pdf: bytes) -> SignatureState:
    """Whether the PDF carries a signature of our certificate over all of its bytes. Anything odd is BROKEN."""
    if b"/ByteRange" not in pdf or not is_configured():
        return SignatureState.NONE
    try:
        return SignatureState.HOLDS if _holds(pdf) else SignatureState.BROKEN
    except Exception:  # a file of a stranger may break a parser in any way, and then it is not our document
        return SignatureState.BROKEN


def _holds(pdf: bytes) -> bool:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - slow to import

    ours = _signer(settings.PDF_SIGNING_KEY, settings.PDF_SIGNING_CERT, settings.PDF_SIGNING_PASSPHRASE).signing_cert
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1 or signatures[0].signer_cert.dump() != ours.dump():
        return False
    trusted = ValidationContext(trust_roots=[ours], allow_fetching=False)
    status = _waited_for(async_validate_pdf_signature(signatures[0], signer_validation_context=trusted))
    whole = status.coverage is not None and status.coverage.name == "ENTIRE_FILE"
    return bool(status.intact and status.valid and whole)


def _waited_for(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The answer of a coroutine. It runs in a thread of its own: ours may already have a running event loop."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, coroutine).result()


@cache
def _signer(key: str, certificate: str, passphrase: str) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    signer = SimpleSigner.load(key, certificate, key_passphrase=passphrase.encode() if passphrase else None)
    if signer is None:
        raise ValueError("PDF_SIGNING_KEY and PDF_SIGNING_CERT must name a private key and its certificate (PEM).")
    return signer
