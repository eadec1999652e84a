"""The assessment of an application to register: pages of inspectors and managers, and those that answer them."""

from django.urls import path

from ..views import answering, assessing, deciding, visit_photos

HOME = "staff/registration/<uuid:case_id>/assessment/"
VISIT = HOME + "visits/<int:visit_id>/"
PHOTO = VISIT + "photos/<int:photo_id>/"
OWN = "registration/<uuid:case_id>/"

urlpatterns = [
    path(HOME, assessing.AssessmentHome.as_view(), name="registration-assessment"),
    path(HOME + "begin/", assessing.BeginAssessment.as_view(), name="registration-assessment-begin"),
    path(
        HOME + "key-question/<slug:key_question>/",
        assessing.WriteKeyQuestion.as_view(),
        name="registration-key-question",
    ),
    path(HOME + "interview/", assessing.WriteInterviewPage.as_view(), name="registration-interview"),
    path(HOME + "manager/<uuid:manager_id>/", assessing.WriteFitnessPage.as_view(), name="registration-fitness"),
    path(HOME + "readiness/", assessing.WriteReadinessPage.as_view(), name="registration-readiness"),
    path(HOME + "no-contact/", assessing.ReturnForNoContact.as_view(), name="registration-no-contact"),
    path(VISIT + "photos/add/", visit_photos.AddVisitPhotos.as_view(), name="registration-visit-photos"),
    path(VISIT + "photos/words/", visit_photos.DescribeVisitPhotos.as_view(), name="registration-visit-photo-words"),
    path(PHOTO, visit_photos.PhotoPicture.as_view(), name="registration-visit-picture"),
    path(PHOTO + "remove/", visit_photos.RemoveVisitPhoto.as_view(), name="registration-visit-photo-remove"),
    path(HOME + "recommend/", deciding.Recommend.as_view(), name="registration-recommend"),
    path(HOME + "send-back/", deciding.SendBack.as_view(), name="registration-recommendation-back"),
    path(HOME + "register/", deciding.GrantPage.as_view(), name="registration-grant"),
    path(HOME + "propose/", deciding.Propose.as_view(), name="registration-propose"),
    path(HOME + "withdraw-proposal/", deciding.WithdrawProposal.as_view(), name="registration-proposal-withdraw"),
    path(HOME + "late/", deciding.AcceptLatePage.as_view(), name="registration-accept-late"),
    path(HOME + "decide/", deciding.Decide.as_view(), name="registration-decide"),
    path(HOME + "register-with-conditions/", deciding.RegisterPage.as_view(), name="registration-register"),
    path(HOME + "close/", deciding.CloseAsRefused.as_view(), name="registration-close-refused"),
    path(HOME + "appeal/", deciding.RecordAppealPage.as_view(), name="registration-appeal"),
    path(HOME + "appeal/end/", deciding.EndAppealPage.as_view(), name="registration-appeal-end"),
    path(
        HOME + "conditions-appeal/",
        deciding.RecordConditionsAppeal.as_view(),
        name="registration-conditions-appeal",
    ),
    path(
        HOME + "conditions-appeal/end/",
        deciding.EndConditionsAppeal.as_view(),
        name="registration-conditions-appeal-end",
    ),
    path(OWN + "notice/", answering.OwnNotices.as_view(), name="registration-notice"),
    path(OWN + "notice/answer/", answering.AnswerNoticePage.as_view(), name="registration-answer-notice"),
    path(OWN + "notice/paper/", answering.AddPaperPage.as_view(), name="registration-notice-paper"),
    path(OWN + "notice/agree/", answering.AgreeToConditions.as_view(), name="registration-agree"),
]
