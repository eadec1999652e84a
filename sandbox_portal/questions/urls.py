"""The map of answers: by case, by section, one page of questions at a time."""

from django.urls import path

from .views.ask_again import AskAgain, EndReturn, FlagOneAnswer, JudgeReturn
from .views.asked_again import AskedAgain, SayItStands
from .views.group import GroupList, RemoveItem
from .views.history import AnswerHistory
from .views.look_up import LookUp
from .views.organisation_file import OneFact, OrganisationFile, OrganisationFileAsData, SettleUpdate, TakeFactOut
from .views.provider import BlankForm, CheckAnswers, TaskList
from .views.public import PublishedForm
from .views.question import QuestionPage, WhoIsHere
from .views.sections import HandBackSection, LetReadEverything, RemindColleague, SectionWithColleague, TakeBackSection
from .views.sheets import FillInBySheet, PreviewSheet, SheetFile
from .views.told_before import ToldBefore, UseToldBefore
from .views.typed import AskToConfirmPage, TypedConfirmed

FACTS = "organisation/<uuid:organisation>/facts/"
SECTION = "cases/<uuid:case>/section/<slug:section>/"

urlpatterns = [
    path("typing/<uuid:assistance_id>/confirmed/", TypedConfirmed.as_view(), name="typing-confirmed"),
    path("typing/<uuid:assistance_id>/confirmed/ask/", AskToConfirmPage.as_view(), name="typing-ask"),
    path("forms/<slug:code>/", PublishedForm.as_view(), name="question-set-blank-form"),
    path("cases/<uuid:case>/answers/", TaskList.as_view(), name="response-task-list"),
    path("cases/<uuid:case>/answers/check/", CheckAnswers.as_view(), name="response-check-answers"),
    path("cases/<uuid:case>/answers/blank/", BlankForm.as_view(), name="response-blank-form"),
    path("cases/<uuid:case>/ask-again/", AskAgain.as_view(), name="response-ask-again"),
    path("cases/<uuid:case>/ask-again/decide/", JudgeReturn.as_view(), name="response-judge-return"),
    path("cases/<uuid:case>/ask-again/go-on/", EndReturn.as_view(), name="response-end-return"),
    path("cases/<uuid:case>/ask-again/of/<slug:question>/", FlagOneAnswer.as_view(), name="response-flag-answer"),
    path("cases/<uuid:case>/asked-again/", AskedAgain.as_view(), name="response-asked-again"),
    path("cases/<uuid:case>/asked-again/<slug:question>/", SayItStands.as_view(), name="response-answer-stands"),
    path("cases/<uuid:case>/answers/told-before/", ToldBefore.as_view(), name="response-told-before"),
    path(FACTS, OrganisationFile.as_view(), name="organisation-facts"),
    path(FACTS + "download/<slug:form>/", OrganisationFileAsData.as_view(), name="organisation-facts-data"),
    path(FACTS + "new/<int:update>/", SettleUpdate.as_view(), name="organisation-fact-update"),
    path(FACTS + "<slug:fact>/", OneFact.as_view(), name="organisation-fact"),
    path(FACTS + "<slug:fact>/take-out/", TakeFactOut.as_view(), name="organisation-fact-take-out"),
    path("cases/<uuid:case>/answers/history/", AnswerHistory.as_view(), name="response-history"),
    path(SECTION + "sheet/", FillInBySheet.as_view(), name="response-sheet"),
    path(SECTION + "sheet/file.xlsx", SheetFile.as_view(), name="response-sheet-file"),
    path(SECTION + "sheet/<int:upload>/", PreviewSheet.as_view(), name="response-sheet-preview"),
    path(SECTION, SectionWithColleague.as_view(), name="response-section"),
    path(SECTION + "remind/", RemindColleague.as_view(), name="response-section-remind"),
    path(SECTION + "take-back/", TakeBackSection.as_view(), name="response-section-take-back"),
    path(SECTION + "let-read/", LetReadEverything.as_view(), name="response-section-let-read"),
    path(SECTION + "hand-back/", HandBackSection.as_view(), name="response-section-hand-back"),
    path("cases/<uuid:case>/answers/<slug:section>/<slug:question>/here/", WhoIsHere.as_view(), name="response-here"),
    path("cases/<uuid:case>/answers/<slug:section>/<slug:question>/list/", GroupList.as_view(), name="response-group"),
    path(
        "cases/<uuid:case>/answers/<slug:section>/<slug:question>/find/<slug:which>/",
        LookUp.as_view(),
        name="response-look-up",
    ),
    path(
        "cases/<uuid:case>/answers/<slug:section>/<slug:question>/told-before/",
        UseToldBefore.as_view(),
        name="response-use-told",
    ),
    path(
        "cases/<uuid:case>/answers/<slug:section>/<slug:question>/<slug:item>/remove/",
        RemoveItem.as_view(),
        name="response-item-remove",
    ),
    path("cases/<uuid:case>/answers/<slug:section>/<slug:question>/", QuestionPage.as_view(), name="response-question"),
]
