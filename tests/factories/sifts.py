"""Selections for the two worlds: one whose panel is scoring, one decided, with its draws and a promotion."""

from datetime import timedelta

from programme.actions import change_key_date, close_window, open_window
from programme.models import Round
from programme.round_file import Places
from sandbox_portal.chance.commitment import new_witness_value, witness_commitment
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from selection.actions.applications import withdraw_application
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.declarations import declare
from selection.actions.draws import WitnessSeat, commit_as_witness, freeze_draw, hold_the_draw, reveal_as_witness
from selection.actions.promotions import offer_promotion
from selection.actions.proposals import prepare_proposal, record_decision, second_decision, send_to_committee
from selection.actions.scores import save_score
from selection.actions.sift import start_sift
from selection.choices import CommitteeDecision, DrawPurpose
from selection.models import Application, Draw, Selection
from selection.queries.draws import groups_to_draw
from selection.queries.scores import criteria_to_score

from .people import make_staff
from .rounds import WINDOW, make_round, seat_panel
from .selection import chair_of, make_application, members_of, score_alone, work_sift
from .worlds import World, builds

GATES = {"1a": 1, "1b": 1, "2a": 1}
STRONG = GATES | {"2b": 4, "2c": 4, "3a": 4, "3b": 4, "3c": 3}
WEAK = GATES | {"2b": 2, "2c": 2, "3a": 2, "3b": 2, "3c": 2}


@builds(place=30)
def build(world: World) -> None:
    """The world's own organisation applies to both rounds; the world's panel member chairs both."""
    scoring, decided = _sent(world, 3), _sent(world, 4, places=Places(fewest=1, most=1))
    _score(world, *scoring)
    _decide(world, *decided)


def _sent(world: World, applications: int, **values: object) -> tuple[Selection, list[Application]]:
    """A closed round with this many applications, the last one of the world's own organisation."""
    lead, chair = world.people[Role.PROGRAMME_LEAD.value], world.people[Role.PANEL_MEMBER.value]
    with travelled_to(database_now() - WINDOW - timedelta(days=3)):
        round_: Round = open_window(make_round(**values), by=None, at=database_now())
        own = {"places": world.canary("Answer", "sent places"), "work_now": world.canary("Answer", "sent work")}
        sent = [make_application(round_) for _ in range(applications - 1)]
        sent.append(make_application(round_, world.things["organisation"], **own))
    close_window(round_, by=None, at=database_now())
    seat_panel(round_, lead=lead, chair=chair)
    return Selection.objects.select_related("case", "round__case").get(round=round_), sent


def _score(world: World, selection: Selection, sent: list[Application]) -> None:
    """One application everybody has scored, one the chair has begun, and the world's own; one member is in conflict."""
    chair, conflicted = chair_of(selection), members_of(selection)[-1]
    finished, begun, own = sent
    for member in members_of(selection):
        for application in sent:
            mine = member == conflicted and application == own
            interest = world.canary("ConflictDeclaration", "interest") if mine else ""
            declare(application, has_conflict=mine, interest=interest, by=member.user, at=database_now())
    start_sift(selection, by=chair, at=database_now())
    for member in members_of(selection):
        score_alone(_again(finished), GATES, member)
    for criterion in criteria_to_score(_again(begun)):
        reason = world.canary("MemberScore", "reason")
        save_score(
            _again(begun), criterion=criterion.code, value=1, reason=reason, version=0, by=chair, at=database_now()
        )
    world.things["scoring"] = selection
    world.people["conflicted"] = conflicted.user
    world.ids |= {"selection_id": selection.pk, "application_id": own.pk, "step": "finish-step-1", "purpose": "review"}
    world.ids_of["application-score-finish"] = world.ids_of["application-score-reopen"] = {"application_id": begun.pk}
    world.ids_of["application-agree"] = {"application_id": finished.pk}


def _decide(world: World, selection: Selection, sent: list[Application]) -> None:
    """Two strong applications and one place: drawn, placed, decided; the chosen one leaves and a reserve is offered."""
    chair, second = chair_of(selection), members_of(selection)[1].user
    sheets = {str(each.case.reference): STRONG for each in sent[:3]} | {str(sent[3].case.reference): WEAK}
    selection = work_sift(selection, sheets, draw_review=_draw_review)
    set_cut_off(selection, value=12, reason="Twelve shows enough.", by=chair, at=database_now())
    draw = _draw(selection, DrawPurpose.PLACES)
    place_applications(selection, by=chair, at=database_now())
    prepare_proposal(selection, exception="", by=chair, at=database_now())
    send_to_committee(selection, by=second, at=database_now())
    decider = world.people[Role.COMMITTEE_MEMBER.value]
    record_decision(
        selection,
        decision=CommitteeDecision.APPROVED,
        reason=world.canary("Proposal", "reason"),
        modifications=[],
        accepts_below_minimum=None,
        by=decider,
        at=database_now(),
    )
    second_decision(selection, by=make_staff(Role.COMMITTEE_MEMBER), at=database_now())
    _offer_the_place(selection, chair, world.people[Role.PROGRAMME_LEAD.value])
    world.things["decided"] = selection
    world.ids |= {"draw_id": draw.pk, "group": 1}
    _point_pages_at(world, selection, sent[3])


def _offer_the_place(selection: Selection, chair: User, lead: User) -> None:
    for workshop in selection.round.key_dates.filter(kind="workshop"):
        later = {"starts_at": database_now() + timedelta(days=60), "is_all_day": False, "place": workshop.place}
        change_key_date(workshop, **later, reason="The hall is closed.", by=lead, at=database_now())
    chosen = Application.objects.filter(round=selection.round_id, case__stage="selected").first()
    assert chosen is not None
    owner = people_of(chosen.organisation)[0]
    withdraw_application(_again(chosen), reason="Our plans have changed.", by=owner, at=database_now())
    fresh = Selection.objects.select_related("case", "round__case").get(pk=selection.pk)
    offer_promotion(fresh, reason="The next in order.", by=chair, at=database_now())


def _point_pages_at(world: World, selection: Selection, own: Application) -> None:
    """Pages that make sense only once something is decided show the decided selection."""
    pages = ("order", "cut-off", "proposal", "proposal-send", "decision", "decision-second", "promotion")
    draws = ("draw", "draw-values", "draw-hold", "draw-commit", "draw-reveal", "draw-void")
    for name in (*pages, "promotion-decide", "letters", "letters-send", *draws):
        world.ids_of[f"selection-{name}"] = {"selection_id": selection.pk}
    world.ids_of["selection-answers"] = {"selection_id": selection.pk}
    world.ids_of["selection-answers-file"] = {"selection_id": selection.pk, "part": "answers"}
    for name in ("status", "sent", "answers", "scores", "scores-file", "scores-sheet", "send", "withdraw", "file"):
        world.ids_of[f"application-{name}"] = {"application_id": own.pk}
    for name in ("results", "statistics", "statistics-data", "statistics-sheet"):
        world.ids_of[f"round-{name}"] = {"round_slug": selection.round.slug}


def _draw_review(selection: Selection) -> None:
    if groups_to_draw(selection, DrawPurpose.REVIEW):
        _draw(selection, DrawPurpose.REVIEW)


def _draw(selection: Selection, purpose: DrawPurpose) -> Draw:
    """Hold a draw with two witnesses of the panel, an hour after it was frozen."""
    chair, (first, second) = chair_of(selection), members_of(selection)[1:3]
    seats = [WitnessSeat(first.user, "Panel member"), WitnessSeat(second.user, "Panel member")]
    now = database_now()
    draw = freeze_draw(
        selection,
        purpose=purpose,
        source_names=[],
        witnesses=seats,
        not_before=now + timedelta(hours=1, minutes=1),
        by=chair,
        at=now,
    )
    values = {seat.user.pk: new_witness_value() for seat in seats}
    for seat in seats:
        commit_as_witness(draw, commitment=witness_commitment(values[seat.user.pk]), by=seat.user, at=database_now())
    for seat in seats:
        reveal_as_witness(draw, value=values[seat.user.pk], by=seat.user, at=database_now())
    with travelled_to(database_now() + timedelta(hours=2)):
        return hold_the_draw(draw, values=[], by=second.user, at=database_now())


def _again(application: Application) -> Application:
    return Application.objects.select_related("case", "organisation", "round__selection__case").get(pk=application.pk)
