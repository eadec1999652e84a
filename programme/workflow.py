"""What can happen to a round, row by row (C.2 to C.5). A row without `then` changes the round, not its stage."""

from sandbox_portal.casework.choices import NOBODY
from sandbox_portal.casework.steps import Stage, Step, Workflow, is_the_clock
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now

from .choices import RoundStage as S
from .models import Round
from .permissions import is_committee_member, is_programme_lead

KIND = "sandbox_round"
LEAD = Role.PROGRAMME_LEAD
PANEL = Role.PANEL_MEMBER

STAGES = (
    Stage(S.PREPARING, S.PREPARING.label, LEAD, "open the window on its day", None, "grey"),
    Stage(S.OPEN, S.OPEN.label, LEAD, "wait for applications until the window closes", None, "green"),
    Stage(S.SIFTING, S.SIFTING.label, PANEL, "score the applications and propose a set", 30, "yellow"),
    Stage(S.SIGNED_OFF, S.SIGNED_OFF.label, LEAD, "send the letters and start the work", 14, "teal"),
    Stage(S.RUNNING, S.RUNNING.label, LEAD, "work through the phases", None, "blue"),
    Stage(S.PAUSED, S.PAUSED.label, LEAD, "decide when and how to go on", 30, "orange"),
    Stage(S.OUTCOME_DECIDED, S.OUTCOME_DECIDED.label, LEAD, "publish the results", 30, "purple"),
    Stage(S.PUBLISHED, S.PUBLISHED.label, LEAD, "finish what is left and close the round", 30, "purple"),
    Stage(S.CLOSED, S.CLOSED.label, NOBODY, colour="grey"),
    Stage(S.ABANDONED, S.ABANDONED.label, NOBODY, colour="red"),
)

BEFORE_SIFT = frozenset({S.PREPARING, S.OPEN})
BEFORE_OUTCOME = BEFORE_SIFT | {S.SIFTING, S.SIGNED_OFF, S.RUNNING, S.PAUSED}
AT_WORK = BEFORE_OUTCOME - {S.PAUSED}
NOT_THE_LEAD = "Only a programme lead can do this."
NOT_THE_COMMITTEE = "Only a member of the committee can do this."


def committee_has_approved(round_: Round) -> str | None:
    if round_.approved_on is None:
        return "The committee has not approved this round yet."
    return None


def criteria_are_set(round_: Round) -> str | None:
    if not round_.criteria:
        return "This round has no criteria yet. They are frozen when the window opens."
    return None


def opening_has_come(round_: Round) -> str | None:
    """By the database's clock, whatever moment a door brings (R-150)."""
    now = database_now()
    if now < round_.opens_at:
        return "The opening time has not come yet. To open sooner, change the window first."
    if now >= round_.closes_at:
        return "The closing time has passed already. Change the window first."
    return None


def closing_has_come(round_: Round) -> str | None:
    """By the database's clock: nobody may close the window before the time applicants were told."""
    if database_now() < round_.closes_at:
        return "The closing time has not come yet."
    return None


def _lead(name: str, *, when: frozenset[str] | set[str], label: str, past: str, then: str | None = None) -> Step:
    return Step(name, when=when, then=then, who=is_programme_lead, label=label, past=past, not_yours=NOT_THE_LEAD)


STEPS = (
    Step(
        "open_window",
        when={S.PREPARING},
        then=S.OPEN,
        who=is_programme_lead | is_the_clock,
        needs=(committee_has_approved, criteria_are_set, opening_has_come),
        label="Open the window",
        past="window opened",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "close_window",
        when={S.OPEN},
        then=S.SIFTING,
        who=is_programme_lead | is_the_clock,
        needs=(closing_has_come,),
        label="Close the window",
        past="window closed",
        not_yours=NOT_THE_LEAD,
    ),
    Step(
        "record_sign_off",
        when={S.SIFTING},
        then=S.SIGNED_OFF,
        who=is_committee_member,
        label="Record the committee's sign-off",
        past="participants signed off",
        not_yours=NOT_THE_COMMITTEE,
    ),
    _lead("start_running", when={S.SIGNED_OFF}, then=S.RUNNING, label="Start the work", past="work started"),
    _lead("pause", when={S.RUNNING}, then=S.PAUSED, label="Pause the round", past="round paused"),
    _lead("resume", when={S.PAUSED}, then=S.RUNNING, label="Go on with the round", past="round resumed"),
    _lead("abandon", when=BEFORE_OUTCOME, then=S.ABANDONED, label="Give up the round", past="round given up"),
    _lead("change_window", when={S.PREPARING}, label="Change the window", past="window changed"),
    _lead("extend_window", when={S.OPEN}, label="Give more time to apply", past="window extended"),
    _lead("change_key_date", when=BEFORE_OUTCOME, label="Change a key date", past="key date changed"),
    _lead("set_actual_start", when=AT_WORK, label="Start a phase", past="phase started"),
    _lead("pass_gate", when=AT_WORK, label="Pass a gate", past="gate passed"),
    _lead("tick_activity", when=AT_WORK, label="Tick an activity", past="activity ticked"),
    _lead("seat_panel_member", when=BEFORE_SIFT | {S.SIFTING}, label="Add a seat", past="panel seat added"),
    _lead("confirm_panel_member", when=BEFORE_SIFT | {S.SIFTING}, label="Fill a seat", past="panel member confirmed"),
    _lead("empty_panel_seat", when=BEFORE_SIFT, label="Empty a seat", past="panel seat emptied"),
    _lead("set_chair", when=BEFORE_SIFT | {S.SIFTING}, label="Name the chair", past="chair named"),
)

ROUND: Workflow[Round] = Workflow(KIND, STAGES, STEPS, first=S.PREPARING)
