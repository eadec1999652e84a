"""Scoring of an assessment: statements, limiters, departures, the trace of the rating."""

from django.urls import path

from ..views import limits, scoring, trace

SCORES = "inspection/assessments/<uuid:case_id>/scores/"
DEPARTURE = SCORES + "departures/<int:departure_id>/"

urlpatterns = [
    path(SCORES, scoring.ScoresOverview.as_view(), name="assessment-scores"),
    path(
        SCORES + "statements/<str:statement_code>/",
        scoring.ScoreStatement.as_view(),
        name="assessment-score-statement",
    ),
    path(SCORES + "areas/<slug:area_key>/", scoring.JudgeArea.as_view(), name="assessment-judge-area"),
    path(SCORES + "limiters/note/", limits.NoteLimiter.as_view(), name="assessment-limiter-note"),
    path(SCORES + "limiters/<int:limiter_id>/", limits.EndLimiter.as_view(), name="assessment-limiter-end"),
    path(SCORES + "departures/ask/", limits.AskDeparture.as_view(), name="assessment-departure-ask"),
    path(DEPARTURE + "sign/", limits.SignDeparture.as_view(), name="assessment-departure-sign"),
    path(DEPARTURE + "end/", limits.EndDeparture.as_view(), name="assessment-departure-end"),
    path(SCORES + "trace/", trace.Trace.as_view(), name="assessment-trace"),
    path(SCORES + "what-if/", trace.WhatIf.as_view(), name="assessment-what-if"),
    path(SCORES + "beside/", trace.BesideAnother.as_view(), name="assessment-beside"),
    path(SCORES + "charts/", trace.Charts.as_view(), name="assessment-charts"),
    path(SCORES + "charts.csv", trace.ChartsSheet.as_view(), name="assessment-charts-sheet"),
    path(SCORES + "rating.json", trace.RatingFile.as_view(), name="assessment-rating-file"),
]
