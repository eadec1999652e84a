"""Do you need to register? Pages of staff."""

from django.urls import path

from ..views import officer

TREES = "staff/do-i-need-to-register/"

urlpatterns = [
    path(TREES, officer.ScopeTreeList.as_view(), name="scope-tree-list"),
    path(TREES + "results.csv", officer.ScopeCountsSheet.as_view(), name="scope-counts-sheet"),
    path(TREES + "<int:scope_version>/", officer.ScopeTreeDetail.as_view(), name="scope-tree-detail"),
    path(TREES + "<int:scope_version>/try/", officer.TryScopeTree.as_view(), name="scope-tree-try"),
]
