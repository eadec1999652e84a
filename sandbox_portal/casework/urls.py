"""The map of casework: pages on all cases alike."""

from django.urls import path

from .views import cases, outbox

urlpatterns = [
    path("next-actions/", cases.NextActions.as_view(), name="next-actions"),
    path("cases/", cases.CaseList.as_view(), name="case-list"),
    path("cases/<uuid:pk>/timeline/", cases.CaseTimeline.as_view(), name="case-timeline"),
    path("background/", outbox.OutboxList.as_view(), name="outbox-list"),
    path("background/<uuid:pk>/retry/", outbox.RetryEntry.as_view(), name="outbox-retry"),
]
