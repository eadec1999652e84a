"""Notices of proposal and of decision, representations, appeals, and the two people behind each."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registration.actions.appeals import (
    end_appeal,
    end_appeal_of_conditions,
    record_appeal,
    record_appeal_of_conditions,
)
from registration.actions.notices import decide, grant, register_with_conditions, withdraw_proposal
from registration.actions.representations import (
    accept_late_representations,
    agree_to_conditions,
    make_representations,
)
from registration.assessment_tasks import close_refusals
from registration.choices import RegistrationStage as S
from registration.queries.assessment import conditions_in_force
from registration.queries.held import registration_of, services_now
from registration.workflow import REGISTRATION
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.assessments import (
    GRANT,
    REFUSE,
    Assessing,
    recommended,
    with_conditions,
)
from tests.factories.people import make_staff
from tests.factories.register import make_service, make_status

from .scene import SERVED, fought

pytestmark = pytest.mark.django_db
LAST_SECOND = datetime(2020, 4, 20, 22, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2020, 4, 20, 23, 0, 0, tzinfo=UTC)


def letter(scene: Assessing, code: str) -> dict:
    found = OutboxEntry.objects.filter(key__startswith=f"letter-{scene.application.pk}-{code}-1").latest("pk")
    return found.payload["letter"]["facts"]


def test_a_proposal_leaves_twenty_eight_days_and_a_decision_as_many_as_in_ex_f6(refusing):
    scene, proposal = refusing
    decided_at = datetime(2020, 5, 1, 10, tzinfo=UTC)
    with travelled_to(decided_at):
        decision = decide(scene.again(), considered="", grounds=REFUSE, by=scene.manager, at=decided_at)

    assert (proposal.last_day, decision.last_day) == (date(2020, 4, 20), date(2020, 5, 29))
    assert letter(scene, "L-23")["last_day"] == "20 April 2020"
    assert letter(scene, "L-25R")["last_day"] == "29 May 2020"
    reminders = Deadline.objects.filter(case=scene.application.case_id, reminder__in=("M-26", "M-27"))
    assert [(each.reminder, each.due_at) for each in reminders.order_by("reminder")] == [
        ("M-26", datetime(2020, 4, 20, 22, 59, 59, 999999, tzinfo=UTC)),
        ("M-27", datetime(2020, 5, 29, 22, 59, 59, 999999, tzinfo=UTC)),
    ]


def test_nobody_decides_while_the_applicant_can_still_answer(refusing):
    scene, _proposal = refusing

    with travelled_to(LAST_SECOND), pytest.raises(Refused, match="can answer until the end of 20 April 2020"):
        decide(scene.again(), considered="", grounds=REFUSE, by=scene.manager, at=LAST_SECOND)


def test_representations_are_in_time_up_to_the_last_second_of_the_last_day(refusing):
    scene, _proposal = refusing

    said = fought(scene, at=LAST_SECOND)

    assert (said.is_late, scene.again().case.stage) == (False, S.REPRESENTATIONS)
    assert letter(scene, "L-24")["representation_text"] == "We check first."


def test_at_midnight_they_are_too_late_until_a_manager_accepts_them_with_a_reason(refusing):
    scene, _proposal = refusing
    with travelled_to(MIDNIGHT):
        with pytest.raises(Refused, match="The last day was 20 April 2020"):
            make_representations(scene.again(), text="We check first.", by=scene.owner, at=MIDNIGHT)
        accept_late_representations(
            scene.again(), until=date(2020, 4, 24), because="They were ill.", by=scene.manager, at=MIDNIGHT
        )

    said = fought(scene, at=datetime(2020, 4, 24, 22, 59, 59, tzinfo=UTC))

    assert (said.is_late, said.notice.late_because) == (True, "They were ill.")


def test_the_accepted_time_ends_at_its_midnight_too(refusing):
    scene, _proposal = refusing
    with travelled_to(MIDNIGHT):
        accept_late_representations(
            scene.again(), until=date(2020, 4, 24), because="They were ill.", by=scene.manager, at=MIDNIGHT
        )

    with pytest.raises(Refused, match="The last day was 24 April 2020"):
        fought(scene, at=datetime(2020, 4, 24, 23, 0, tzinfo=UTC))


def test_late_representations_are_not_accepted_while_they_are_in_time(refusing):
    scene, _proposal = refusing

    with travelled_to(LAST_SECOND), pytest.raises(Refused, match="still in time"):
        accept_late_representations(
            scene.again(), until=date(2020, 4, 24), because="Ill.", by=scene.manager, at=LAST_SECOND
        )


def test_whoever_proposed_does_not_consider_what_is_said_against_it(refusing):
    scene, _proposal = refusing
    at = SERVED + timedelta(days=3)
    fought(scene, at=at)

    with pytest.raises(Refused, match="one who had no part in it"):
        decide(scene.again(), considered="adopt", grounds=REFUSE, by=scene.manager, at=at)
    decision = decide(scene.again(), considered="adopt", grounds=REFUSE, by=scene.second, at=at)

    assert (decision.considered, scene.again().case.stage) == ("adopt", S.NOD_REFUSE)
    assert letter(scene, "L-24R")["outcome_in_words"] == "Decide as was proposed."


def test_a_refusal_adopted_in_part_becomes_conditions_and_leaves_an_appeal(refusing):
    scene, _proposal = refusing
    at = SERVED + timedelta(days=3)
    fought(scene, at=at)

    with pytest.raises(Refused, match="decided in part"):
        decide(scene.again(), considered="adopt", grounds=with_conditions(), by=scene.second, at=at)
    decision = decide(scene.again(), considered="adopt_in_part", grounds=with_conditions(), by=scene.second, at=at)

    assert (decision.outcome, scene.again().case.stage) == ("conditions", S.NOD_CONDITIONS)
    assert "20 people" in letter(scene, "L-25C")["conditions"][0]


def test_a_proposal_of_conditions_never_becomes_a_refusal(conditional):
    scene, _proposal = conditional
    at = SERVED + timedelta(days=3)
    fought(scene, at=at)

    with pytest.raises(Refused, match="A refusal was not proposed"):
        decide(scene.again(), considered="adopt_in_part", grounds=REFUSE, by=scene.second, at=at)


def test_agreeing_on_day_nine_registers_sooner_and_the_appeal_runs_on_as_in_ex_f11(conditional, heard):
    scene, proposal = conditional
    day_nine = datetime(2020, 4, 1, 10, tzinfo=UTC)
    with travelled_to(day_nine):
        agree_to_conditions(scene.again(), text="", by=scene.owner, at=day_nine)
        decision = decide(scene.again(), considered="", grounds=with_conditions(), by=scene.manager, at=day_nine)
        register_with_conditions(scene.again(), by=scene.manager, at=day_nine)

    appeal = Deadline.objects.get(case=scene.application.case_id, kind="registration_appeal")
    assert scene.again().case.stage == S.REGISTERED
    assert (decision.last_day, appeal.done_at, decision.proposal) == (date(2020, 4, 29), None, proposal)
    assert [each.is_agreed for each in conditions_in_force(scene.application)] == [True]
    assert heard == [("registered", scene.application.pk, [each.words for each in decision.conditions.all()])]
    assert letter(scene, "L-25C")["agreed_on"] == "1 April 2020"


DAY_NINE = datetime(2020, 4, 1, 10, tzinfo=UTC)
ENDED = datetime(2020, 9, 1, 10, tzinfo=UTC)


def registered_with_conditions(scene: Assessing) -> Assessing:
    """Agreed to on day nine, and registered (EX-F11)."""
    with travelled_to(DAY_NINE):
        agree_to_conditions(scene.again(), text="", by=scene.owner, at=DAY_NINE)
        decide(scene.again(), considered="", grounds=with_conditions(), by=scene.manager, at=DAY_NINE)
        register_with_conditions(scene.again(), by=scene.manager, at=DAY_NINE)
    service = make_service(scene.application.organisation, kind="home_care")
    registration_of(scene.application).services.add(service)
    lines = [each.words for each in conditions_in_force(scene.application)]
    make_status(service, "conditions", "2020-04-01", conditions=lines)
    return scene


def appeal_later(scene: Assessing, moment: datetime) -> None:
    lodged = {"lodged_on": moment.date(), "tribunal_reference": "T 2"}
    with travelled_to(moment):
        record_appeal_of_conditions(scene.again(), **lodged, by=scene.manager, at=moment)


def told_of(scene: Assessing, moment: datetime) -> list[tuple[str, list[str]]]:
    """What the register tells of each service on the day: its status and its conditions."""
    entries = [each.status for each in services_now(registration_of(scene.application), moment.date())]
    return [(each.status, list(each.conditions)) for each in entries]


@pytest.mark.parametrize(
    ("end", "left", "told"),
    [
        ("allowed", ["Not read."], ("registered", [])),
        ("settled", ["At most 30 people."], ("conditions", ["At most 30 people."])),
        ("dismissed", [], None),
    ],
)
def test_a_service_that_is_registered_appeals_against_its_conditions(conditional, end, left, told):
    """EX-F11: the time to appeal runs on after registering, and the service stays registered meanwhile."""
    scene = registered_with_conditions(conditional[0])
    [before] = told_of(scene, DAY_NINE)
    appeal_later(scene, datetime(2020, 4, 29, 22, 59, tzinfo=UTC))
    clock = Deadline.objects.get(case=scene.application.case_id, kind="registration_appeal")
    with travelled_to(ENDED):
        facts = {"end": end, "conditions": left, "decided_on": ENDED.date(), "words": "As said."}
        appeal = end_appeal_of_conditions(scene.again(), **facts, by=scene.manager, at=ENDED)

    assert (appeal.end, clock.done_at is not None, scene.again().case.stage) == (end, True, S.REGISTERED)
    assert told_of(scene, ENDED) == [told or before]
    assert told_of(scene, datetime(2020, 8, 31, tzinfo=UTC)) == [before]
    assert OutboxEntry.objects.filter(
        name="registration.make_certificate", payload__registration=str(registration_of(scene.application).pk)
    ).count() == (2 if told else 1)


def test_an_appeal_against_conditions_comes_in_time_once_and_ends_once(conditional):
    scene = registered_with_conditions(conditional[0])
    ended = {"end": "dismissed", "conditions": [], "decided_on": ENDED.date(), "words": "As said."}
    late = datetime(2020, 4, 29, 23, tzinfo=UTC)

    with pytest.raises(Refused, match="The last day to appeal was 29 April 2020"):
        appeal_later(scene, late)
    with travelled_to(ENDED), pytest.raises(Refused, match="There is no appeal that has not ended"):
        end_appeal_of_conditions(scene.again(), **ended, by=scene.manager, at=ENDED)
    appeal_later(scene, DAY_NINE)
    with pytest.raises(Refused, match="has been recorded already"):
        appeal_later(scene, DAY_NINE)


def test_who_was_registered_as_applied_for_has_nothing_to_appeal_against(words):
    scene = recommended(GRANT, at=SERVED)
    with travelled_to(SERVED):
        grant(scene.again(), text="We register you.", by=scene.manager, at=SERVED)

    with pytest.raises(Refused, match="was not registered with conditions"):
        appeal_later(scene, SERVED)


def test_a_refusal_cannot_be_agreed_to(refusing):
    scene, _proposal = refusing

    with travelled_to(LAST_SECOND), pytest.raises(Refused, match="There are no conditions"):
        agree_to_conditions(scene.again(), text="", by=scene.owner, at=LAST_SECOND)


def test_a_withdrawn_proposal_is_recommended_anew_and_the_applicant_is_told(refusing):
    scene, proposal = refusing
    at = SERVED + timedelta(days=3)
    fought(scene, at=at)
    withdraw_proposal(scene.again(), because="You check first.", by=scene.second, at=at)

    proposal.refresh_from_db()

    assert (proposal.withdrawn_by, scene.again().case.stage) == (scene.second, S.RECOMMENDED)
    assert letter(scene, "L-24R")["reason"] == "You check first."


def test_granting_as_applied_for_needs_no_proposal(words, heard):
    scene = recommended(GRANT)

    notice = grant(scene.application, text="It meets them.", by=scene.manager, at=database_now())

    assert (notice.kind, notice.outcome, notice.last_day) == ("decision", "grant", None)
    assert (scene.again().case.stage, scene.application.case.closed_at is not None) == (S.REGISTERED, True)
    assert heard == [("registered", scene.application.pk, [])]


def test_conditions_agreed_in_writing_are_granted_without_a_proposal_and_others_are_not(words):
    agreed, other = recommended(with_conditions(is_agreed=True)), recommended(with_conditions())

    grant(agreed.application, text="Agreed.", by=agreed.manager, at=database_now())

    assert [each.is_agreed for each in conditions_in_force(agreed.application)] == [True]
    assert str(REGISTRATION.refusal("grant", other.application, other.manager)).startswith(
        "The applicant has not agreed"
    )


def test_a_refusal_that_nobody_appeals_against_is_final_by_the_clock_after_the_last_day(refusing, heard):
    scene, _proposal = refusing
    decided_at = datetime(2020, 5, 1, 10, tzinfo=UTC)
    with travelled_to(decided_at):
        decide(scene.again(), considered="", grounds=REFUSE, by=scene.manager, at=decided_at)
    ends = []
    for moment in (datetime(2020, 5, 29, 22, 59, 59, tzinfo=UTC), datetime(2020, 5, 29, 23, 0, tzinfo=UTC)):
        with travelled_to(moment):
            ends.append((close_refusals(at=moment), scene.again().case.stage))

    assert ends == [(0, S.NOD_REFUSE), (1, S.REFUSED)]
    assert heard == [("refused", scene.application.pk, [])]


def appealed(scene: Assessing) -> Assessing:
    decided_at = datetime(2020, 5, 1, 10, tzinfo=UTC)
    with travelled_to(decided_at):
        decide(scene.again(), considered="", grounds=REFUSE, by=scene.manager, at=decided_at)
        record_appeal(
            scene.again(), lodged_on=decided_at.date(), tribunal_reference="T 1", by=scene.manager, at=decided_at
        )
    return scene


@pytest.mark.parametrize(
    ("end", "is_registered", "stage"),
    [("allowed", True, S.REGISTERED), ("dismissed", False, S.REFUSED), ("settled", True, S.REGISTERED)],
)
def test_an_appeal_keeps_a_refusal_from_being_final_and_what_it_brings_is_carried_out(
    refusing, heard, end, is_registered, stage
):
    scene = appealed(refusing[0])
    later = datetime(2020, 9, 1, 10, tzinfo=UTC)
    with travelled_to(later):
        closed = close_refusals(at=later)
        facts = {"end": end, "is_registered": is_registered, "decided_on": later.date(), "words": "As said."}
        end_appeal(scene.again(), **facts, by=scene.manager, at=later)

    assert (closed, scene.again().case.stage) == (0, stage)
    assert [name for name, *_rest in heard] == ["registered" if is_registered else "refused"]


def test_an_appeal_after_the_last_day_is_not_recorded(refusing):
    scene, _proposal = refusing
    decided_at, late = datetime(2020, 5, 1, 10, tzinfo=UTC), datetime(2020, 5, 29, 23, 0, tzinfo=UTC)
    with travelled_to(decided_at):
        decide(scene.again(), considered="", grounds=REFUSE, by=scene.manager, at=decided_at)

    with travelled_to(late), pytest.raises(Refused, match="The last day to appeal was 29 May 2020"):
        record_appeal(scene.again(), lodged_on=date(2020, 5, 29), tribunal_reference="", by=scene.manager, at=late)


def test_an_inspector_who_is_a_manager_too_signs_nothing_of_their_own(words):
    both = make_staff(Role.REGISTRATION_INSPECTOR, Role.REGISTRATION_MANAGER)
    scene = recommended(GRANT, inspector=both)

    with pytest.raises(Refused, match="had no other part"):
        grant(scene.application, text="Fine.", by=both, at=database_now())
