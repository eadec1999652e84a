"""Pages of an organisation that applies."""

from django.urls import path

from ..views import own_scores, partners, provider, status

APPLICATION = "applications/<uuid:application_id>/"

urlpatterns = [
    path("rounds/<slug:round_slug>/can-we-apply/", provider.CanWeApply.as_view(), name="application-eligibility"),
    path("rounds/<slug:round_slug>/apply/", provider.StartApplication.as_view(), name="application-start"),
    path(APPLICATION, status.ApplicationStatus.as_view(), name="application-status"),
    path(APPLICATION + "send/", provider.SendOwnApplication.as_view(), name="application-send"),
    path(APPLICATION + "sent/", status.ApplicationSent.as_view(), name="application-sent"),
    path(APPLICATION + "withdraw/", provider.WithdrawOwnApplication.as_view(), name="application-withdraw"),
    path(APPLICATION + "answers.txt", status.OwnAnswers.as_view(), name="application-answers"),
    path(APPLICATION + "partners/", partners.ListPartners.as_view(), name="application-partners"),
    path(APPLICATION + "partners/<slug:item>/ask/", partners.AskOnePartner.as_view(), name="application-partner-ask"),
    path(
        APPLICATION + "partners/<uuid:confirmation_id>/send-again/",
        partners.AskPartnerAgain.as_view(),
        name="confirmation-send-again",
    ),
    path(
        APPLICATION + "partners/<uuid:confirmation_id>/take-back/",
        partners.TakeBackQuestion.as_view(),
        name="confirmation-take-back",
    ),
    path(APPLICATION + "scores/", status.OwnScores.as_view(), name="application-scores"),
    path(APPLICATION + "scores.json", status.OwnScoresFile.as_view(), name="application-scores-file"),
    path(APPLICATION + "scores.csv", own_scores.OwnScoresSheet.as_view(), name="application-scores-sheet"),
]
