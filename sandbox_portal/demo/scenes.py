"""The scenes of the demonstration. Each is one transaction, and is left alone when it has been played."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from programme.actions import open_window, pause_round, start_running
from programme.choices import RoundStage
from programme.models import Round
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.letters import release_outcome_letters
from selection.actions.proposals import prepare_proposal, record_decision, second_decision, send_to_committee
from selection.actions.sift import finish_step_1, finish_step_2, finish_step_3, fix_review_order, start_sift
from selection.choices import ApplicationStage, CommitteeDecision, DrawPurpose, SelectionStage
from selection.models import Application, Selection
from selection.queries.draws import groups_to_draw
from selection.queries.letters import LetterState, letter_rows
from selection.queries.selections import applications_at

from . import walk
from .applied import applied
from .asked import asked
from .assessed import assessed
from .conversations import conversations
from .desks import desks, hold_a_reserve
from .files import files_and_jobs
from .held import what_is_registered
from .helped import helped
from .improving import improving
from .inspected import inspected
from .partners import partners
from .registered import registered
from .reported import reported
from .scope import saved_results
from .scored import scored
from .story import ScoredRound, Story
from .told_before import told_before
from .tried import tried
from .visited import visited

LONDON = ZoneInfo("Europe/London")
FIRST_ANSWERS = ("organisation_name", "legal_form", "registered_provider", "short_description", "works_in_england")


def play(story: Story) -> list[str]:
    """Play every scene that has not been played; returns what was done, one line a round."""
    return [
        round_three(story),
        round_four(story),
        round_five(story),
        files_and_jobs(),
        desks(),
        conversations(),
        helped(),
        partners(),
        registered(story.registered),
        told_before(),
        saved_results(),
        what_is_registered(),
        applied(),
        assessed(),
        inspected(),
        scored(),
        reported(),
        asked(),
        improving(),
        tried(),
        visited(),
    ]


def round_three(story: Story) -> str:
    """The past round, EX-D1: selected, signed off, letters made, at work, paused."""
    round_ = Round.objects.select_related("case").get(number=3)
    if round_.case.stage != RoundStage.PREPARING:
        return "Round 3 is there already."
    with transaction.atomic():
        lead = _lead()
        _receive(round_, story.round_3, lead=lead, every=timedelta(days=4))
        selection = Selection.objects.select_related("case", "round__case").get(round=round_)
        with travelled_to(_london(2019, 10, 29, 10)):
            _sift(selection, story.round_3, lead)
        with travelled_to(_london(2019, 11, 1, 14)):
            _place_and_propose(selection, story.round_3)
        with travelled_to(_london(2019, 11, 8, 11)):
            _decide(selection)
        with travelled_to(_london(2019, 11, 28, 10)):
            start_running(selection.round, by=lead, at=database_now())
        with travelled_to(_london(2020, 3, 16, 9)):
            reason = "The people who ran this round were needed for the response to COVID-19."
            stops = "Workshops, visits and requests for information stop until the round goes on."
            pause_round(selection.round, reason=reason, what_stops=stops, by=lead, at=database_now())
    return "Round 3: eight applications, signed off, letters held, paused."


def round_four(story: Story) -> str:
    """The round in the panel's hands, EX-D4: scored, cut off at 12, and the draw between equal totals announced."""
    round_ = Round.objects.select_related("case").get(number=4)
    if round_.case.stage != RoundStage.PREPARING:
        return "Round 4 is there already."
    with transaction.atomic():
        lead = _lead()
        _receive(round_, story.round_4, lead=lead, every=timedelta(days=4))
        selection = Selection.objects.select_related("case", "round__case").get(round=round_)
        with travelled_to(round_.closes_at + timedelta(days=3)):
            _sift(selection, story.round_4, lead)
        with travelled_to(database_now() - timedelta(hours=2)):
            chair = walk.chair_of(round_)
            told = story.round_4
            set_cut_off(selection, value=told.cut_off, reason=told.cut_off_reason, by=chair, at=database_now())
            if groups_to_draw(selection, DrawPurpose.PLACES):
                walk.freeze(selection, DrawPurpose.PLACES)
    return "Round 4: eight applications, scored, the draw announced."


def round_five(story: Story) -> str:
    """The round that is open now: one application sent, one half written."""
    round_ = Round.objects.select_related("case").get(number=5)
    if Application.objects.filter(round=round_).exists():
        return "Round 5 is there already."
    with transaction.atomic():
        with travelled_to(round_.opens_at + timedelta(minutes=1)):
            if round_.case.stage == RoundStage.PREPARING:
                open_window(round_, by=None, at=database_now())
        round_.refresh_from_db()
        with travelled_to(round_.opens_at + timedelta(days=5)):
            walk.send(round_, story.applicant(story.round_5.sent), number=1)
        with travelled_to(round_.opens_at + timedelta(days=7)):
            draft = walk.write_draft(round_, story.applicant(story.round_5.draft), number=2, keys=FIRST_ANSWERS)
            walk.share_section(draft, "carers-and-people", number=2)
            asked = walk.send(round_, story.applicant(story.round_5.asked_again), number=3)
        with travelled_to(database_now() - timedelta(hours=3)):
            walk.ask_again(asked, "places", lead=_lead())
    return "Round 5: open, one application sent, one asked again, and one in draft with a section at a colleague's."


def _receive(round_: Round, told: ScoredRound, *, lead: User, every: timedelta) -> None:
    """Open the window, seat the panel, and take in the applications, some days between them."""
    with travelled_to(round_.opens_at + timedelta(minutes=1)):
        open_window(round_, by=None, at=database_now())
        walk.seat(round_, list(holders_of(Role.PANEL_MEMBER).order_by("email")), lead=lead)
    for number, applicant in enumerate(told.applications, 1):
        with travelled_to(round_.opens_at + number * every):
            walk.send(round_, applicant, number=100 * round_.number + number)


def _sift(selection: Selection, told: ScoredRound, lead: User) -> None:
    """Declare, score and agree steps 1 to 3, with the draw of the review order where scores are equal."""
    round_, chair = selection.round, walk.chair_of(selection.round)
    conflicts = {told.panel_conflict.application: told.panel_conflict.interest} if told.panel_conflict else {}
    sheets = {applicant.name: applicant.sheet for applicant in told.applications}
    start_sift(selection, by=lead, at=database_now())
    walk.declare_interests(round_, conflicts)
    for stage, finish in ((ApplicationStage.STEP1, finish_step_1), (ApplicationStage.STEP2, finish_step_2)):
        for application in list(applications_at(selection, stage)):
            walk.score_step(application, sheets[application.organisation.name])
            walk.agree_step(application, sheets[application.organisation.name])
        finish(selection, by=chair, at=database_now())
    if groups_to_draw(selection, DrawPurpose.REVIEW):
        walk.hold(selection, DrawPurpose.REVIEW)
    with travelled_to(database_now() + timedelta(hours=3)):
        fix_review_order(selection, by=chair, at=database_now())
        for application in list(applications_at(selection, ApplicationStage.STEP3).order_by("review_position")):
            walk.score_step(application, sheets[application.organisation.name])
            walk.agree_step(application, sheets[application.organisation.name])
        finish_step_3(selection, by=chair, at=database_now())


def _place_and_propose(selection: Selection, told: ScoredRound) -> None:
    chair, second = walk.chair_of(selection.round), walk.members_of(selection.round)[1].user
    assert second is not None
    set_cut_off(selection, value=told.cut_off, reason=told.cut_off_reason, by=chair, at=database_now())
    place_applications(selection, by=chair, at=database_now())
    prepare_proposal(selection, exception="", by=chair, at=database_now())
    send_to_committee(selection, by=second, at=database_now())


def _decide(selection: Selection) -> None:
    first, second = holders_of(Role.COMMITTEE_MEMBER)[:2]
    record_decision(
        selection,
        decision=CommitteeDecision.APPROVED,
        reason="The set covers different models, places and sizes, as the round asks.",
        modifications=[],
        accepts_below_minimum=None,
        by=first,
        at=database_now(),
    )
    second_decision(selection, by=second, at=database_now())


def send_letters_of_round_three() -> bool:
    """Release the letters of round 3, as of November 2019, once they are all made; says whether it did."""
    selection = Selection.objects.select_related("case", "round__case").filter(round__number=3).first()
    if selection is None or selection.case.stage != SelectionStage.SIGNED_OFF:
        return False
    if any(row.state != LetterState.HELD for row in letter_rows(selection)):
        return False
    with travelled_to(_london(2019, 11, 15, 10)):
        release_outcome_letters(selection, by=_lead(), at=database_now())
    hold_a_reserve(by=_lead())
    return True


def _lead() -> User:
    lead = holders_of(Role.PROGRAMME_LEAD).first()
    assert lead is not None
    return lead


def _london(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)
