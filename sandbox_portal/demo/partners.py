"""Partners in the demonstration: one has confirmed what it does with an applicant of round 5, one is waited for."""

from datetime import timedelta

from django.db import transaction

from sandbox_portal.people.actions import answer_link, open_link
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.confirmations import ask_partner
from selection.choices import ApplicationStage, PartnerSays
from selection.models import Application, Confirmation

PEOPLE = (("Rowan Field", "rowan.field@college.example"), ("Kit Marsh", "kit.marsh@neighbours.example"))
WORDS = (
    "We have trained their carers since last spring, eight of them so far. They meet here every second month. "
    "We would gladly go on with it."
)


@transaction.atomic
def partners() -> str:
    """Ask both partners of the application that was sent; the first answers a day later."""
    sent = Application.objects.select_related("case", "organisation").filter(round__number=5)
    application = sent.filter(case__stage=ApplicationStage.SUBMITTED).order_by("number").first()
    if application is None or application.submitted_at is None or Confirmation.objects.exists():
        return "Partners are as they were."
    owner = people_of(application.organisation)[0]
    with travelled_to(application.submitted_at + timedelta(days=1)):
        asked = [
            ask_partner(application, item=item, name=name, email=email, by=owner, at=database_now())
            for item, (name, email) in zip(("p1tr", "p2ch"), PEOPLE, strict=True)
        ]
    with travelled_to(application.submitted_at + timedelta(days=2)):
        open_link(asked[0].link, by=None, at=database_now())
        says = {"says": PartnerSays.RIGHT.value, "words": WORDS}
        answer_link(asked[0].link, answers=says, by=None, at=database_now())
    return "Partners: one has confirmed what it does with an applicant, one is waited for."
