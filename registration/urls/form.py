"""What belongs to the form: the statement of purpose, what to have ready, and how much work it was."""

from django.urls import path

from ..views import burden, form

OWN = "registration/<uuid:case_id>/"
REPORT = "staff/registration/how-much-work/"

urlpatterns = [
    path(OWN + "statement-of-purpose/", form.StatementOfPurpose.as_view(), name="registration-statement"),
    path(OWN + "what-to-have-ready/", form.WhatToHaveReady.as_view(), name="registration-to-have-ready"),
    path(OWN + "how-much-work/", burden.OwnBurden.as_view(), name="registration-burden"),
    path(OWN + "how-much-work/<slug:section>/", burden.RateOwnSection.as_view(), name="registration-burden-section"),
    path(REPORT, burden.BurdenReport.as_view(), name="registration-burden-report"),
    path(REPORT + "everything.csv", burden.BurdenSheet.as_view(), name="registration-burden-sheet"),
]
