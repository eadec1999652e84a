"""Figures of monitoring that become evidence."""

from django.urls import path

from ..views import figures

CASE = "inspection/assessments/<uuid:case_id>/evidence/figures/"

urlpatterns = [
    path(CASE, figures.BringInFigures.as_view(), name="evidence-figures"),
    path(CASE + "figures.csv", figures.FigureSheet.as_view(), name="evidence-figures-sheet"),
    path(CASE + "from/<slug:source>/", figures.TakeFigures.as_view(), name="evidence-figures-from"),
]
