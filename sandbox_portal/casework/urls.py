"""The map of casework: pages on all cases alike."""

from django.urls import path

from .views import access, assistance, batches, cases, decisions, desk, outbox, queues, reminders, told

urlpatterns = [
    path("my-actions/", queues.MyActions.as_view(), name="my-actions"),
    path("cases/", queues.CaseQueue.as_view(), name="case-queue"),
    path("cases/file/", queues.CaseQueueFile.as_view(), name="case-queue-file"),
    path("cases/next/", queues.TakeNextCase.as_view(), name="case-take-next"),
    path("cases/stuck/", queues.StuckCases.as_view(), name="case-stuck"),
    path("cases/give/", batches.GiveOutCases.as_view(), name="cases-give"),
    path("cases/given/<uuid:batch_id>/", batches.CaseBatch.as_view(), name="case-batch"),
    path("cases/<uuid:case_id>/desk/", desk.CaseDesk.as_view(), name="case-desk"),
    path("cases/<uuid:case_id>/take/", desk.TakeCase.as_view(), name="case-take"),
    path("cases/<uuid:case_id>/give/", desk.GiveCasePage.as_view(), name="case-give"),
    path("cases/<uuid:case_id>/put-back/", desk.PutCaseBack.as_view(), name="case-put-back"),
    path("cases/<uuid:case_id>/flags/raise/", desk.RaiseFlagPage.as_view(), name="flag-raise"),
    path("cases/<uuid:case_id>/flags/<int:flag_id>/lower/", desk.LowerFlagPage.as_view(), name="flag-lower"),
    path("cases/<uuid:case_id>/notes/write/", desk.WriteNotePage.as_view(), name="note-write"),
    path("cases/<uuid:case_id>/notes/<int:note_id>/correct/", desk.CorrectNotePage.as_view(), name="note-correct"),
    path("cases/<uuid:case_id>/hold/", desk.PutOnHoldPage.as_view(), name="case-hold"),
    path("cases/<uuid:case_id>/hold/end/", desk.EndHoldPage.as_view(), name="case-hold-end"),
    path("cases/<uuid:pk>/timeline/", cases.CaseTimeline.as_view(), name="case-timeline"),
    path("typing/", assistance.TypeForSomebody.as_view(), name="typing-find"),
    path("cases/<uuid:case_id>/typing/begin/", assistance.BeginTypingPage.as_view(), name="typing-begin"),
    path("typing/<uuid:assistance_id>/", assistance.TypingPage.as_view(), name="typing-page"),
    path("typing/<uuid:assistance_id>/finish/", assistance.FinishTyping.as_view(), name="typing-finish"),
    path("typing/<uuid:assistance_id>/stop/", assistance.StopTyping.as_view(), name="typing-stop"),
    path("organisation/<uuid:organisation_id>/typed-for-us/", assistance.TypedForUs.as_view(), name="typed-for-us"),
    path(
        "organisation/<uuid:organisation_id>/typed-for-us/refuse/",
        assistance.RefuseTyping.as_view(),
        name="typing-refuse",
    ),
    path("who-looked/", access.LookList.as_view(), name="look-list"),
    path("who-looked/file/", access.LookFile.as_view(), name="look-file"),
    path("account/who-looked/", access.OwnLooks.as_view(), name="own-looks"),
    path("reminders/", reminders.ReminderList.as_view(), name="reminder-list"),
    path("reminders/off/<str:token>/", reminders.SwitchOffReminder.as_view(), name="reminder-off"),
    path("account/reminders/", reminders.YourReminders.as_view(), name="your-reminders"),
    path("background/", outbox.OutboxList.as_view(), name="outbox-list"),
    path("background/<uuid:pk>/retry/", outbox.RetryEntry.as_view(), name="outbox-retry"),
    path("cases/<uuid:case>/decisions/<slug:kind>/", decisions.DraftDecision.as_view(), name="decision-draft"),
    path("decisions/", told.OwnDecisions.as_view(), name="own-decisions"),
    path("decisions/<uuid:decision>/", decisions.SignDecision.as_view(), name="decision-sign"),
]
