"""A panel at work, for tests of its pages: who sits where, and short words for what they do."""

from django.test import Client
from django.urls import reverse

from programme.models import PanelMember
from sandbox_portal.people.clock import database_now
from selection.actions.declarations import declare
from selection.actions.scores import save_score, submit_sheet
from selection.actions.sift import start_sift
from selection.choices import ApplicationStage
from selection.models import Application, Selection
from selection.queries.scores import criteria_to_score
from tests.factories.selection import chair_of, declare_all, make_selection, members_of, work_step
from tests.signing_in import sign_in

GATES = {"1a": 1, "1b": 1}


def panel_at_step_1(applications: int = 2, **values: object) -> tuple[Selection, list[Application]]:
    """A selection whose sift has begun; every member has declared no interest."""
    selection, sent = make_selection(applications, **values)
    declare_all(selection)
    start_sift(selection, by=chair_of(selection), at=database_now())
    return fresh_selection(selection), [fresh(each) for each in sent]


def fresh(application: Application) -> Application:
    """The application as a new request reads it."""
    return Application.objects.select_related("case", "organisation", "round__selection__case").get(pk=application.pk)


def fresh_selection(selection: Selection) -> Selection:
    return Selection.objects.select_related("case", "round").get(pk=selection.pk)


def say_interest(application: Application, member: PanelMember) -> None:
    declare(application, has_conflict=True, interest="My brother works there.", by=member.user, at=database_now())


def score(
    application: Application, member: PanelMember, criterion: str, value: int, reason: str = "Because.", version=0
):
    return save_score(
        fresh(application),
        criterion=criterion,
        value=value,
        reason=reason,
        version=version,
        by=member.user,
        at=database_now(),
    )


def finish(application: Application, member: PanelMember, **values: int) -> None:
    """Score every open criterion (4 or pass unless told) and finish the step."""
    for criterion in criteria_to_score(fresh(application)):
        highest = criterion.highest or 1
        score(application, member, criterion.code, values.get(f"c{criterion.code}", highest))
    submit_sheet(fresh(application), by=member.user, at=database_now())


def to_step(application: Application, stage: ApplicationStage, sheet: dict[str, int]) -> Application:
    """Work steps until the application is at the stage."""
    while fresh(application).case.stage != stage:
        work_step(fresh(application), sheet, scorers=3)
    return fresh(application)


def client_of(member: PanelMember) -> Client:
    return sign_in(Client(), member.user)


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)


__all__ = [
    "GATES", "address", "chair_of", "client_of", "declare_all", "finish", "fresh", "fresh_selection", "make_selection",
    "members_of", "panel_at_step_1", "say_interest", "score", "to_step",
]  # fmt: skip
