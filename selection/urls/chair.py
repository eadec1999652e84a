"""Pages of the chair, the programme lead and the committee."""

from django.urls import path

from ..views import chair, committee, draws

SELECTION = "selections/<uuid:selection_id>/"
DRAW = SELECTION + "draw/<slug:purpose>/"

urlpatterns = [
    path(SELECTION + "steps/<slug:step>/", chair.TakeSelectionStep.as_view(), name="selection-step"),
    path(SELECTION + "order/", chair.ReviewOrder.as_view(), name="selection-order"),
    path(SELECTION + "cut-off/", chair.CutOffPage.as_view(), name="selection-cut-off"),
    path(SELECTION + "proposal/", chair.ProposalPage.as_view(), name="selection-proposal"),
    path(SELECTION + "proposal/send/", chair.SendToCommittee.as_view(), name="selection-proposal-send"),
    path(SELECTION + "decision/", committee.DecisionPage.as_view(), name="selection-decision"),
    path(SELECTION + "decision/second/", committee.SecondDecision.as_view(), name="selection-decision-second"),
    path(SELECTION + "facts.json", committee.SelectionFacts.as_view(), name="selection-facts"),
    path(SELECTION + "promotion/", committee.PromotionPage.as_view(), name="selection-promotion"),
    path(SELECTION + "promotion/decide/", committee.DecideOnPromotion.as_view(), name="selection-promotion-decide"),
    path(DRAW, draws.DrawPage.as_view(), name="selection-draw"),
    path(DRAW + "values/", draws.EnterValues.as_view(), name="selection-draw-values"),
    path(DRAW + "hold/", draws.HoldDraw.as_view(), name="selection-draw-hold"),
    path(DRAW + "commit/", draws.CommitAsWitness.as_view(), name="selection-draw-commit"),
    path(DRAW + "reveal/", draws.RevealAsWitness.as_view(), name="selection-draw-reveal"),
    path(DRAW + "void/", draws.VoidDraw.as_view(), name="selection-draw-void"),
    path("draws/<uuid:draw_id>/", draws.PublicDraw.as_view(), name="draw-detail"),
    path("draws/<uuid:draw_id>/record/<int:group>/", draws.DrawRecordFile.as_view(), name="draw-record"),
    path("draws/verify_draw.py", draws.DrawProgram.as_view(), name="draw-program"),
]
