"""Feedback: for whoever has a card, and for the team that asks."""

from django.urls import path

from ..views import feedback, feedback_public

CASE = "inspection/assessments/<uuid:case_id>/feedback/"

urlpatterns = [
    path("feedback/", feedback_public.TypeCode.as_view(), name="feedback-code"),
    path("feedback/received/", feedback_public.CardReceived.as_view(), name="feedback-received"),
    path("feedback/<slug:code>/", feedback_public.StartCard.as_view(), name="feedback-start"),
    path("feedback/<slug:code>/answer/", feedback_public.AnswerCard.as_view(), name="feedback-answer"),
    path(CASE, feedback.FeedbackList.as_view(), name="feedback-list"),
    path(CASE + "ask/", feedback.AskForFeedbackPage.as_view(), name="feedback-ask"),
    path(CASE + "<uuid:feedback_id>/card/", feedback.FeedbackCard.as_view(), name="feedback-card"),
    path(CASE + "<uuid:feedback_id>/end/", feedback.EndFeedback.as_view(), name="feedback-end"),
    path(CASE + "talks/<uuid:talk_id>/", feedback.FinishTalk.as_view(), name="feedback-talk"),
]
