"""Files put to the questions of a case."""

from collections import defaultdict
from collections.abc import Mapping

from sandbox_portal.casework.models import Case
from sandbox_portal.documents.models import Attachment

Files = Mapping[str, list[Attachment]]


def files_by_question(case: Case) -> Files:
    """The files that stand, by question; one query."""
    found: dict[str, list[Attachment]] = defaultdict(list)
    attachments = Attachment.objects.filter(case=case, removed_at=None, replaced_at=None).exclude(question_key="")
    for attachment in attachments.select_related("evidence_file"):
        found[attachment.question_key].append(attachment)
    return dict(found)
