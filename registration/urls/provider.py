"""Do you need to register? Pages of an organisation that keeps its results."""

from django.urls import path

from ..views import provider

RUNS = "do-i-need-to-register/saved/"

urlpatterns = [
    path("do-i-need-to-register/save/", provider.SaveScopeRun.as_view(), name="scope-save"),
    path(RUNS, provider.ScopeRunList.as_view(), name="scope-run-list"),
    path(RUNS + "<uuid:scope_run_id>/", provider.ScopeRunDetail.as_view(), name="scope-run-detail"),
    path(RUNS + "<uuid:scope_run_id>/facts.json", provider.ScopeRunFacts.as_view(), name="scope-run-facts"),
]
