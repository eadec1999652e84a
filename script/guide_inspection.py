"""Which assessments the guide shows: one that was rated twice, one that is being scored, one with visits."""

from collections.abc import Iterator

from django.urls import reverse

from inspection.models import Assessment

MANAGER = "inspection.manager"
OF_THE_RATED = ("assessment-detail", "assessment-scores", "assessment-trace", "assessment-charts")
OF_THE_REPORTED = ("report-desk", "report-points", "report-changes")
OF_THE_SCORED = ("assessment-what-if", "assessment-beside", "evidence-coverage")
OF_THE_GATHERING = ("evidence-list",)


def pages_of_inspection() -> Iterator[tuple[str, str, str]]:
    """(name of the address, who, path); links alone would lead to the newest assessment, of which little is known."""
    closed = Assessment.objects.filter(case__stage="closed")
    last = Assessment.objects.filter(case__stage="published", service__in=closed.values("service")).first()
    scored = Assessment.objects.filter(case__stage="scoring").first()
    gathering = Assessment.objects.filter(case__stage="gathering", case__visits__isnull=False).first()
    reported = Assessment.objects.filter(case__stage="published").exclude(pk=last.pk).first()
    shown = ((last, OF_THE_RATED), (reported, OF_THE_REPORTED), (scored, OF_THE_SCORED), (gathering, OF_THE_GATHERING))
    for assessment, names in shown:
        assert assessment is not None, names
        for name in names:
            yield name, MANAGER, reverse(name, args=[assessment.pk])
    visit = gathering.case.visits.filter(done_at__isnull=False).first()
    yield "visit-detail", MANAGER, reverse("visit-detail", args=[gathering.pk, visit.pk])
    yield "report-public", "", reverse("report-public", args=[last.pk])
