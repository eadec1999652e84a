"""The map of operations."""

from django.urls import path

from .views import history, status

urlpatterns = [
    path("health", status.Health.as_view(), name="health"),
    path("metrics", status.Metrics.as_view(), name="metrics"),
    path("operations/", status.Status.as_view(), name="operations-status"),
    path("operations/jobs/<uuid:job>/retry/", status.RetryFailedJob.as_view(), name="failed-job-retry"),
    path("operations/history/", history.RowHistory.as_view(), name="row-history"),
    path("cases/<uuid:pk>/history/", history.RowHistoryOfCase.as_view(), name="row-history-case"),
]
