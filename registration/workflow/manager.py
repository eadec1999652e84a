"""What can happen to the own application of a registered manager, row by row (R-011)."""

from sandbox_portal.casework.choices import NOBODY, PROVIDER
from sandbox_portal.casework.steps import Stage, Step, Workflow, is_the_clock
from sandbox_portal.people.choices import Role
from sandbox_portal.people.permissions import may_write_for_organisation

from ..choices import ManagerStage as S
from ..models import ManagerApplication
from ..permissions import is_the_manager, was_asked
from .needs import answers_are_complete

NOT_THE_MANAGER = "Only the manager can do this."
OPEN = frozenset({S.INVITED, S.DRAFT, S.DECLARED})

STAGES = (
    Stage(S.INVITED, S.INVITED.label, PROVIDER, "say that you are the manager, and begin", 10, "grey"),
    Stage(S.DRAFT, S.DRAFT.label, PROVIDER, "finish your answers and declare them", 21, "grey"),
    Stage(S.DECLARED, S.DECLARED.label, PROVIDER, "the organisation sends what it belongs to", None, "teal"),
    Stage(S.SENT, S.SENT.label, Role.REGISTRATION_INSPECTOR, "read it with what it came with", None, "blue"),
    Stage(S.ENDED, S.ENDED.label, NOBODY, colour="grey"),
    Stage(S.TAKEN_OUT, S.TAKEN_OUT.label, NOBODY, colour="grey"),
)

STEPS = (
    Step("begin", {S.INVITED}, was_asked, "I am the manager", "begun", S.DRAFT, (), NOT_THE_MANAGER),
    Step(
        "declare",
        when={S.DRAFT},
        then=S.DECLARED,
        who=is_the_manager,
        needs=(answers_are_complete,),
        label="Declare",
        past="declared",
        not_yours=NOT_THE_MANAGER,
    ),
    Step(
        "change_again",
        when={S.DECLARED},
        then=S.DRAFT,
        who=is_the_manager | is_the_clock,
        label="Change my answers",
        past="opened again",
        not_yours=NOT_THE_MANAGER,
    ),
    Step("go_along", {S.DECLARED}, is_the_clock, "Send", "sent along", S.SENT),
    Step("come_back", {S.SENT}, is_the_clock, "Come back", "came back", S.DECLARED),
    Step(
        "take_out",
        when=OPEN,
        then=S.TAKEN_OUT,
        who=may_write_for_organisation | is_the_manager | was_asked,
        label="Take out",
        past="taken out",
        not_yours="Only the organisation or the manager can do this.",
    ),
    Step("end", OPEN | {S.SENT}, is_the_clock, "End", "over", S.ENDED),
)

MANAGER: Workflow[ManagerApplication] = Workflow("registration_manager", STAGES, STEPS, first=S.INVITED)
