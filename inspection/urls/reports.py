"""Reports: written by the team, read as a draft by the organisation, published for everybody."""

from django.urls import path

from ..views import easy_read, own_report, published, report_actions, reports

ONE = "inspection/assessments/<uuid:case_id>/report/"
OWN = "inspection/<uuid:case_id>/report/"
POINT = "points/<uuid:point_id>/"

urlpatterns = [
    path(ONE, reports.ReportDesk.as_view(), name="report-desk"),
    path(ONE + "sections/<slug:section>/", reports.WriteSection.as_view(), name="report-section"),
    path(ONE + "easy-read/", easy_read.EasyReadFile.as_view(), name="report-easy-read"),
    path(ONE + "preview/", reports.PreviewReport.as_view(), name="report-preview"),
    path(ONE + "changes/", reports.ReportChanges.as_view(), name="report-changes"),
    path(ONE + "export/", reports.ExportReport.as_view(), name="report-export"),
    path(ONE + "points/", reports.ReportPoints.as_view(), name="report-points"),
    path(ONE + POINT, report_actions.AnswerPoint.as_view(), name="report-answer"),
    path(ONE + "more-time/", report_actions.ExtendReply.as_view(), name="report-extend"),
    path(ONE + "compared/", report_actions.NoteCalibration.as_view(), name="report-calibrate"),
    path(ONE + "correct/", report_actions.CorrectReport.as_view(), name="report-correct"),
    path(ONE + "review/", report_actions.DecideReview.as_view(), name="report-decide-review"),
    path(ONE + "review/reviewer/", report_actions.NameReviewer.as_view(), name="report-name-reviewer"),
    path(ONE + "display/", report_actions.NoteDisplay.as_view(), name="report-display"),
    path(OWN, own_report.OwnDraft.as_view(), name="report-own-draft"),
    path(OWN + "easy-read/", easy_read.DraftEasyRead.as_view(), name="report-own-easy-read"),
    path(OWN + "<int:section_number>/<int:paragraph_number>/", own_report.SayPoint.as_view(), name="report-say-point"),
    path(OWN + POINT + "take-back/", own_report.TakeBackPoint.as_view(), name="report-take-back-point"),
    path(OWN + "send/", own_report.SendPoints.as_view(), name="report-send-points"),
    path(OWN + "review/", own_report.AskReview.as_view(), name="report-ask-review"),
    path(OWN + "display/", own_report.NoteOwnDisplay.as_view(), name="report-own-display"),
    path("reports/", published.PublishedList.as_view(), name="report-list"),
    path("reports/<uuid:case_id>/", published.PublishedReportPage.as_view(), name="report-public"),
    path("reports/<uuid:case_id>/easy-read/", easy_read.PublishedEasyRead.as_view(), name="report-public-easy-read"),
    path("reports/<uuid:case_id>.json", published.PublishedData.as_view(), name="report-public-data"),
]
