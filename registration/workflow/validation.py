"""The steps of an application from its draft to the inspector who has it."""

from sandbox_portal.casework.steps import Step

from ..choices import RegistrationStage as S
from ..permissions import (
    checks_application,
    may_send_application,
    may_withdraw_application,
    may_write_application,
    works_in_registration,
)
from .needs import (
    answers_are_complete,
    declaration_is_their_own,
    every_manager_has_declared,
    nothing_is_listed,
    something_is_listed,
)

BEFORE_A_DECISION = frozenset(
    {
        S.DRAFT,
        S.SUBMITTED,
        S.VALIDATING,
        S.RETURNED_INCOMPLETE,
        S.VALID,
        S.ALLOCATED,
        S.ASSESSING,
        S.AWAITING_APPLICANT,
        S.RECOMMENDED,
        S.NOP_REFUSE,
        S.NOP_CONDITIONS,
        S.REPRESENTATIONS,
    }
)
WITH_AN_INSPECTOR = frozenset({S.ALLOCATED, S.ASSESSING, S.AWAITING_APPLICANT})
NOT_REGISTRATION = "Only registration inspectors and managers can do this."
NOT_A_CHECKER = "Only registration inspectors and managers who typed nothing for the applicant can do this."

VALIDATION_STEPS = (
    Step(
        "send",
        when={S.DRAFT},
        then=S.SUBMITTED,
        who=may_send_application,
        needs=(answers_are_complete, every_manager_has_declared),
        label="Send application",
        past="sent",
        not_yours="Only an owner or signatory of the organisation can send its application.",
    ),
    Step(
        "withdraw",
        when=BEFORE_A_DECISION,
        then=S.WITHDRAWN,
        who=may_withdraw_application,
        label="Withdraw application",
        past="withdrawn",
        not_yours="Only an owner or signatory of the organisation can withdraw its application.",
    ),
    Step(
        "confirm",
        when=BEFORE_A_DECISION - {S.DRAFT, S.RETURNED_INCOMPLETE},
        who=may_withdraw_application,
        label="Confirm that it is right",
        past="confirmed by the organisation",
        not_yours="Only an owner or signatory of the organisation can confirm its application.",
    ),
    Step(
        "start_validation",
        when={S.SUBMITTED},
        then=S.VALIDATING,
        who=checks_application,
        label="Begin to check it",
        past="check begun",
        not_yours=NOT_A_CHECKER,
    ),
    Step(
        "return_incomplete",
        when={S.VALIDATING},
        then=S.RETURNED_INCOMPLETE,
        who=checks_application,
        needs=(something_is_listed,),
        label="Return as incomplete",
        past="returned as incomplete",
        not_yours=NOT_A_CHECKER,
    ),
    Step(
        "reopen",
        when={S.RETURNED_INCOMPLETE},
        then=S.DRAFT,
        who=may_write_application,
        label="Mend and send again",
        past="opened again",
        not_yours="Your place in this organisation lets you read, not write.",
    ),
    Step(
        "accept_as_valid",
        when={S.VALIDATING},
        then=S.VALID,
        who=checks_application,
        needs=(nothing_is_listed, declaration_is_their_own),
        label="Accept for assessment",
        past="accepted for assessment",
        not_yours=NOT_A_CHECKER,
    ),
    Step(
        "allocate",
        when={S.VALID},
        then=S.ALLOCATED,
        who=works_in_registration,
        label="Give to an inspector",
        past="given to an inspector",
        not_yours=NOT_REGISTRATION,
    ),
    Step(
        "allocate_again",
        when=WITH_AN_INSPECTOR,
        who=works_in_registration,
        label="Give to another inspector",
        past="given to another inspector",
        not_yours=NOT_REGISTRATION,
    ),
)
