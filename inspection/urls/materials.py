"""Materials of inspections: read by everybody, made better by staff."""

from django.urls import path

from ..views import materials, refining

ALL = "inspection/materials/"
ONE = ALL + "<slug:series>/version/<str:number>/"
CASE = "inspection/assessments/<uuid:case_id>/materials/"

urlpatterns = [
    path(ALL, materials.MaterialsList.as_view(), name="materials-list"),
    path(ALL + "begin/", refining.BeginSeries.as_view(), name="materials-begin"),
    path(ALL + "inspections/", materials.TrialList.as_view(), name="materials-trials"),
    path(ALL + "<slug:series>/compare/", materials.MaterialsCompare.as_view(), name="materials-compare"),
    path(ONE, materials.MaterialsDetail.as_view(), name="materials-detail"),
    path(ONE + "next/", refining.PrepareNext.as_view(), name="materials-next"),
    path(ONE + "use/", refining.PutIntoUse.as_view(), name="materials-use"),
    path(ONE + "comments/", refining.AskForCommentsPage.as_view(), name="materials-ask"),
    path(ONE + "comments/<uuid:comment_id>/", refining.SettleCommentPage.as_view(), name="materials-comment"),
    path(ONE + "<slug:kind>/<str:key>/", refining.ChangePart.as_view(), name="materials-part"),
    path(CASE, materials.AssessmentMaterials.as_view(), name="assessment-materials"),
    path(CASE + "looking-back/", refining.LookBack.as_view(), name="assessment-look-back"),
    path(CASE + "close/", refining.CloseRecord.as_view(), name="assessment-close-record"),
]
