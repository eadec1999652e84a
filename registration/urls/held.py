"""What is registered: the registration, its changes, and the end of a trial."""

from django.urls import path

from ..views import figures, held, held_officer, joining

ONE = "registered/<uuid:case_id>/"
CHANGE = "registered/changes/<uuid:case_id>/"

urlpatterns = [
    path("registered/", held.HeldList.as_view(), name="held-list"),
    path("registered/on-trial/", held_officer.TrialList.as_view(), name="trial-list"),
    path("staff/registration/how-it-goes.csv", figures.FiguresSheet.as_view(), name="registration-figures-sheet"),
    path(ONE, held.HeldDetail.as_view(), name="held-detail"),
    path(ONE + "done/<slug:duty>/", held.TickDuty.as_view(), name="duty-tick"),
    path(ONE + "change/", held.StartChangePage.as_view(), name="change-start"),
    path(ONE + "services/<uuid:service_id>/plan/", held_officer.PlanPage.as_view(), name="conversion-plan"),
    path(
        ONE + "services/<uuid:service_id>/carry-out/", held_officer.CarryOutPage.as_view(), name="conversion-carry-out"
    ),
    path(CHANGE, held.ChangeDetail.as_view(), name="change-detail"),
    path(CHANGE + "manager/", joining.JoiningManager.as_view(), name="change-manager"),
    path(CHANGE + "manager/take-out/", joining.TakeOutJoiningManager.as_view(), name="change-manager-take-out"),
    path(CHANGE + "send/", held.SendChange.as_view(), name="change-send"),
    path(CHANGE + "take-back/", held.TakeBackChange.as_view(), name="change-take-back"),
    path(CHANGE + "accept/", held_officer.AcceptPage.as_view(), name="change-accept"),
    path(CHANGE + "refuse/", held_officer.RefusePage.as_view(), name="change-refuse"),
]
