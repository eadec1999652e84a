"""A selection with one of every result, taken there by the real steps; and the outbox, done as the relay does it."""

from programme.round_file import Places
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.performing import perform, waiting
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.letters import release_outcome_letters
from selection.actions.proposals import prepare_proposal, record_decision, second_decision, send_to_committee
from selection.choices import CommitteeDecision
from selection.models import Application, Selection
from tests.factories.people import make_staff
from tests.factories.selection import chair_of, make_selection, members_of, work_sift

GATES = {"1a": 1, "1b": 1, "2a": 1}
SHEETS = (
    GATES | {"2b": 4, "2c": 4, "3a": 4, "3b": 4, "3c": 3},  # selected
    GATES | {"2b": 4, "2c": 3, "3a": 3, "3b": 4, "3c": 4},  # reserve
    GATES | {"2b": 2, "2c": 2, "3a": 2, "3b": 2, "3c": 2},  # below the cut-off
    {"1a": 1, "1b": 0},  # out of scope
    {"1a": 1, "1b": 1, "2a": 0},  # not able to commit
)


def signed_off(*, lead: User | None = None, **round_values: object) -> tuple[Selection, list[Application]]:
    """One selected, one reserve, one not selected, one out of scope, one not able to commit; letters held."""
    selection, sent = make_selection(len(SHEETS), lead=lead, places=Places(fewest=1, most=1), **round_values)
    sheets = {str(each.case.reference): sheet for each, sheet in zip(sent, SHEETS, strict=True)}
    selection = work_sift(selection, sheets)
    chair, second = chair_of(selection), members_of(selection)[1].user
    set_cut_off(selection, value=12, reason="Twelve shows enough.", by=chair, at=database_now())
    place_applications(selection, by=chair, at=database_now())
    prepare_proposal(selection, exception="", by=chair, at=database_now())
    send_to_committee(selection, by=second, at=database_now())
    record_decision(
        selection,
        decision=CommitteeDecision.APPROVED,
        reason="As the panel proposes.",
        modifications=[],
        accepts_below_minimum=None,
        by=make_staff(Role.COMMITTEE_MEMBER),
        at=database_now(),
    )
    second_decision(selection, by=make_staff(Role.COMMITTEE_MEMBER), at=database_now())
    return again(selection), [Application.objects.select_related("case").get(pk=each.pk) for each in sent]


def released(*, lead: User | None = None, **round_values: object) -> tuple[Selection, list[Application]]:
    """The same with every letter made and sent."""
    lead = lead or make_staff(Role.PROGRAMME_LEAD)
    selection, sent = signed_off(lead=lead, **round_values)
    do_all_work()
    release_outcome_letters(selection, by=lead, at=database_now())
    do_all_work()
    return again(selection), sent


def do_all_work() -> None:
    """Do what waits in the outbox until nothing waits."""
    load_handlers()
    while entry := waiting().first():
        assert perform(entry.pk)
        entry.refresh_from_db()
        assert entry.finished_at, entry.last_error


def again(selection: Selection) -> Selection:
    return Selection.objects.select_related("case", "round__case").get(pk=selection.pk)
