"""Saying it once: an organisation of round 4 begins round 5, is offered what it said, and can find itself in a list."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from programme.models import Round
from sandbox_portal.lookup.actions import import_list
from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.kept import correct_fact
from sandbox_portal.questions.models import KeptAnswer
from sandbox_portal.questions.queries import response_of
from selection.actions.applications import start_application
from selection.models import Application

RETURNS = "Kestrel Micro Care"


@transaction.atomic
def told_before() -> str:
    """The public lists, and a draft in which nothing is filled in before somebody says yes."""
    for which in PublicList:
        path = Path(settings.CONTENT_ROOT) / "demo" / "lists" / f"{which.value}.csv"
        import_list(which, path=path, by=None, at=database_now())
    round_ = Round.objects.select_related("case").get(number=5)
    sent = (
        Application.objects.select_related("organisation").filter(round__number=4, organisation__name=RETURNS).first()
    )
    if sent is None or Application.objects.filter(round=round_, organisation=sent.organisation).exists():
        return "What was told before is as it was."
    owner = sent.organisation.members.order_by("email")[0]
    with travelled_to(round_.opens_at + timedelta(days=8)):
        draft = start_application(round_, organisation=sent.organisation, by=owner, at=database_now())
        response = response_of(draft.case)
        assert response is not None
        save_page(response, answers={"works_in_england": "yes"}, versions={}, by=owner, at=database_now())
    kept = KeptAnswer.objects.filter(organisation=sent.organisation, key="places").order_by("-version").first()
    if kept is not None:
        words = f"{kept.raw} and the villages around it"
        correct_fact(sent.organisation, key="places", raw=words, version=kept.version, by=owner, at=database_now())
    return f"Round 5: {RETURNS} begins again, and is offered what it told us in round 4."
