"""Published reports by name, and the paper of one."""

from django.db.models import Exists, OuterRef, QuerySet

from sandbox_portal.documents.models import IssuedDocument

from ..models import Assessment, Publication
from .reports import publications_visible_to

REPORT = "L-30"


def find_published(*, words: str = "", kind: str = "") -> QuerySet[Publication]:
    """The newest version of each report that matches, the newest first; with its card, without its words."""
    later = Publication.objects.filter(assessment=OuterRef("assessment"), version__gt=OuterRef("version"))
    found = publications_visible_to(None).select_related(None).defer("snapshot").filter(~Exists(later))
    if words:
        found = found.filter(card__subject__icontains=words)
    if kind:
        found = found.filter(card__kind=kind)
    return found.order_by("-published_at", "-pk")


def newer_report_of(assessment: Assessment) -> Publication | None:
    """The newest report on the same service or council, when it came after this one; without its words.

    Reports are told apart by their first versions: a correction makes an old report no newer.
    """
    firsts = publications_visible_to(None).select_related(None).defer("snapshot").filter(version=1)
    about = {"service": assessment.service_id, "organisation": assessment.organisation_id}
    same = firsts.filter(**{f"assessment__{name}": key for name, key in about.items()})
    newest = same.order_by("-published_at", "-pk").first()
    return None if newest is None or newest.assessment_id == assessment.pk else newest


def paper_of(publication: Publication) -> IssuedDocument | None:
    """The published PDF of this version; None while it is being made."""
    made = IssuedDocument.objects.filter(request_key=f"report-{publication.pk}", released_at__isnull=False)
    return made.first()
