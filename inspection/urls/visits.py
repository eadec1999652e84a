"""Visits of cases of any kind, their calendar, and the addresses that visits of assessments had before."""

from django.urls import path

from ..views import calendar, own_visits, visit_endorsing, visit_record, visits

CASE = "case-visits/<uuid:case_id>/"
VISIT = CASE + "<int:visit_id>/"

urlpatterns = [
    path(CASE + "plan/", visits.PlanVisit.as_view(), name="visit-plan"),
    path(VISIT, visits.VisitDetail.as_view(), name="visit-detail"),
    path(VISIT + "change/", visits.MoveVisit.as_view(), name="visit-move"),
    path(VISIT + "agreed/", visits.NoteAgreement.as_view(), name="visit-agreed"),
    path(VISIT + "people/", visits.NotePersonMet.as_view(), name="visit-person"),
    path(VISIT + "write/", visit_record.WriteVisit.as_view(), name="visit-write"),
    path(VISIT + "choose/<int:entry_id>/", visit_record.ChooseWords.as_view(), name="visit-choose"),
    path(VISIT + "endorse/", visit_endorsing.EndorseVisit.as_view(), name="visit-endorse"),
    path(VISIT + "send-back/", visit_endorsing.SendVisitBack.as_view(), name="visit-back"),
    path(VISIT + "cancel/", visits.CancelVisit.as_view(), name="visit-cancel"),
    path(VISIT + "follow-ups/<int:follow_up_id>/", visits.FinishFollowUp.as_view(), name="visit-follow-up"),
    path("inspection/visits/", calendar.VisitList.as_view(), name="visit-list"),
    path("inspection/visits/calendar/", calendar.VisitCalendar.as_view(), name="visit-calendar"),
    path("inspection/visits/feed/", calendar.OwnFeed.as_view(), name="visit-own-feed"),
    path("inspection/visits/feed/<slug:secret>.ics", calendar.VisitFeed.as_view(), name="visit-feed"),
    path(CASE + "<int:visit_id>/answer/", own_visits.AnswerVisit.as_view(), name="visit-answer"),
    path(
        "inspection/assessments/<uuid:case_id>/visits/<path:rest>",
        visits.EarlierAddress.as_view(),
        name="visit-earlier-address",
    ),
]
