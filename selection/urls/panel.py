"""Pages of a panel member."""

from django.urls import path

from ..views.panel import agree, declare, difference, export, overview, score, worklist

SELECTION = "selections/<uuid:selection_id>/"
APPLICATION = "applications/<uuid:application_id>/"

urlpatterns = [
    path(SELECTION, overview.SelectionOverview.as_view(), name="selection-overview"),
    path(f"{SELECTION}declare/", declare.DeclareInterests.as_view(), name="selection-declare"),
    path(f"{SELECTION}applications/", worklist.Worklist.as_view(), name="selection-worklist"),
    path(f"{APPLICATION}score/", score.ScoreApplication.as_view(), name="application-score"),
    path(f"{APPLICATION}score/finish/", score.FinishScores.as_view(), name="application-score-finish"),
    path(f"{APPLICATION}score/reopen/", score.ReopenScores.as_view(), name="application-score-reopen"),
    path(f"{APPLICATION}interest/", declare.DeclareLateInterest.as_view(), name="application-interest"),
    path(f"{APPLICATION}agree/", agree.AgreeOnApplication.as_view(), name="application-agree"),
    path(f"{APPLICATION}difference/", difference.LookAtDifferenceAgain.as_view(), name="application-difference"),
    path(f"{APPLICATION}panel-scores.csv", export.PanelScoresFile.as_view(), name="application-panel-scores"),
]
