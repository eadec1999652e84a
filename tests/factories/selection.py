"""Make applications and selections by walking the real steps."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

from django.conf import settings

from programme.actions import close_window, open_window
from programme.models import PanelMember, Round
from sandbox_portal.documents.content import load_letters
from sandbox_portal.documents.models import LetterTemplate
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.queries import response_of
from selection.actions.agreement import Agreed, agree
from selection.actions.applications import start_application, submit_application
from selection.actions.declarations import declare
from selection.actions.scores import save_score, submit_sheet
from selection.actions.sift import (
    finish_step_1,
    finish_step_2,
    finish_step_3,
    fix_review_order,
    start_sift,
)
from selection.choices import ApplicationStage
from selection.models import Application, Selection
from selection.permissions import leads_discussion
from selection.queries.scores import criteria_to_score, step_in_hand
from selection.queries.selections import applications_at, criteria_of
from tests.factories.people import make_organisation, make_staff
from tests.factories.rounds import WINDOW, make_round, seat_panel

_numbers = itertools.count(1)

Sheet = Mapping[str, int]


def complete_answers(round_: Round, **changes: object) -> dict[str, object]:
    """Raw answers to every question of the application, as a person would type them."""
    dates = {key_date.code: {"coming": True, "who": "Dana Bell"} for key_date in round_.key_dates.all()}
    answers: dict[str, object] = {
        "organisation_name": "Lantern Care",
        "legal_form": "co_operative",
        "company_number": "01234567",
        "registered_provider": "no",
        "short_description": "We help small teams of carers look after people near them.",
        "works_in_england": "yes",
        "work_now": "We match people with carers in two towns.",
        "places": "Hexham and Corbridge",
        "describes_you": ["home_care"],
        "umbrella_stage": "delivering",
        "umbrella_description": "Teams of six plan their own week and ring us when they need cover.",
        "carers_now": "24",
        "carers_planned": "40",
        "working_arrangements": ["self_employed"],
        "business_model": "People pay their carer. The carer pays us a tenth.",
        "digital_functions": ["matching", "records"],
        "digital_description": "A shared notebook on the phone.",
        "key_dates": {"dates": dates},
        "work_programme": "Two of us will come to each workshop.",
        "understanding": "A place to try out rules together. It is not a licence.",
        "statement_of_intent": "We want to show how small teams can be safe and free.",
        "carers_involved": "Three carers wrote this with us and two sit on our board.",
        "choice_and_control": "People choose who comes and when.",
        "has_links": "no",
        "consent_to_publish": "yes",
        "answers_are_true": "yes",
    }
    return answers | changes


def answer_everything(application: Application, **changes: object) -> None:
    """Write every answer of an application's draft."""
    owner = people_of(application.organisation)[0]
    response = response_of(application.case)
    answers = complete_answers(application.round, **changes)
    save_page(response, answers=answers, versions={}, by=owner, at=database_now())


def load_words() -> None:
    """Load question sets and letters, unless this database has them."""
    if not QuestionSet.objects.exists():
        load_question_sets(settings.CONTENT_ROOT, database_now())
    if not LetterTemplate.objects.exists():
        load_letters(settings.CONTENT_ROOT, database_now())


def make_draft(round_: Round, organisation: Organisation | None = None) -> Application:
    """A draft with no answers yet."""
    organisation = organisation or make_organisation(f"Harbour Teams {next(_numbers)}")
    load_words()
    return start_application(round_, organisation=organisation, by=people_of(organisation)[0], at=database_now())


def make_application(round_: Round, organisation: Organisation | None = None, **changes: object) -> Application:
    """An application that has been sent."""
    application = make_draft(round_, organisation)
    answer_everything(application, **changes)
    owner = people_of(application.organisation)[0]
    return submit_application(application, key=uuid4(), by=owner, at=database_now())


def make_selection(
    applications: int = 3, *, lead: User | None = None, chair: User | None = None, **values: object
) -> tuple[Selection, list[Application]]:
    """A selection whose window has just closed, with its panel seated and this many applications sent."""
    lead = lead or make_staff(Role.PROGRAMME_LEAD)
    with travelled_to(database_now() - WINDOW - timedelta(days=3)):
        round_ = open_window(make_round(**values), by=None, at=database_now())
        selection = Selection.objects.get(round=round_)
        sent = [make_application(round_) for _ in range(applications)]
    close_window(round_, by=None, at=database_now())
    seat_panel(round_, lead=lead, chair=chair)
    return selection, sent


def chair_of(selection: Selection) -> User:
    return PanelMember.objects.get(round=selection.round_id, is_chair=True).user


def members_of(selection: Selection) -> list[PanelMember]:
    return list(PanelMember.objects.filter(round=selection.round_id, user__isnull=False).order_by("position"))


def declare_all(selection: Selection, members: Sequence[PanelMember] | None = None) -> None:
    """Every member says that nothing ties them to any application."""
    for member in members or members_of(selection):
        for application in Application.objects.filter(round=selection.round_id, submitted_at__isnull=False):
            declare(application, has_conflict=False, interest="", by=member.user, at=database_now())


def score_alone(application: Application, sheet: Sheet, member: PanelMember) -> None:
    """One member scores the step in hand and finishes it."""
    for criterion in criteria_to_score(application):
        if criterion.code not in sheet:  # everything after a fail
            break
        save_score(
            application,
            criterion=criterion.code,
            value=sheet[criterion.code],
            reason="As the answers show.",
            version=0,
            by=member.user,
            at=database_now(),
        )
    submit_sheet(application, by=member.user, at=database_now())


def work_step(application: Application, sheet: Sheet, *, scorers: int = 8) -> Application:
    """Members score the step in hand alike, then agree on the same; stops when the application moves on."""
    step = step_in_hand(application)
    members = members_of(application.round.selection)
    fresh = Application.objects.select_related("case", "round__selection__case").get(pk=application.pk)
    for member in members[:2] + members[-(scorers - 2) :] if scorers < len(members) else members:
        score_alone(fresh, sheet, member)
    leader = next(member.user for member in members if leads_discussion.test(member.user, fresh))
    for criterion in criteria_of(fresh.round):
        if criterion.step == step and step_in_hand(fresh) == step:
            agreed = Agreed(criterion.code, sheet[criterion.code], "The panel agreed.")
            fresh = agree(fresh, agreed=agreed, by=leader, at=database_now())
    return fresh


def work_sift(selection: Selection, sheets: Mapping[str, Sheet], *, draw_review=None, scorers: int = 3) -> Selection:
    """Take every application through steps 1 to 3 with these scores by reference; gates are 1 and 0.

    `draw_review(selection)` holds the draw of the review order when there are ties.
    """
    chair = chair_of(selection)
    declare_all(selection)
    start_sift(selection, by=chair, at=database_now())
    for stage, finish in ((ApplicationStage.STEP1, finish_step_1), (ApplicationStage.STEP2, finish_step_2)):
        for application in list(applications_at(selection, stage)):
            work_step(application, sheets[application.case.reference], scorers=scorers)
        finish(selection, by=chair, at=database_now())
    if draw_review:
        draw_review(selection)
    fix_review_order(selection, by=chair, at=database_now())
    for application in list(applications_at(selection, ApplicationStage.STEP3).order_by("review_position")):
        work_step(application, sheets[application.case.reference], scorers=scorers)
    return finish_step_3(selection, by=chair, at=database_now())
