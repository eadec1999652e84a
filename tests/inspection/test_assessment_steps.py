"""Every stage × step × person of an assessment, as it is meant; what must be true first; interests."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from inspection.actions.assessments import (
    Plan,
    announce,
    begin_gathering,
    cancel_assessment,
    close_evidence,
    declare_interest,
    go_on_site,
    name_team,
    reopen_evidence,
    start_assessment,
    write_plan,
)
from inspection.choices.assessments import AssessedAs, AssessmentStage
from inspection.models import Assessment, InterestDeclared
from inspection.queries.assessments import (
    assessment_cases_of,
    assessment_files_visible_to,
    assessments_visible_to,
    own_assessments,
)
from inspection.queries.visits import who_left
from inspection.workflow import ASSESSMENT
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme
from tests.factories.inspection import (
    LEARNING,
    STATEMENTS,
    Scene,
    a_framework,
    a_visit,
    at_stage,
    endorsed,
    evidence,
    gathering,
    load_words,
    planned,
    registered_service,
    written_down,
)
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.reports import public_at, published, report_at, written
from tests.factories.scoring import in_scoring
from tests.house_rules.truth_tables import assert_truth_table, truth_table

BEFORE, DURING = ("planned", "announced"), ("gathering", "on_site")
OPEN = (*BEFORE, *DURING, "evidence_closed", "scoring")
REPORTING = ("draft_report", "quality_check", "factual_accuracy", "answering", "final")
PUBLIC = ("published", "review_requested", "review_closed", "follow_up")
TEAM = ("lead", "second")
OF_THE_TEAM = ("set_score", "judge_area", "note_limiter", "end_limiter")
MEANT = truth_table(  # of kind assessment
    name_team=[(stage, "manager") for stage in (*BEFORE, *DURING)],
    change_plan=[(stage, person) for stage in BEFORE for person in ("lead", "manager")],
    announce=[("planned", "lead"), ("planned", "manager")],
    begin=[("announced", "lead")],
    begin_without_notice=[("planned", "lead")],
    plan_visit=[(stage, person) for stage in (*BEFORE, *DURING) for person in TEAM],
    add_evidence=[(stage, person) for stage in DURING for person in TEAM],
    go_on_site=[("gathering", "lead")],
    leave_site=[("on_site", "lead")],
    close_evidence=[(stage, "lead") for stage in DURING],
    reopen=[(stage, "manager") for stage in ("evidence_closed", "scoring")],
    start_scoring=[("evidence_closed", "manager")],
    **{name: [("scoring", person) for person in TEAM] for name in OF_THE_TEAM},
    **{name: [("scoring", "manager")] for name in ("ask_departure", "sign_departure", "end_departure")},
    finish_scoring=[("scoring", "lead")],
    cancel=[(stage, "manager") for stage in (*OPEN, *REPORTING)],
    write_report=[(stage, person) for stage in ("draft_report", "answering") for person in TEAM],
    back_to_scores=[("draft_report", "lead")],
    send_to_check=[("draft_report", "lead")],
    return_report=[("quality_check", "manager")],
    return_scores=[("quality_check", "manager")],
    send_draft=[("quality_check", "manager")],
    return_to_answers=[("quality_check", "manager")],
    note_point=[("factual_accuracy", "owner")],
    send_points=[("factual_accuracy", "owner")],
    extend_reply=[("factual_accuracy", "manager")],
    go_on_without=[("factual_accuracy", person) for person in ("manager", "clock")],
    answer_point=[("answering", "manager")],
    reopen_scores=[("answering", "manager")],
    finish_report=[("answering", "lead")],
    return_final=[("final", "manager")],
    publish=[("final", "manager")],
    note_display=[(stage, person) for stage in PUBLIC for person in ("owner", "manager")],
    ask_review=[(stage, "owner") for stage in ("published", "follow_up")],
    **{name: [("review_requested", "manager")] for name in ("name_reviewer", "decide_review")},
    begin_follow_up=[(stage, "manager") for stage in ("published", "review_closed")],
    close=[(stage, "manager") for stage in ("published", "review_closed", "follow_up")],
)


@pytest.fixture(scope="module")
def around(kept_database):
    """People who meet every assessment of this module."""
    load_words()
    return {
        "lead": make_staff(Role.INSPECTOR),
        "manager": make_staff(Role.INSPECTION_MANAGER),
        "stranger": make_staff(Role.INSPECTOR),
        "auditor": make_staff(Role.AUDITOR),
        "registration": make_staff(Role.REGISTRATION_MANAGER),
        "provider": make_provider(),
        "owner": make_provider(),
        "clock": None,
    }


@pytest.fixture(scope="module")
def begun(around) -> Scene:
    return gathering(manager=around["manager"], lead=around["lead"])


@pytest.fixture(scope="module")
def plan_ready(around) -> Scene:
    return planned(manager=around["manager"], lead=around["lead"])


def test_the_truth_table_of_an_assessment(around, db):
    second = make_staff(Role.INSPECTOR)
    people = {"manager": around["manager"], "lead": around["lead"], "second": second}
    drafting = written(organisation=make_organisation(owner=around["owner"]), **people)
    public, _publication = published(organisation=make_organisation(owner=around["owner"]), **people)

    def subject_at(stage: str) -> Assessment:
        if stage in REPORTING:
            return report_at(stage, drafting).again()
        if stage in (*PUBLIC, "closed"):
            return public_at(stage, public).again()
        scene = in_scoring(**people) if stage == "scoring" else at_stage(stage, **people)
        if stage not in ("evidence_closed", "scoring", "cancelled"):
            name_team(scene.again(), lead=scene.lead, members=[second], by=scene.manager, at=database_now())
        declare_interest(scene.again(), has_interest=False, words="", by=second, at=database_now())
        return scene.again()

    assert_truth_table(ASSESSMENT, MEANT, people={**around, "second": second}, subject_at=subject_at)


def test_a_service_that_is_neither_registered_nor_in_a_round_is_not_assessed(around, db):
    at = database_now()
    service = open_service(make_organisation(), kind="home_care", is_listed=True, by=None, at=at)

    with pytest.raises(Refused, match="neither registered"):
        start_assessment(service, framework=a_framework(), because="New", by=around["manager"], at=at)


def test_a_service_that_takes_part_in_a_round_is_assessed_as_such(around, db):
    at = database_now()
    service = open_service(make_organisation(), kind="umbrella_body", is_listed=True, by=None, at=at)
    said = {"scheme": Scheme.SANDBOX, "status": "taking_part", "from_day": day_in_london(at), "is_public": True}
    record_status(service, **said, by=None, at=at)

    begun = start_assessment(service, framework=a_framework(), because="New", by=around["manager"], at=at)

    assert (begun.assessed_as, begun.case.stage) == (AssessedAs.SANDBOX, AssessmentStage.PLANNED)
    assert begun.case.reference.startswith("INS-")


def test_a_service_has_one_open_assessment(plan_ready, around, db):
    service = plan_ready.assessment.service

    with pytest.raises(Refused, match="still open"):
        start_assessment(service, framework=a_framework(), because="Again", by=around["manager"], at=database_now())


def test_beginning_freezes_the_framework_and_a_draft_is_refused(around, db):
    framework, draft = a_framework(), a_framework(status="draft")
    at = database_now()
    first, second = registered_service(make_organisation()), registered_service(make_organisation())

    start_assessment(first, framework=framework, because="New", by=around["manager"], at=at)

    framework.refresh_from_db()
    assert framework.first_used_at == at
    with pytest.raises(Refused):
        start_assessment(second, framework=draft, because="New", by=around["manager"], at=at)


def test_an_inspector_begins_no_assessment(around, db):
    service = registered_service(make_organisation())

    with pytest.raises(Refused, match="Only inspection managers"):
        start_assessment(service, framework=a_framework(), because="New", by=around["lead"], at=database_now())


def test_leaving_statements_out_needs_a_reason(plan_ready, db):
    at = database_now()
    today = day_in_london(at)

    with pytest.raises(Refused, match="left out"):
        write_plan(plan_ready.again(), plan=Plan([LEARNING], " ", True, today, today), by=plan_ready.lead, at=at)


def test_announcing_writes_to_the_organisation_and_hands_the_case_to_the_lead(plan_ready, db):
    told = announce(plan_ready.again(), by=plan_ready.manager, at=database_now())

    assert told.told_at is not None
    assert told.case.owner == plan_ready.lead
    letter = OutboxEntry.objects.get(payload__letter__case_id=str(told.pk)).payload["letter"]
    assert letter["facts"]["assessed_areas"] == ["Safe", "Well-led"]


def test_nothing_is_announced_before_everybody_in_the_team_has_spoken(plan_ready, db):
    newcomer = make_staff(Role.INSPECTOR, name="Ines Falk")
    team = {"lead": plan_ready.lead, "members": [newcomer]}
    name_team(plan_ready.again(), **team, by=plan_ready.manager, at=database_now())

    with pytest.raises(Refused, match="Ines Falk"):
        announce(plan_ready.again(), by=plan_ready.manager, at=database_now())


def test_an_assessment_without_notice_is_not_announced_and_tells_nobody_until_people_are_on_site(around, db):
    scene = planned(lead=around["lead"], manager=around["manager"], is_announced=False)
    with pytest.raises(Refused, match="nobody is told"):
        announce(scene.again(), by=scene.manager, at=database_now())

    begin_gathering(scene.again(), by=scene.lead, at=database_now())
    a_visit(scene, is_announced=False)
    before = list(own_assessments(scene.owner))
    go_on_site(scene.again(), by=scene.lead, at=database_now())

    assert (before, list(own_assessments(scene.owner))) == ([], [scene.assessment])


def test_whoever_declares_an_interest_leaves_the_team_and_reads_nothing_more(begun, db):
    second = begun.second
    assert assessment_files_visible_to(second).filter(pk=begun.assessment.pk).exists()

    declare_interest(begun.again(), has_interest=True, words="My sister works there.", by=second, at=database_now())

    assert not assessment_files_visible_to(second).filter(pk=begun.assessment.pk).exists()
    assert not Case.objects.filter(assessment_cases_of(second), pk=begun.assessment.pk).exists()
    assert list(begun.assessment.team.filter(left_at=None).values_list("person", flat=True)) == [begun.lead.pk]
    with pytest.raises(Refused, match="stays declared"):
        declare_interest(begun.again(), has_interest=False, words="", by=second, at=database_now())
    team = {"lead": begun.lead, "members": [second]}
    with pytest.raises(Refused, match="has an interest"):
        name_team(begun.again(), **team, by=begun.manager, at=database_now())


def test_a_lead_with_an_interest_puts_the_case_back_in_its_queue_and_is_missed_on_the_visit(begun, db):
    visit = a_visit(begun, lead=begun.lead)

    declare_interest(begun.again(), has_interest=True, words="My son works there.", by=begun.lead, at=database_now())

    case = Case.objects.get(pk=begun.assessment.pk)
    assert (case.owner, case.owner_role, begun.again().lead) == (None, Role.INSPECTOR, None)
    assert who_left(visit) == [begun.lead]
    name_team(begun.again(), lead=begun.second, members=[], by=begun.manager, at=database_now())
    assert Case.objects.get(pk=begun.assessment.pk).owner == begun.second


def test_the_database_lets_only_one_assessment_of_a_service_be_open(begun, db):
    """Whoever comes past the action meets the same promise; once the first is over, another may begin."""
    first = begun.again()

    with pytest.raises(DatabaseError, match="still open"), transaction.atomic():
        another_of(first, by=begun.manager)
    cancel_assessment(first, because="The service moves.", by=begun.manager, at=database_now())

    assert another_of(first, by=begun.manager).service == first.service


def another_of(assessment: Assessment, *, by: User) -> Assessment:
    case = ASSESSMENT.open_case(by=by, at=database_now(), verb="begun", organisation=assessment.organisation, title="x")
    copied = ("organisation", "service", "assessed_as", "framework", "because")
    return Assessment.objects.create(case=case, **{name: getattr(assessment, name) for name in copied})


def test_the_database_lets_no_interest_be_taken_back(begun, db):
    declare_interest(begun.again(), has_interest=True, words="A friend.", by=begun.second, at=database_now())
    row = InterestDeclared.objects.filter(assessment=begun.assessment, person=begun.second)

    with pytest.raises(DatabaseError, match="stays declared"), transaction.atomic():
        row.update(has_interest=False)


def test_a_manager_with_an_interest_reads_and_does_nothing(begun, around, db):
    other = make_staff(Role.INSPECTION_MANAGER)
    assert ASSESSMENT.refusal("cancel", begun.again(), other) is None

    declare_interest(begun.again(), has_interest=True, words="I worked there.", by=other, at=database_now())

    assert ASSESSMENT.refusal("cancel", begun.again(), other) is not None
    assert not assessment_files_visible_to(other).filter(pk=begun.assessment.pk).exists()


def test_people_of_the_organisation_who_work_here_too_see_it_only_as_its_people(begun, db):
    both = make_staff(Role.INSPECTION_MANAGER)
    begun.assessment.organisation.memberships.create(user=both, place="owner")

    assert not assessments_visible_to(both).filter(pk=begun.assessment.pk).exists()
    assert list(own_assessments(both)) == [begun.assessment]


def test_other_inspectors_know_of_it_and_read_no_file(begun, around, db):
    assert assessments_visible_to(around["stranger"]).filter(pk=begun.assessment.pk).exists()
    assert not assessment_files_visible_to(around["stranger"]).filter(pk=begun.assessment.pk).exists()


def test_the_framework_of_an_assessment_that_was_told_stays(begun, db):
    with pytest.raises(DatabaseError, match="keeps the framework"), transaction.atomic():
        Assessment.objects.filter(pk=begun.assessment.pk).update(framework=a_framework())


def test_evidence_closes_only_after_every_visit_was_endorsed(begun, db):
    at = database_now()
    evidence(begun)
    closing = {"gaps_because": "It is small.", "by": begun.lead, "at": at + timedelta(seconds=4)}
    visit = a_visit(begun)
    with pytest.raises(Refused, match="still planned"):
        close_evidence(begun.again(), **closing)
    visit.cancelled_at, visit.cancelled_by, visit.cancelled_because = at, begun.lead, "No longer needed"
    visit.save()
    written_down(begun)
    with pytest.raises(Refused, match="endorse"):
        close_evidence(begun.again(), **closing)


def test_closing_with_gaps_needs_a_reason_and_the_manager_can_open_it_again(begun, db):
    endorsed(begun)
    evidence(begun)
    at = database_now() + timedelta(seconds=4)
    with pytest.raises(Refused, match="5 places"):
        close_evidence(begun.again(), gaps_because=" ", by=begun.lead, at=at)

    closed = close_evidence(begun.again(), gaps_because="It is a small service.", by=begun.lead, at=at)
    assert (closed.case.stage, closed.case.owner, closed.closed_by) == ("evidence_closed", None, begun.lead)

    opened = reopen_evidence(begun.again(), because="Ask the carers.", by=begun.manager, at=at)
    assert (opened.case.stage, opened.case.owner, opened.closed_by) == ("gathering", begun.lead, None)


def test_cancelling_cancels_the_visits_that_were_planned(begun, db):
    visit = a_visit(begun)

    cancel_assessment(begun.again(), because="The service has closed.", by=begun.manager, at=database_now())

    visit.refresh_from_db()
    assert visit.cancelled_because == "The assessment was cancelled."


def test_the_plan_begins_with_every_statement_that_counts(begun):
    assert tuple(begun.assessment.statements) == STATEMENTS
    assert begun.owner in people_of(begun.assessment.organisation)
