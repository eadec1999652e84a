"""Pages anyone may read."""

from django.urls import path

from ..views import public

ROUND = "rounds/<slug:round_slug>/"

urlpatterns = [
    path(ROUND + "results/", public.RoundResults.as_view(), name="round-results"),
    path(ROUND + "statistics/", public.RoundStatistics.as_view(), name="round-statistics"),
    path(ROUND + "statistics.json", public.RoundStatisticsData.as_view(), name="round-statistics-data"),
    path(ROUND + "statistics.csv", public.RoundStatisticsSheet.as_view(), name="round-statistics-sheet"),
]
