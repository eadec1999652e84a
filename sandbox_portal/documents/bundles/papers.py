"""What the ground itself puts into a bundle: the case, its timeline, messages, letters and files."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.conf import settings

from sandbox_portal.casework.audit import latest_anchor
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case, Decision
from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.queries import events_of, timeline_of
from sandbox_portal.casework.queries.decisions import decisions_visible_to
from sandbox_portal.casework.queries.messages import Letter, cases_with_messages_for, thread_of
from sandbox_portal.casework.reason_lists import reasons_of
from sandbox_portal.govuk.context import portal
from sandbox_portal.people.models import User

from ..pdf import HANDBOOK, render_pdf
from ..queries import attachments_visible_to, documents_of, may_be_downloaded
from ..queries.messages import readable_message_files, refused_to_open
from ..shown_names import extension_of, shown_name
from .contents import WHOLE_CASE, Item, json_item, stored_item

LETTERS, FILES, MESSAGES = "02 Letters and documents", "03 Files", "04 Messages"
PAPER = "documents/bundles/paper.html"
SCHEMA = "Times are in UTC, in the form 2026-09-12T16:12:00Z. A value that is not known is null. Keys never change."


def paper_context() -> dict[str, str]:
    """What a layout says of a paper that has no number of its own."""
    words = portal(None)["portal"]
    return {
        "authority": str(words["authority"]),
        "portal": str(words["name"]),
        "notice": str(words["notice"]) if words["is_demonstration"] else "",
        "number": "",
    }


def paper_pdf(title: str, **context: Any) -> BinaryIO:
    """An accessible PDF of facts and tables, made for one bundle and never issued."""
    return io.BytesIO(render_pdf(PAPER, {"document": paper_context(), **context}, title=title, limits=HANDBOOK))


def chain_head(case: Case) -> dict[str, Any]:
    """The end of the case's chain of events, and the newest anchor: what a later look can be compared with."""
    newest = events_of(case).order_by("-sequence").values("sequence", "hash", "recorded_at").first()
    return {"case": str(case.pk), **(newest or {}), "anchor": str(latest_anchor() or "")}


def case_itself(case: Case, user: User) -> Iterator[Item]:
    """The facts of the case, and what happened, as this person may know it."""
    yield json_item(f"case:{case.pk}", "case.json", "The facts of the case", lambda: _facts(case, user))
    yield Item(f"timeline-pdf:{case.pk}", WHOLE_CASE, "timeline.pdf", "The history", lambda: _timeline_pdf(case, user))
    yield json_item(f"timeline:{case.pk}", "timeline.json", "The history, as data", lambda: _timeline(case, user))


def letters(case: Case, user: User) -> Iterator[Item]:
    """Every issued document, exactly the bytes that were issued."""
    for document in documents_of(case, user).order_by("issued_at", "number"):
        yield stored_item(
            f"document:{document.pk}",
            LETTERS,
            shown_name(f"{document.number}.pdf", extension="pdf"),
            f"{document.get_kind_display()} {document.number}",
            stored_name=document.stored_name,
            sha256=document.sha256,
            about=document.title,
        )


def files(case: Case, user: User) -> Iterator[Item]:
    """Every file that was put to the case, older versions too."""
    for attachment in attachments_visible_to(user).filter(case=case).order_by("uploaded_at", "pk"):
        yield stored_item(
            f"attachment:{attachment.pk}",
            FILES,
            _safe(attachment.shown_name),
            "A file put to the case",
            stored_name=attachment.evidence_file.stored_name,
            sha256=attachment.evidence_file.sha256,
            about=f"Added at {in_words(attachment.uploaded_at)}",
            refusal=may_be_downloaded(attachment) or "",
        )


def messages(case: Case, user: User) -> Iterator[Item]:
    """The messages this person may read, and their files."""
    if not cases_with_messages_for(user).filter(pk=case.pk).exists():
        return
    if not case.messages.exists():
        return
    yield Item(f"messages-pdf:{case.pk}", MESSAGES, "messages.pdf", "The messages", lambda: _messages_pdf(case, user))
    yield json_item(
        f"messages:{case.pk}", "messages.json", "The messages, as data", lambda: _messages(case, user), folder=MESSAGES
    )
    for file in readable_message_files(case, user).order_by("message__sent_at", "shown_name", "pk"):
        yield stored_item(
            f"message-file:{file.pk}",
            MESSAGES,
            _safe(file.shown_name),
            "A file sent with a message",
            stored_name=file.evidence_file.stored_name,
            sha256=file.evidence_file.sha256,
            about=f"Sent at {in_words(file.message.sent_at)}",
            refusal=refused_to_open(file) or "",
        )


def decisions(case: Case, user: User) -> Iterator[Item]:
    """Decisions on the case this person may read, with their reasons as they were in force."""
    found = list(decisions_visible_to(user).filter(case=case).order_by("drafted_at", "pk"))
    if found:
        key = f"decisions:{case.pk}:{','.join(sorted(str(each.pk) for each in found))}"
        yield json_item(key, "decisions.json", "Decisions", lambda: _decisions(found))


def _safe(name: str) -> str:
    return shown_name(name, extension=extension_of(name) or "bin")


def _facts(case: Case, user: User) -> dict[str, Any]:
    kind = kind_of(case)
    return {
        "about_this_file": SCHEMA,
        "portal": settings.PORTAL_URL,
        "id": str(case.pk),
        "kind": {"code": case.kind, "words": kind.label},
        "reference": case.reference,
        "title": case.title,
        "organisation": case.organisation.name if case.organisation else None,
        "stage": kind.stage_label(case, user),
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "chain_head": chain_head(case),
    }


def _timeline(case: Case, user: User) -> dict[str, Any]:
    happened = reversed(timeline_of(case, user))
    rows = [
        {"at": each.at, "what": each.words, "by": each.by, "note": each.note, "moved_to": each.moved_to}
        for each in happened
    ]
    return {"about_this_file": SCHEMA, "oldest_first": rows}


def _timeline_pdf(case: Case, user: User) -> BinaryIO:
    rows = [
        [
            in_words(each.at),
            f"{each.words} ({each.moved_to})" if each.moved_to else each.words,
            each.by,
            each.note or "–",
        ]
        for each in reversed(timeline_of(case, user))
    ]
    table = {"caption": "Oldest first", "columns": ["When", "What", "By", "Note"], "rows": rows}
    return paper_pdf(f"History of {case}", tables=[{**table, "first_is_heading": True}])


def _decisions(found: list[Decision]) -> dict[str, Any]:
    return {"about_this_file": SCHEMA, "oldest_first": [_decision(each) for each in found]}


def _decision(decision: Decision) -> dict[str, Any]:
    words = reasons_of(decision.reason_list)
    return {
        "kind": decision.reason_list.code,
        "reasons_version": decision.reason_list.version,
        "state": decision.state,
        "outcome": {"code": decision.outcome, "words": words.label_of(decision.outcome)},
        "reasons": [{"code": code, "words": words.label_of(code)} for code in decision.reasons],
        "text": decision.text,
        "first_signed_at": decision.first_signed_at,
        "first_signed_by": decision.first_signed_by.name if decision.first_signed_by else None,
        "signed_at": decision.signed_at,
        "signed_by": decision.signed_by.name if decision.signed_by else None,
        "void_reason": decision.void_reason or None,
    }


def _messages(case: Case, user: User) -> dict[str, Any]:
    return {"about_this_file": SCHEMA, "oldest_first": [_message(letter) for letter in thread_of(case, user)]}


def _message(letter: Letter) -> dict[str, Any]:
    return {
        "at": letter.at,
        "by": letter.by,
        "text": letter.text if letter.text else None,
        "state": "not opened yet" if letter.is_new else letter.standing,
        "answer_due_at": letter.asks_by,
        "is_answered": letter.is_answered,
    }


def _messages_pdf(case: Case, user: User) -> BinaryIO:
    rows = [
        [in_words(letter.at), letter.by, letter.text or "Not opened yet, or taken back.", letter.standing or "–"]
        for letter in thread_of(case, user)
    ]
    table = {"caption": "Oldest first", "columns": ["When", "From", "Message", "State"], "rows": rows}
    return paper_pdf(f"Messages of {case}", tables=[{**table, "first_is_heading": True}])
